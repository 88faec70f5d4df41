"""Encodes films as H.264 in MP4, with ffmpeg. The same frames, rate and recipe give the same bytes."""

from __future__ import annotations

import shutil
import struct
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from easel_worker.failures import Failure, invalid_output
from easel_worker.media.embed import into_mp4
from easel_worker.media.pixels import Bytes
from easel_worker.media.xmp import write_xmp

ENCODE_TIMEOUT_S = 900


def find_ffmpeg() -> str | None:
    try:
        from imageio_ffmpeg import get_ffmpeg_exe
    except ImportError:
        return shutil.which("ffmpeg")
    return str(get_ffmpeg_exe())


def encode_film(frames: Bytes, fps: float, recipe: dict[str, Any] | None) -> bytes:
    ffmpeg = find_ffmpeg()
    if ffmpeg is None:
        message = "No video encoder is installed. Install imageio-ffmpeg with pip, or ffmpeg."
        raise Failure("model_error", message, retryable=False)
    even = frames[:, : frames.shape[1] // 2 * 2, : frames.shape[2] // 2 * 2]  # 4:2:0 halves both sides
    _, height, width, _ = even.shape
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "film.mp4")
        source = ["-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{width}x{height}", "-r", f"{fps:g}", "-i", "pipe:0"]
        # The number of threads changes x264's bytes, and so does the encoder's name in the header.
        codec = ["-an", "-c:v", "libx264", "-preset", "medium", "-crf", "17", "-threads", "4", "-pix_fmt", "yuv420p"]
        colour = ["-vf", "scale=out_color_matrix=bt709:out_range=tv", "-color_range", "tv", "-colorspace", "bt709"]
        colour += ["-color_primaries", "bt709", "-color_trc", "bt709"]
        exact = ["-map_metadata", "-1", "-fflags", "+bitexact", "-flags:v", "+bitexact", "-movflags", "+faststart"]
        command = [ffmpeg, "-v", "error", "-y", *source, *codec, *colour, *exact, str(path)]
        done = subprocess.run(command, input=even.tobytes(), capture_output=True, timeout=ENCODE_TIMEOUT_S, check=False)
        if done.returncode != 0:
            detail = done.stderr.decode(errors="replace")[-2000:]
            raise Failure("invalid_output", "The film could not be encoded.", retryable=True, detail=detail)
        data = path.read_bytes()
    if not {"ftyp", "moov", "mdat"} <= set(boxes(data)):
        raise invalid_output("The encoded film could not be read again.")
    return into_mp4(data, write_xmp(recipe))


def boxes(mp4: bytes) -> list[str]:
    """Names of the top-level boxes in order; nothing when the file is cut or no MP4."""
    names: list[str] = []
    at = 0
    while at + 8 <= len(mp4):
        size, name = struct.unpack_from(">I4s", mp4, at)
        if size == 1:
            size = struct.unpack_from(">Q", mp4, at + 8)[0]
        if size < 8 or at + size > len(mp4):
            return []
        names.append(name.decode("latin-1"))
        at += size
    return names if at == len(mp4) else []
