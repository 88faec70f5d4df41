"""Modal: claims in a Dict, events in a Queue, results on a Volume."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Protocol

from easel_worker.clock import utc_now
from easel_worker.platforms.results_folder import ResultsFolder

ATTEMPTS = "easel-attempts"
EVENTS = "easel-events"
QUEUE_TIMEOUT_S = 5.0


class Claims(Protocol):
    def put(self, key: Any, value: Any, *, skip_if_exists: bool = False) -> bool: ...
    def get(self, key: Any, default: Any | None = None) -> Any | None: ...


class Events(Protocol):
    def put_many(self, vs: list[Any], *, timeout: float | None = None, partition: str | None = None) -> None: ...


class Volume(Protocol):
    def commit(self) -> None: ...
    def reload(self) -> None: ...


class ModalPlatform:
    def __init__(self, call_id: str, claims: Claims, events: Events, volume: Volume, root: Path) -> None:
        self._call_id = call_id
        self._claims = claims
        self._events = events
        self._volume = volume
        self._results = ResultsFolder(root)

    @property
    def call_id(self) -> str:
        return self._call_id

    @property
    def results(self) -> ResultsFolder:
        return self._results

    def claim(self, attempt_id: str) -> str | None:
        if self._claims.put(attempt_id, {"call_id": self._call_id, "at": utc_now()}, skip_if_exists=True):
            return None
        return self.holder(attempt_id)

    def holder(self, attempt_id: str) -> str | None:
        claim = self._claims.get(attempt_id)
        return str(claim["call_id"]) if claim else None

    def publish(self, attempt_id: str, lines: list[str]) -> None:
        self._events.put_many(lines, partition=attempt_id, timeout=QUEUE_TIMEOUT_S)

    def commit(self) -> None:
        self._volume.commit()

    def reload(self) -> None:
        self._volume.reload()
