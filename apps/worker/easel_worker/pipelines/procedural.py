"""Draws gradients and discs with numpy and Pillow: no model, no weights, no GPU.

For checking that a deployment, its Volumes and the way back work before a GPU is paid for, and for tests.
What it draws depends on prompt, seed and size, and on the pictures that come with the job, in every mode.
"""

from __future__ import annotations

import hashlib
from functools import partial

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from easel_worker.job import ModalRuntime
from easel_worker.media.pixels import Bytes, Film, Floats, Picture
from easel_worker.pipelines.pipeline import Made, Request, Steps

FILM_MODES = ("t2v", "i2v", "first_last_frame", "arbitrary_frame")
DISCS = 7


class ProceduralPipeline:
    device = "cpu"

    def make(self, request: Request, steps: Steps) -> Made:
        return self._film(request, steps) if request.mode in FILM_MODES else self._picture(request, steps)

    def to_gpu(self) -> None:
        """Needs none."""

    def free_memory(self) -> None:
        """Keeps nothing."""

    def peak_vram_mib(self) -> float:
        return 0.0

    def _picture(self, request: Request, steps: Steps) -> Picture:
        total = max(1, request.whole("steps", 4))
        drawn = _scene(request, 0.0)
        if request.mode != "txt2img":
            drawn = _over_reference(drawn, request)
        for done in range(1, total + 1):
            steps(done, total, partial(_unfinished, drawn, (total - done) / total))
        return Picture(drawn)

    def _film(self, request: Request, steps: Steps) -> Film:
        count = max(1, request.whole("frames", 16))
        pins = _pinned(request, count)
        frames = np.empty((count, request.size[1], request.size[0], 3), np.float32)
        for index in range(count):
            frames[index] = _near_pins(_scene(request, index / count), pins, index)
            steps(index + 1, count, partial(_as_bytes, frames[index]))
        return Film(frames, request.number("fps", 16))


def load(_runtime: ModalRuntime) -> ProceduralPipeline:
    return ProceduralPipeline()


def _scene(request: Request, time: float) -> Floats:
    """A gradient with discs on it; `time` from 0 to 1 moves them once around."""
    width, height = request.size
    key = f"{request.text('prompt')}\n{request.text('negative_prompt')}\n{request.seed}"
    random = np.random.default_rng(int.from_bytes(hashlib.sha256(key.encode()).digest()[:8], "big"))
    corners = random.uniform(0.15, 0.95, (2, 2, 3)).astype(np.float32)
    across = np.linspace(0, 1, width, dtype=np.float32)[None, :, None]
    down = np.linspace(0, 1, height, dtype=np.float32)[:, None, None]
    top = corners[0, 0] * (1 - across) + corners[0, 1] * across
    bottom = corners[1, 0] * (1 - across) + corners[1, 1] * across
    image = Image.fromarray(_as_bytes(top * (1 - down) + bottom * down))
    draw = ImageDraw.Draw(image, "RGBA")
    for x, y, size, red, green, blue in random.uniform(0.05, 0.95, (DISCS, 6)):
        turn = 2 * np.pi * (time + x)
        centre = (width * (x + 0.15 * np.cos(turn)), height * (y + 0.15 * np.sin(turn)))
        radius = min(width, height) * size * 0.3
        box = (centre[0] - radius, centre[1] - radius, centre[0] + radius, centre[1] + radius)
        draw.ellipse(box, fill=(int(red * 255), int(green * 255), int(blue * 255), 190))
    return _as_floats(image)


def _over_reference(drawn: Floats, request: Request) -> Floats:
    reference = _as_floats(request.image("image"))
    share = np.float32(request.number("strength", 0.7)) * np.ones((1, 1, 1), np.float32)
    if request.mode == "inpaint":
        share = np.asarray(request.image("mask"), np.float32)[:, :, None] / 255 * share
    return np.asarray(reference * (1 - share) + drawn * share, np.float32)


def _pinned(request: Request, count: int) -> list[tuple[int, Floats, float]]:
    if request.mode == "arbitrary_frame":
        return [(min(k.frame, count - 1), _as_floats(k.image), k.strength) for k in request.keyframes]
    pins = [] if request.mode == "t2v" else [(0, _as_floats(request.image("image")), 1.0)]
    if request.mode == "first_last_frame":
        pins.append((count - 1, _as_floats(request.image("last_image")), 1.0))
    return pins


def _near_pins(drawn: Floats, pins: list[tuple[int, Floats, float]], index: int) -> Floats:
    """A pinned picture is seen in full at its frame and fades over eight."""
    for frame, picture, strength in pins:
        share = np.float32(max(0.0, 1 - abs(frame - index) / 8) * strength)
        drawn = np.asarray(drawn * (1 - share) + picture * share, np.float32)
    return drawn


def _unfinished(pixels: Floats, left: float) -> Bytes:
    image = Image.fromarray(_as_bytes(pixels))
    return np.asarray(image.filter(ImageFilter.GaussianBlur(left * max(image.size) / 16)))


def _as_bytes(pixels: Floats) -> Bytes:
    return np.rint(np.clip(pixels, 0, 1) * 255).astype(np.uint8)


def _as_floats(image: Image.Image) -> Floats:
    return np.divide(np.asarray(image.convert("RGB"), np.float32), 255, dtype=np.float32)
