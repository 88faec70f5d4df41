"""Runs an attempt once: claims it, works, keeps what was made, and only then reports."""

from __future__ import annotations

import json
import time

from easel_worker.failures import is_lost_device, is_out_of_memory, storage_error, to_worker_error
from easel_worker.host import Host
from easel_worker.job import RefusedJob, TakenJob, read_job
from easel_worker.make_outputs import make_outputs
from easel_worker.measure import peak_rss_mib
from easel_worker.output_store import OutputStore
from easel_worker.platforms import Platform
from easel_worker.reporter import Reporter
from easel_worker.results import Answer, WorkerReply, WorkerResult, WorkerSuccess
from easel_worker.schema import check
from easel_worker.version import WORKER_VERSION

INLINE_BYTES = 4 * 1024 * 1024


def run_attempt(job_json: str, files: dict[str, bytes], platform: Platform, host: Host) -> Answer:
    taken = read_job(job_json, files, host.model)
    if isinstance(taken, RefusedJob):
        return _answer({"refused": {"reason": taken.reason, "message": taken.message}})
    attempt_id = taken.job["attempt_id"]
    try:
        holder = platform.claim(attempt_id)
        if holder is not None and holder != platform.call_id:
            return _answer({"duplicate_of": holder})
        result = _finished_before(platform, attempt_id) if holder else None
    except Exception as error:
        return _answer({"result": {"attempt_id": attempt_id, "error": to_worker_error(storage_error(error))}})
    if result is None:
        with Reporter(attempt_id, lambda lines: platform.publish(attempt_id, lines)) as reporter:
            result = _run(taken, platform, host, reporter)
    return _answer({"result": result}, _small_files(platform, attempt_id))


def _finished_before(platform: Platform, attempt_id: str) -> WorkerResult | None:
    """The same call runs again when its container was taken away; the one before may have come to the end."""
    platform.reload()
    return platform.results.finished(attempt_id)


def _run(taken: TakenJob, platform: Platform, host: Host, reporter: Reporter) -> WorkerResult:
    """The result of the work, which is in the ledger when this returns."""
    attempt_id = taken.job["attempt_id"]
    store = OutputStore(attempt_id, platform, reporter)
    try:
        result = _succeed(taken, store, host, reporter)
    except Exception as error:
        result = _fail(attempt_id, error, taken, host)
    try:
        store.finish(result)
    except Exception as error:
        return {"attempt_id": attempt_id, "error": to_worker_error(storage_error(error))}
    return result


def _succeed(taken: TakenJob, store: OutputStore, host: Host, reporter: Reporter) -> WorkerResult:
    if not host.loaded:
        reporter.stage("loading")
    pipeline = host.pipeline(taken.runtime)
    pipeline.peak_vram_mib()  # counts from here
    begun = time.perf_counter()
    made = make_outputs(taken, host, store, reporter)
    run_ms = (time.perf_counter() - begun) * 1000 - made.encode_ms
    result: WorkerSuccess = {
        "attempt_id": taken.job["attempt_id"],
        "outputs": store.outputs,
        "measured": {
            "load_ms": round(host.take_load_ms(), 1),
            "run_ms": round(max(0.0, run_ms), 1),
            "encode_ms": round(made.encode_ms, 1),
            "peak_vram_mib": round(pipeline.peak_vram_mib(), 1),
            "peak_rss_mib": round(peak_rss_mib(), 1),
            "device": pipeline.device,
        },
        "worker": {"version": WORKER_VERSION, "deploy_hash": host.deploy_hash},
    }
    if made.warnings:
        result["warnings"] = made.warnings
    return result


def _fail(attempt_id: str, error: Exception, taken: TakenJob, host: Host) -> WorkerResult:
    """Names the failure and leaves the container fit for the next attempt, or takes it out of service."""
    found = to_worker_error(error)
    if is_lost_device(error):
        host.retire()
    elif is_out_of_memory(error) and host.loaded:
        error.__traceback__ = None  # its frames hold what filled the memory
        host.pipeline(taken.runtime).free_memory()
    return {"attempt_id": attempt_id, "error": found}


def _small_files(platform: Platform, attempt_id: str) -> dict[str, bytes]:
    """What was made, when all of it is small enough to travel with the reply; else it is read from the ledger."""
    try:
        names = platform.results.files(attempt_id)
        sizes = [platform.results.size(attempt_id, name) or 0 for name in names]
        if sum(sizes) > INLINE_BYTES:
            return {}
        return {name: platform.results.read(attempt_id, name) for name in names}
    except OSError:
        return {}


def _answer(reply: WorkerReply, files: dict[str, bytes] | None = None) -> Answer:
    check("reply", reply)
    return {"reply": json.dumps(reply), "files": files or {}}
