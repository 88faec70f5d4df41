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

    def claim(self, attempt_id: str) -> str | None:
        """Takes an attempt, once. When it was taken before: the call that holds it, which may be this one."""

    def holder(self, attempt_id: str) -> str | None:
        """The call that holds an attempt."""

    def publish(self, attempt_id: str, lines: list[str]) -> None:
        """Sends events."""

    def commit(self) -> None:
        """Makes what was written visible to others, for good."""

    def reload(self) -> None:
        """Makes what others committed visible here."""
