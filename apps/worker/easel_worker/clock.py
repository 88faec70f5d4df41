"""Times as the contract writes them."""

from __future__ import annotations

from datetime import datetime, timezone


def utc_now() -> str:
    return datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def seconds_until(stamp: str) -> float:
    """Seconds from now to a time of the contract; negative when it is past."""
    then = datetime.strptime(stamp, "%Y-%m-%dT%H:%M:%S.%f%z")
    return (then - datetime.now(timezone.utc)).total_seconds()
