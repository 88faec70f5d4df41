"""Makes the outputs of a job, one after the other."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PIL import Image

from easel_worker.clock import seconds_until
from easel_worker.failures import refused_input, run_timeout
from easel_worker.host import Host
from easel_worker.job import Job, TakenJob
from easel_worker.media.encode_film import encode_film
from easel_worker.media.encode_picture import encode_picture, preview_url
from easel_worker.media.pixels import Bytes, Film, usable_bytes
from easel_worker.media.read_picture import read_mask, read_picture
from easel_worker.output_store import EncodedFile, OutputStore
from easel_worker.pipelines.pipeline import Keyframe, Made, Preview, Request, Steps
from easel_worker.reporter import Reporter
from easel_worker.results import TaskWarning
from easel_worker.version import WORKER_VERSION

MAX_SEED = 2**31 - 1
PREVIEWS = 4


@dataclass(frozen=True)
class Outcome:
    encode_ms: float
    warnings: list[TaskWarning]


def output_seed(seed: int, index: int) -> int:
    """The seed of output `index`."""
    return (seed + index) % (MAX_SEED + 1)


def make_outputs(taken: TakenJob, host: Host, store: OutputStore, reporter: Reporter) -> Outcome:
    job, pipeline = taken.job, host.pipeline(taken.runtime)
    _refuse_late(job)
    first = _request(taken)
    reporter.stage("running")
    encode_ms = 0.0
    for index in range(job["count"]):
        last = index == job["count"] - 1
        seed = output_seed(first.seed, index)
        request = Request(first.mode, first.input, seed, first.images, first.keyframes, first.warnings)
        with host.turn:
            made = pipeline.make(request, _watch(job, index, reporter))
        _refuse_late(job)
        if last:
            reporter.stage("encoding")
        begun = time.perf_counter()
        file, duration_s, poster = _encode(made, job, seed)
        encode_ms += (time.perf_counter() - begun) * 1000
        if last:
            reporter.stage("saving")
        store.keep(seed, file, duration_s, poster, last=last)
    return Outcome(encode_ms, first.warnings)


def _request(taken: TakenJob) -> Request:
    job = taken.job
    request = Request(job["mode"], job["input"], _seed(job))
    width, height = request.size
    images = {
        name: read_mask(data, width, height) if name == "mask" else read_picture(data, width, height)
        for name, data in taken.files.items()
    }
    keyframes = tuple(_keyframes(job, images))
    return Request(job["mode"], job["input"], request.seed, images, keyframes)


def _seed(job: Job) -> int:
    seed = job["input"].get("seed")
    if type(seed) is not int or not 0 <= seed <= MAX_SEED:
        raise refused_input("seed must be a whole number from 0 to 2147483647.")
    return seed


def _keyframes(job: Job, images: dict[str, Image.Image]) -> list[Keyframe]:
    stated = job["input"].get("keyframes", [])
    if not isinstance(stated, list):
        raise refused_input("keyframes must be a list.")
    found = []
    for index, keyframe in enumerate(stated):
        image = images.get(f"keyframes.{index}")
        frame = keyframe.get("frame") if isinstance(keyframe, dict) else None
        if image is None or type(frame) is not int or frame < 0:
            raise refused_input(f"keyframes.{index} must have a frame and a picture.")
        found.append(Keyframe(frame, image, float(keyframe.get("strength", 1))))
    return found


def _watch(job: Job, index: int, reporter: Reporter) -> Steps:
    """Reports steps, with a few previews an output, and stops the work when its time is up."""
    count = job["count"]
    broken = False

    def watch(done: int, total: int, preview: Preview | None = None) -> None:
        nonlocal broken
        _refuse_late(job)
        step, total_steps = index * total + done, max(1, total * count)
        reporter.progress(step * 100 // total_steps, step, total_steps)
        every = max(1, -(-total // PREVIEWS))
        if preview is None or broken or done % every != 0 or done == total:
            return
        try:
            reporter.preview(index, preview_url(preview()))
        except Exception as error:  # a preview is a courtesy: the output does not fail with it
            broken = True
            reporter.log("warn", f"No previews: {error!r}")

    return watch


def _refuse_late(job: Job) -> None:
    if seconds_until(job["deadline_at"]) <= 0:
        raise run_timeout()


def _recipe(job: Job, seed: int) -> dict[str, Any] | None:
    """Written into the output, with its own seed: its bytes do not depend on the count."""
    recipe = job["output"]["recipe"]
    if recipe is None:
        return None
    stated = recipe.get("input")
    own = {"input": {**stated, "seed": seed}} if isinstance(stated, dict) else {}
    return {**recipe, **own, "engine": WORKER_VERSION}


def _encode(made: Made, job: Job, seed: int) -> tuple[EncodedFile, float | None, EncodedFile | None]:
    recipe = _recipe(job, seed)
    if isinstance(made, Film):
        frames = usable_bytes(made.frames, 4)
        film = _file(frames[0], "video/mp4", lambda _: encode_film(frames, made.fps, recipe), even=True)
        poster = _file(frames[0], "image/webp", lambda pixels: encode_picture(pixels, "webp", recipe))
        return film, len(frames) / made.fps, poster
    form = job["output"]["format"]
    pixels = usable_bytes(made.pixels, 3)
    return _file(pixels, f"image/{form}", lambda pixels: encode_picture(pixels, form, recipe)), None, None


def _file(pixels: Bytes, content_type: str, encode: Callable[[Bytes], bytes], *, even: bool = False) -> EncodedFile:
    height, width, _ = pixels.shape
    if even:
        height, width = height // 2 * 2, width // 2 * 2
    return EncodedFile(encode(pixels), content_type, width, height)
