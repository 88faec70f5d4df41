from __future__ import annotations

import hashlib
import io
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from easel_worker.host import Host
from easel_worker.job import ModalRuntime
from easel_worker.media.pixels import Picture
from easel_worker.pipelines.pipeline import Request, Steps
from easel_worker.pipelines.procedural import ProceduralPipeline
from tests.jobs import ATTEMPT, RUNTIME, Run, in_seconds, make_job, png


class Scripted(ProceduralPipeline):
    """The procedural pipeline, until the output whose turn it is to go wrong."""

    def __init__(self, wrong_at: int, error: Exception | None = None, pixels: Any = None) -> None:
        self.made = 0
        self.freed = 0
        self._wrong_at = wrong_at
        self._error = error
        self._pixels = pixels

    def make(self, request: Request, steps: Steps) -> Any:
        self.made += 1
        if self.made - 1 != self._wrong_at:
            return super().make(request, steps)
        if self._error:
            raise self._error
        return Picture(self._pixels)

    def free_memory(self) -> None:
        self.freed += 1


def host_of(pipeline: ProceduralPipeline) -> Host:
    return Host(load=lambda _: pipeline)


def test_a_picture(tmp_path: Path) -> None:
    run = Run(tmp_path)
    answer = run(make_job())
    result = json.loads(answer["reply"])["result"]
    (output,) = result["outputs"]
    data = answer["files"]["output-0"]
    assert output["sha256"] == hashlib.sha256(data).hexdigest()
    assert (output["width"], output["height"], output["seed"], output["poster"]) == (64, 48, 7, None)
    assert Image.open(io.BytesIO(data)).size == (64, 48)
    assert result["worker"]["deploy_hash"] == "0123456789abcdef"
    assert [event["stage"] for event in run.said("stage")] == ["loading", "running", "encoding", "saving"]
    assert [event["seq"] for event in run.events] == list(range(len(run.events)))
    assert run.said("progress")[-1]["progress"] == 100
    assert run.said("output")[0]["output"] == output


def test_output_i_uses_the_next_seed_and_does_not_depend_on_the_count(tmp_path: Path) -> None:
    three = Run(tmp_path / "three")(make_job(count=3))
    alone = Run(tmp_path / "alone")(make_job(input={"seed": 9}))
    assert [output["seed"] for output in json.loads(three["reply"])["result"]["outputs"]] == [7, 8, 9]
    assert three["files"]["output-2"] == alone["files"]["output-0"]
    assert len(set(three["files"].values())) == 3


def test_the_seed_after_the_last_one_is_the_first(tmp_path: Path) -> None:
    reply = Run(tmp_path).reply(make_job(count=2, input={"seed": 2**31 - 1}))
    assert [output["seed"] for output in reply["result"]["outputs"]] == [2**31 - 1, 0]


def test_the_same_job_gives_the_same_bytes(tmp_path: Path) -> None:
    for form in ("png", "jpeg", "webp"):
        job = make_job(output={"format": form, "recipe": {"input": {}}})
        assert Run(tmp_path / f"{form}1")(job)["files"] == Run(tmp_path / f"{form}2")(job)["files"]


@pytest.mark.parametrize(
    ("job", "files", "reason"),
    [
        (make_job(job_version=2), {}, "job_version"),
        (make_job(count=0), {}, "invalid_job"),
        (make_job(runtime={**RUNTIME, "surprise": 1}), {}, "invalid_job"),
        (make_job(files={"image": png()}), {}, "invalid_job"),
        (make_job(files={"image": png()}), {"image": png("red")}, "invalid_job"),
        (make_job(), {"image": png()}, "invalid_job"),
        (make_job(model="other"), {}, "unknown_model"),
    ],
)
def test_what_is_not_taken_is_not_claimed(
    tmp_path: Path, job: dict[str, Any], files: dict[str, bytes], reason: str
) -> None:
    run = Run(tmp_path)
    reply = run.reply(job, files, host=Host("sketch"))
    assert reply["refused"]["reason"] == reason
    assert run.platform.holder(ATTEMPT) is None
    assert run.events == []


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"job_version": NaN}'])
def test_what_is_no_job_is_refused(tmp_path: Path, text: str) -> None:
    from easel_worker.run_attempt import run_attempt

    reply = json.loads(run_attempt(text, {}, Run(tmp_path).platform, Host())["reply"])
    assert reply["refused"]["reason"] == "invalid_job"


def test_another_call_is_told_who_holds_the_attempt(tmp_path: Path) -> None:
    Run(tmp_path, "fc-1")(make_job())
    second = Run(tmp_path, "fc-2")
    assert second.reply(make_job()) == {"duplicate_of": "fc-1"}
    assert second.events == []


def test_the_same_call_started_again_returns_what_is_finished(tmp_path: Path) -> None:
    first = Run(tmp_path)(make_job())
    pipeline = Scripted(wrong_at=0, error=RuntimeError("must not run"))
    assert Run(tmp_path)(make_job(), host=host_of(pipeline)) == first
    assert pipeline.made == 0


def test_the_same_call_started_again_before_the_end_works_again(tmp_path: Path) -> None:
    run = Run(tmp_path)
    run.platform.claim(ATTEMPT)
    run.platform.results.write(ATTEMPT, "output-0", b"half an attempt")
    answer = run(make_job())
    assert Image.open(io.BytesIO(answer["files"]["output-0"])).size == (64, 48)


class OutOfMemoryError(RuntimeError):
    """As torch names its own."""


@pytest.mark.parametrize(
    ("error", "code", "retryable", "freed"),
    [
        (MemoryError(), "out_of_memory", False, 1),
        (OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB"), "out_of_memory", False, 1),
        (RuntimeError("CUBLAS_STATUS_ALLOC_FAILED"), "out_of_memory", False, 1),
        (RuntimeError("shape mismatch"), "model_error", True, 0),
        (KeyError("to_q"), "model_error", True, 0),
    ],
)
def test_failures_are_named(tmp_path: Path, error: Exception, code: str, retryable: bool, freed: int) -> None:
    pipeline = Scripted(0, error)
    found = Run(tmp_path).error(make_job(), host=host_of(pipeline))
    assert (found["code"], found["retryable"], pipeline.freed) == (code, retryable, freed)


@pytest.mark.parametrize(
    "pixels",
    [
        np.full((48, 64, 3), np.nan, np.float32),
        np.where(np.arange(64 * 48 * 3).reshape(48, 64, 3) == 5, np.inf, 0.5).astype(np.float32),
        np.zeros((48, 64, 3), np.float32),
        np.ones((48, 64), np.float32),
        np.ones((0, 64, 3), np.float32),
    ],
    ids=["NaN", "one infinity", "black", "no colours", "empty"],
)
def test_what_nobody_wants_is_an_invalid_output(tmp_path: Path, pixels: Any) -> None:
    found = Run(tmp_path).error(make_job(), host=host_of(Scripted(0, pixels=pixels)))
    assert (found["code"], found["retryable"]) == ("invalid_output", True)


def test_a_container_that_ran_out_of_memory_goes_on(tmp_path: Path) -> None:
    host = host_of(Scripted(0, MemoryError()))
    assert Run(tmp_path / "1").error(make_job(), host=host)["code"] == "out_of_memory"
    assert len(Run(tmp_path / "2").reply(make_job(), host=host)["result"]["outputs"]) == 1


def test_a_container_that_lost_its_gpu_takes_no_more(tmp_path: Path) -> None:
    retired: list[bool] = []
    error = RuntimeError("CUDA error: an illegal memory access was encountered")
    host = Host(load=lambda _: Scripted(0, error), retire=lambda: retired.append(True))
    assert Run(tmp_path).error(make_job(), host=host)["code"] == "model_error"
    assert retired == [True]


def test_finished_outputs_are_kept_when_a_later_one_fails(tmp_path: Path) -> None:
    run = Run(tmp_path)
    answer = run(make_job(count=3), host=host_of(Scripted(2, RuntimeError("gone"))))
    assert json.loads(answer["reply"])["result"]["error"]["code"] == "model_error"
    assert [event["output"]["index"] for event in run.said("output")] == [0, 1]
    assert sorted(answer["files"]) == ["output-0", "output-1"]
    assert run.platform.results.finished(ATTEMPT) == json.loads(answer["reply"])["result"]


def test_a_deadline_ends_the_work(tmp_path: Path) -> None:
    class Slow(ProceduralPipeline):
        def make(self, request: Request, steps: Steps) -> Any:
            while True:
                steps(1, 2)

    found = Run(tmp_path).error(make_job(deadline_at=in_seconds(0.2)), host=host_of(Slow()))
    assert (found["code"], found["retryable"]) == ("run_timeout", False)


def test_a_detail_carries_no_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOME_TOKEN", "planted-value-1")
    told = "401 for hf_" + "planted12345 with planted-value-1, Bearer planted678"
    found = Run(tmp_path).error(make_job(), host=host_of(Scripted(0, RuntimeError(told))))
    assert "401 for" in found["detail"]
    assert "planted" not in json.dumps({**found, "detail": found["detail"].split("RuntimeError")[-1]})


def test_a_pipeline_nobody_knows_is_named(tmp_path: Path) -> None:
    found = Run(tmp_path).error(make_job(runtime={**RUNTIME, "pipeline": "Nonsense"}))
    assert 'No pipeline is called "Nonsense"' in found["message"]
    assert not found["retryable"]


def test_loading_is_told_and_counted_once(tmp_path: Path) -> None:
    def load(_: ModalRuntime) -> ProceduralPipeline:
        return ProceduralPipeline()

    host = Host(load=load)
    first, second = Run(tmp_path / "1"), Run(tmp_path / "2")
    first(make_job(), host=host)
    assert second.reply(make_job(), host=host)["result"]["measured"]["load_ms"] == 0
    assert [event["stage"] for event in second.said("stage")] == ["running", "encoding", "saving"]


def test_what_cannot_be_stored_is_said(tmp_path: Path) -> None:
    run = Run(tmp_path)
    (tmp_path / "results").write_text("a file where a folder should be")
    assert run.error(make_job())["code"] == "storage_error"


def test_large_results_stay_in_the_ledger(tmp_path: Path) -> None:
    noise = np.random.default_rng(0).random((1200, 1400, 3), np.float32)
    answer = Run(tmp_path)(make_job(), host=host_of(Scripted(0, pixels=noise)))
    (output,) = json.loads(answer["reply"])["result"]["outputs"]
    assert output["bytes"] > 4 * 1024 * 1024
    assert answer["files"] == {}


@pytest.mark.parametrize("mode", ["img2img", "inpaint", "upscale"])
def test_modes_that_start_from_a_picture(tmp_path: Path, mode: str) -> None:
    files = {"image": png("orange"), "mask": png("black")} if mode == "inpaint" else {"image": png("orange")}
    answer = Run(tmp_path)(make_job(mode=mode, files=files, input={"strength": 0.5}), files)
    picture = Image.open(io.BytesIO(answer["files"]["output-0"]))
    if mode == "inpaint":
        assert picture.getpixel((5, 5)) == (255, 165, 0)
    assert picture.size == (64, 48)


def test_a_reference_that_cannot_be_read(tmp_path: Path) -> None:
    files = {"image": b"no picture"}
    found = Run(tmp_path).error(make_job(mode="img2img", files=files), files)
    assert (found["code"], found["retryable"]) == ("model_error", False)
