"""Results and replies as the contract declares them."""

from __future__ import annotations

from typing import Literal, TypedDict

ErrorCode = Literal[
    "model_error",
    "out_of_memory",
    "invalid_output",
    "start_timeout",
    "run_timeout",
    "queue_timeout",
    "stale",
    "backend_lost",
    "no_backend",
    "cancelled_by_backend",
    "storage_error",
]
RefusalReason = Literal["job_version", "invalid_job", "unknown_model"]


class WorkerPoster(TypedDict):
    content_type: str
    width: int
    height: int
    sha256: str
    bytes: int


class _StatedOutput(TypedDict):
    index: int
    content_type: str
    width: int
    height: int
    duration_s: float | None
    seed: int | None
    sha256: str
    bytes: int


class WorkerOutput(_StatedOutput, total=False):
    poster: WorkerPoster | None


class Measured(TypedDict):
    load_ms: float
    run_ms: float
    encode_ms: float
    peak_vram_mib: float
    peak_rss_mib: float
    device: str


class WorkerStamp(TypedDict):
    version: str
    deploy_hash: str


class _StatedWarning(TypedDict):
    code: str
    message: str


class TaskWarning(_StatedWarning, total=False):
    path: str


class WorkerError(TypedDict):
    code: ErrorCode
    message: str
    retryable: bool
    detail: str


class _StatedSuccess(TypedDict):
    attempt_id: str
    outputs: list[WorkerOutput]
    measured: Measured
    worker: WorkerStamp


class WorkerSuccess(_StatedSuccess, total=False):
    warnings: list[TaskWarning]


class WorkerFailure(TypedDict):
    attempt_id: str
    error: WorkerError


WorkerResult = WorkerSuccess | WorkerFailure


class ResultReply(TypedDict):
    result: WorkerResult


class DuplicateReply(TypedDict):
    duplicate_of: str


class Refusal(TypedDict):
    reason: RefusalReason
    message: str


class RefusedReply(TypedDict):
    refused: Refusal


WorkerReply = ResultReply | DuplicateReply | RefusedReply


class Answer(TypedDict):
    """What a call returns: the reply as JSON, and the files of its outputs when all together are small."""

    reply: str
    files: dict[str, bytes]
