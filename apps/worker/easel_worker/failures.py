"""Failures by their class: what a creator is told, and what only a log says."""

from __future__ import annotations

import os
import re
import traceback

from easel_worker.results import ErrorCode, WorkerError

MAX_DETAIL = 4000
_SECRET_NAME = re.compile(r"TOKEN|SECRET|PASSW|CREDENTIAL|API_?KEY|ACCESS_?KEY|PRIVATE", re.I)
_SECRET_SHAPE = re.compile(
    r"\b(?:hf_|ak-|as-|easel_|sk-)[A-Za-z0-9_-]{8,}|(?<=Bearer )\S+|(?<=://)[^/\s:@]+:[^/\s@]+(?=@)"
)
_NO_MEMORY = re.compile(
    r"out of memory|CUBLAS_STATUS_ALLOC_FAILED|cudaErrorMemoryAllocation|cannot allocate memory", re.I
)
_LOST_DEVICE = re.compile(
    r"device-side assert|illegal memory access|unspecified launch failure|CUDA error: uncorrectable"
)


class Failure(Exception):
    """A failure whose class is known."""

    def __init__(self, code: ErrorCode, message: str, *, retryable: bool, detail: str | None = None) -> None:
        super().__init__(message)
        self.code: ErrorCode = code
        self.message = message
        self.retryable = retryable
        self.detail = detail


def invalid_output(message: str) -> Failure:
    return Failure("invalid_output", message, retryable=True)


def refused_input(message: str, detail: str | None = None) -> Failure:
    """The same input would fail again."""
    return Failure("model_error", message, retryable=False, detail=detail)


def run_timeout() -> Failure:
    return Failure("run_timeout", "The model took longer than it may.", retryable=False)


def storage_error(error: Exception) -> Failure:
    return Failure("storage_error", "The result could not be stored.", retryable=True, detail=repr(error))


def is_out_of_memory(error: BaseException) -> bool:
    if isinstance(error, MemoryError) or type(error).__name__ == "OutOfMemoryError":
        return True
    return isinstance(error, (RuntimeError, OSError)) and bool(_NO_MEMORY.search(str(error)))


def is_lost_device(error: BaseException) -> bool:
    """Whether the process can use its GPU no more: only a new container helps."""
    return bool(_LOST_DEVICE.search(str(error)))


def to_worker_error(error: Exception) -> WorkerError:
    trace = "".join(traceback.format_exception(type(error), error, error.__traceback__))
    if isinstance(error, Failure):
        detail = error.detail or error.message
        return _worker_error(error.code, error.message, error.retryable, detail)
    if is_out_of_memory(error):
        return _worker_error("out_of_memory", "The model ran out of memory.", False, trace)
    return _worker_error("model_error", "The model failed while it was working.", True, trace)


def _worker_error(code: ErrorCode, message: str, retryable: bool, detail: str) -> WorkerError:
    return {"code": code, "message": redact(message), "retryable": retryable, "detail": redact(detail)[-MAX_DETAIL:]}


def redact(text: str) -> str:
    """Takes out what looks like a secret, and every value of the environment whose name says that it is one."""
    for name, value in os.environ.items():
        if len(value) >= 6 and _SECRET_NAME.search(name):
            text = text.replace(value, "[redacted]")
    return _SECRET_SHAPE.sub("[redacted]", text)
