"""A folder of this machine: claims as files, results beside them, events to wherever they are wanted."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from easel_worker.clock import utc_now
from easel_worker.platforms.results_folder import ResultsFolder


class FolderPlatform:
    def __init__(self, root: Path, call_id: str, send: Callable[[list[str]], None]) -> None:
        self._claims = root / "claims"
        self._claims.mkdir(parents=True, exist_ok=True)
        self._results = ResultsFolder(root / "results")
        self._call_id = call_id
        self._send = send

    @property
    def call_id(self) -> str:
        return self._call_id

    @property
    def results(self) -> ResultsFolder:
        return self._results

    def claim(self, attempt_id: str) -> str | None:
        """A link is made only where none is, and only from a file that is whole: nobody reads half a claim."""
        handle, partial = tempfile.mkstemp(dir=self._claims)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump({"call_id": self._call_id, "at": utc_now()}, file)
            os.link(partial, self._claims / f"{attempt_id}.json")
            return None
        except FileExistsError:
            return self.holder(attempt_id)
        finally:
            Path(partial).unlink()

    def holder(self, attempt_id: str) -> str | None:
        path = self._claims / f"{attempt_id}.json"
        return str(json.loads(path.read_bytes())["call_id"]) if path.is_file() else None

    def publish(self, attempt_id: str, lines: list[str]) -> None:  # noqa: ARG002 (each line names its attempt)
        self._send(lines)

    def commit(self) -> None:
        """A folder of this machine is visible as soon as it is written."""

    def reload(self) -> None:
        """See `commit`."""
