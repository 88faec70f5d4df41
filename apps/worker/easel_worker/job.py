"""The job as the contract declares it, and reading one. Each type here has a test that holds it against the schema."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any, Literal, TypedDict, cast

from easel_worker.results import RefusalReason
from easel_worker.schema import problems

JOB_VERSION = 1

Mode = Literal["txt2img", "img2img", "inpaint", "upscale", "t2v", "i2v", "first_last_frame", "arbitrary_frame"]
ImageFormat = Literal["png", "jpeg", "webp"]
DType = Literal["bfloat16", "float16", "float32"]
Quantization = Literal["none", "nf4", "int8", "fp8"]


class JobFile(TypedDict):
    content_type: str
    sha256: str
    bytes: int


class JobOutput(TypedDict):
    format: ImageFormat
    recipe: dict[str, Any] | None


class JobProgress(TypedDict):
    channel: str


class EmbeddedRuntime(TypedDict):
    engine: Literal["onnx"]
    weights: str
    concurrency: int
    timeout_s: int
    memory_mib: int


class _StatedRuntime(TypedDict):
    pipeline: str
    repo: str
    revision: str | None
    dtype: DType
    quantization: Quantization | None
    loading: Literal["on_enter", "snapshot"]
    gpu: str
    vram_min_gib: float
    min_containers: int
    max_containers: int
    concurrency: int
    timeout_s: int
    startup_timeout_s: int
    scaledown_s: int


class ModalRuntime(_StatedRuntime, total=False):
    memory_mib: int
    cpu: float
    secrets: list[str]
    options: dict[str, Any]


class Job(TypedDict):
    job_version: Literal[1]
    task_id: str
    attempt_id: str
    model: str
    mode: Mode
    input: dict[str, Any]
    count: int
    files: dict[str, JobFile]
    runtime: EmbeddedRuntime | ModalRuntime
    output: JobOutput
    progress: JobProgress | None
    deadline_at: str


@dataclass(frozen=True)
class TakenJob:
    """A job that is as declared, with its files."""

    job: Job
    runtime: ModalRuntime
    files: dict[str, bytes]


@dataclass(frozen=True)
class RefusedJob:
    """Why a job was not taken at all."""

    reason: RefusalReason
    message: str


def read_job(job_json: str, files: dict[str, bytes], model: str | None = None) -> TakenJob | RefusedJob:
    """Reads a job. `model` is the only one that is served here; None serves any."""
    try:
        value = json.loads(job_json, parse_constant=_refuse_constant)
    except ValueError as error:
        return RefusedJob("invalid_job", f"The job is no JSON: {error}")
    version = value.get("job_version") if isinstance(value, dict) else None
    if type(version) is int and version != JOB_VERSION:
        message = f"The job has version {version}, this worker reads {JOB_VERSION}. Deploy the current worker."
        return RefusedJob("job_version", message)
    wrong = problems("job", value) + _file_problems(value, files)
    if wrong:
        return RefusedJob("invalid_job", "; ".join(wrong[:8]))
    job = cast(Job, value)  # the schema has just been checked, and the types are held against it by a test
    if model is not None and job["model"] != model:
        return RefusedJob("unknown_model", f'This worker serves "{model}", not "{job["model"]}".')
    runtime = job["runtime"]
    if "engine" in runtime:
        return RefusedJob("invalid_job", "runtime: this worker has no embedded engine.")
    return TakenJob(job, runtime, files)


def _refuse_constant(name: str) -> float:
    raise ValueError(f"{name} is no JSON")


def _file_problems(value: object, files: dict[str, bytes]) -> list[str]:
    declared = value.get("files") if isinstance(value, dict) else None
    if not isinstance(declared, dict):
        return []
    wrong = [f"files.{name}: not declared in the job" for name in files if name not in declared]
    for name, file in declared.items():
        data = files.get(name)
        if data is None:
            wrong.append(f"files.{name}: did not come with the job")
        elif isinstance(file, dict) and hashlib.sha256(data).hexdigest() != file.get("sha256"):
            wrong.append(f"files.{name}: is not the file that the job names")
    return wrong
