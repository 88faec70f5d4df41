"""Where a worker runs: who claims attempts, where events go and where results lie."""

from __future__ import annotations

from typing import Protocol

from easel_worker.platforms.results_folder import ResultsFolder


class Platform(Protocol):
    @property
    def call_id(self) -> str:
        """The call that runs now."""

    @property
    def results(self) -> ResultsFolder: ...

    def claim(self, attempt_id: str) -> str:
        """Takes an attempt for this call, once; the call that holds it, which is another one when it came first."""

    def holder(self, attempt_id: str) -> str | None:
        """The call that holds an attempt."""

    def publish(self, attempt_id: str, lines: list[str]) -> None:
        """Sends events."""

    def commit(self) -> None:
        """Makes what was written visible to others, for good."""

    def reload(self) -> None:
        """Makes what others committed visible here."""
