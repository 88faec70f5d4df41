from __future__ import annotations

import io
import json
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from easel_worker.media import encode_film as encoder
from easel_worker.media.encode_film import boxes, encode_film, find_ffmpeg
from tests.jobs import Run, make_job, png

FFMPEG = find_ffmpeg()
FRAMES = np.random.default_rng(1).integers(0, 255, (9, 48, 64, 3), np.uint8)


def decoded(mp4: bytes, folder: Path) -> Any:
    path = folder / "film.mp4"
    path.write_bytes(mp4)
    assert FFMPEG is not None
    command = [FFMPEG, "-v", "error", "-i", str(path), "-f", "rawvideo", "-pix_fmt", "rgb24", "pipe:1"]
    raw = subprocess.run(command, capture_output=True, check=True).stdout
    return np.frombuffer(raw, np.uint8).reshape(-1, 48, 64, 3)


def job(mode: str, files: dict[str, bytes], **more: Any) -> dict[str, Any]:
    return make_job(mode=mode, files=files, input={"frames": 9, "fps": 8, **more})


@pytest.mark.parametrize("mode", ["t2v", "i2v", "first_last_frame"])
def test_a_film_and_its_poster(tmp_path: Path, mode: str) -> None:
    names = {"t2v": [], "i2v": ["image"], "first_last_frame": ["image", "last_image"]}[mode]
    files = {name: png(colour) for name, colour in zip(names, ["orange", "navy"], strict=False)}
    answer = Run(tmp_path)(job(mode, files), files)
    (output,) = json.loads(answer["reply"])["result"]["outputs"]
    assert output["content_type"] == "video/mp4"
    assert output["duration_s"] == pytest.approx(9 / 8)
    assert output["poster"]["bytes"] == len(answer["files"]["poster-0"])
    poster = Image.open(io.BytesIO(answer["files"]["poster-0"]))
    assert (poster.format, poster.size) == ("WEBP", (64, 48))
    frames = decoded(answer["files"]["output-0"], tmp_path)
    assert len(frames) == 9
    if mode != "t2v":
        assert np.abs(frames[0].mean((0, 1)) - [255, 165, 0]).max() < 12
    if mode == "first_last_frame":
        assert np.abs(frames[-1].mean((0, 1)) - [0, 0, 128]).max() < 12


def test_key_frames_are_seen_at_their_frames(tmp_path: Path) -> None:
    files = {"keyframes.0": png("red"), "keyframes.1": png("lime")}
    keyframes = [{"frame": 0, "image": "asset_a", "strength": 1}, {"frame": 8, "image": "asset_b"}]
    answer = Run(tmp_path)(job("arbitrary_frame", files, keyframes=keyframes), files)
    frames = decoded(answer["files"]["output-0"], tmp_path)
    assert frames[0].mean((0, 1))[0] > 240
    assert frames[8].mean((0, 1))[1] > 240


def test_a_key_frame_without_its_picture(tmp_path: Path) -> None:
    found = Run(tmp_path).error(job("arbitrary_frame", {}, keyframes=[{"frame": 0, "image": "asset_a"}]))
    assert "keyframes.0" in found["message"]


def test_a_film_can_be_played_while_it_arrives_and_carries_its_recipe() -> None:
    recipe = {"mode": "t2v", "input": {"prompt": "größer"}}
    mp4 = encode_film(FRAMES, 8, recipe)
    names = boxes(mp4)
    assert names.index("moov") < names.index("mdat")
    assert names[-1] == "uuid"
    assert "größer".encode() in mp4
    assert b"trainedAlgorithmicMedia" in mp4
    assert encode_film(FRAMES, 8, recipe) == mp4


def test_odd_sides_are_cut_to_even_ones() -> None:
    assert "moov" in boxes(encode_film(FRAMES[:, :47, :63], 8, None))


def test_a_cut_film_is_no_film() -> None:
    assert boxes(encode_film(FRAMES, 8, None)[:-9]) == []


def test_without_an_encoder_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoder, "find_ffmpeg", lambda: None)
    found = Run(tmp_path).error(job("t2v", {}))
    assert "Install imageio-ffmpeg" in found["message"]
    assert not found["retryable"]
