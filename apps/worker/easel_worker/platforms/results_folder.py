"""The ledger of results: a folder per attempt, with `result.json` written last."""

from __future__ import annotations

import json
import os
import re
import shutil
import time
from pathlib import Path
from typing import cast

from easel_worker.results import WorkerResult

RESULT = "result.json"
KEEP_S = 7 * 24 * 3600
_ATTEMPT = re.compile(r"att_[0-9a-hjkmnp-tv-z]{26}")
_FILE = re.compile(r"(?:output|poster)-\d{1,2}")


class ResultsFolder:
    def __init__(self, root: Path) -> None:
        self._root = root

    def write(self, attempt_id: str, name: str, data: bytes) -> None:
        """Writes a whole file or none."""
        folder = self._folder(attempt_id)
        folder.mkdir(parents=True, exist_ok=True)
        partial = folder / f".{name}.{os.getpid()}.partial"
        with partial.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(folder / name)

    def finish(self, attempt_id: str, result: WorkerResult) -> None:
        """The last file of an attempt: with it, the attempt is finished."""
        self.write(attempt_id, RESULT, json.dumps(result).encode())

    def finished(self, attempt_id: str) -> WorkerResult | None:
        path = self._folder(attempt_id) / RESULT
        if not path.is_file():
            return None
        return cast(WorkerResult, json.loads(path.read_bytes()))  # written by `finish`

    def files(self, attempt_id: str) -> list[str]:
        """Names of the outputs and posters that are there."""
        folder = self._folder(attempt_id)
        return sorted(path.name for path in folder.glob("*") if _FILE.fullmatch(path.name))

    def size(self, attempt_id: str, name: str) -> int | None:
        path = self._file(attempt_id, name)
        return path.stat().st_size if path.is_file() else None

    def read(self, attempt_id: str, name: str, offset: int = 0, length: int = -1) -> bytes:
        with self._file(attempt_id, name).open("rb") as file:
            file.seek(offset)
            return file.read(length)

    def sweep(self, older_than_s: float = KEEP_S) -> int:
        """Removes attempts that nobody will ask for any more; how many."""
        limit = time.time() - older_than_s
        old = [path for path in self._root.glob("att_*") if _ATTEMPT.fullmatch(path.name) and _age(path) < limit]
        for path in old:
            shutil.rmtree(path, ignore_errors=True)
        return len(old)

    def _folder(self, attempt_id: str) -> Path:
        if not _ATTEMPT.fullmatch(attempt_id):
            raise ValueError(f"{attempt_id!r} is no attempt")
        return self._root / attempt_id

    def _file(self, attempt_id: str, name: str) -> Path:
        if not _FILE.fullmatch(name):
            raise ValueError(f"{name!r} is no file of an attempt")
        return self._folder(attempt_id) / name


def _age(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return float("inf")
