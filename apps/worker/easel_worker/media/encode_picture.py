"""Encodes pictures. The same pixels and recipe give the same bytes."""

from __future__ import annotations

import base64
import io
from typing import Any

from PIL import Image

from easel_worker.failures import invalid_output
from easel_worker.job import ImageFormat
from easel_worker.media.embed import fits_jpeg, into_jpeg, into_png
from easel_worker.media.pixels import Bytes
from easel_worker.media.xmp import write_xmp

PREVIEW_PX = 256
PREVIEW_MAX_BYTES = 60_000


def encode_picture(pixels: Bytes, form: ImageFormat, recipe: dict[str, Any] | None) -> bytes:
    data = _encoded(Image.fromarray(pixels), form, write_xmp(recipe))
    try:
        with Image.open(io.BytesIO(data)) as again:
            again.load()
            if again.size != (pixels.shape[1], pixels.shape[0]):
                raise ValueError(f"size {again.size}")
    except Exception as error:
        raise invalid_output("The encoded picture could not be read again.") from error
    return data


def _encoded(image: Image.Image, form: ImageFormat, xmp: str) -> bytes:
    out = io.BytesIO()
    if form == "png":
        image.save(out, "PNG", compress_level=4)
        return into_png(out.getvalue(), xmp)
    if form == "jpeg":
        image.save(out, "JPEG", quality=92, subsampling="4:4:4")
        return into_jpeg(out.getvalue(), xmp if fits_jpeg(xmp) else write_xmp(None))
    image.save(out, "WEBP", quality=92, method=4, xmp=xmp.encode())
    return out.getvalue()


def preview_url(pixels: Bytes) -> str:
    """A small picture as a data URL."""
    image = Image.fromarray(pixels)
    image.thumbnail((PREVIEW_PX, PREVIEW_PX))
    for quality in (75, 50, 25, 5):
        out = io.BytesIO()
        image.save(out, "WEBP", quality=quality, method=0)
        url = f"data:image/webp;base64,{base64.b64encode(out.getvalue()).decode()}"
        if len(url) <= PREVIEW_MAX_BYTES:
            break
    return url
