"""Keeps each output as soon as it is finished, and says so only when it is safe."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from easel_worker.failures import storage_error
from easel_worker.platforms import Platform
from easel_worker.reporter import Reporter
from easel_worker.results import WorkerOutput, WorkerResult


@dataclass(frozen=True)
class EncodedFile:
    data: bytes
    content_type: str
    width: int
    height: int

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


class OutputStore:
    def __init__(self, attempt_id: str, platform: Platform, reporter: Reporter) -> None:
        self.outputs: list[WorkerOutput] = []
        self._unsaid: list[WorkerOutput] = []
        self._attempt_id = attempt_id
        self._platform = platform
        self._reporter = reporter

    def keep(
        self,
        seed: int,
        file: EncodedFile,
        duration_s: float | None,
        poster: EncodedFile | None,
        *,
        last: bool,
    ) -> None:
        """Stores an output. The last one is committed and reported together with the result."""
        index = len(self.outputs)
        output: WorkerOutput = {
            "index": index,
            "content_type": file.content_type,
            "width": file.width,
            "height": file.height,
            "duration_s": duration_s,
            "seed": seed,
            "sha256": file.sha256,
            "bytes": len(file.data),
            "poster": None,
        }
        if poster is not None:
            output["poster"] = {
                "content_type": poster.content_type,
                "width": poster.width,
                "height": poster.height,
                "sha256": poster.sha256,
                "bytes": len(poster.data),
            }
        try:
            self._platform.results.write(self._attempt_id, f"output-{index}", file.data)
            if poster is not None:
                self._platform.results.write(self._attempt_id, f"poster-{index}", poster.data)
            self.outputs.append(output)
            self._unsaid.append(output)
            if not last:
                self._commit()
        except OSError as error:
            raise storage_error(error) from error

    def finish(self, result: WorkerResult) -> None:
        """The result is written last, committed, and only then may anybody be told."""
        self._platform.results.finish(self._attempt_id, result)
        self._commit()

    def _commit(self) -> None:
        self._platform.commit()
        for output in self._unsaid:
            self._reporter.output(output)
        self._unsaid.clear()
