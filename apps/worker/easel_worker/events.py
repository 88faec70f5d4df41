"""Events as the contract declares them."""

from __future__ import annotations

from typing import Literal, TypedDict

from easel_worker.results import WorkerOutput

Stage = Literal["starting", "loading", "running", "encoding", "saving"]
Level = Literal["info", "warn", "error"]


class _Stamp(TypedDict):
    attempt_id: str
    seq: int
    at: str


class StageEvent(_Stamp):
    type: Literal["stage"]
    stage: Stage


class ProgressEvent(_Stamp):
    type: Literal["progress"]
    progress: float
    step: int
    total_steps: int


class PreviewEvent(_Stamp):
    type: Literal["preview"]
    index: int
    data_url: str


class OutputEvent(_Stamp):
    type: Literal["output"]
    output: WorkerOutput


class LogEvent(_Stamp):
    type: Literal["log"]
    level: Level
    message: str


class HeartbeatEvent(_Stamp):
    type: Literal["heartbeat"]


WorkerEvent = StageEvent | ProgressEvent | PreviewEvent | OutputEvent | LogEvent | HeartbeatEvent
