"""Reads the pictures that come with a job."""

from __future__ import annotations

import io

from PIL import Image, ImageOps

from easel_worker.failures import refused_input

MAX_PIXELS = 40_000_000


def read_picture(data: bytes, width: int, height: int) -> Image.Image:
    """Upright, on white, centred and cut to fit."""
    image = _opened(data)
    if image.mode in ("RGBA", "LA", "PA", "P"):
        image = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image)
    return ImageOps.fit(image.convert("RGB"), (width, height), Image.Resampling.LANCZOS)


def read_mask(data: bytes, width: int, height: int) -> Image.Image:
    """White is drawn anew, black stays, and so does what is transparent."""
    image = _opened(data)
    if image.mode in ("RGBA", "LA", "PA", "P"):
        image = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", image.size, "black"), image)
    return ImageOps.fit(image.convert("L"), (width, height), Image.Resampling.LANCZOS)


def _opened(data: bytes) -> Image.Image:
    try:
        image = Image.open(io.BytesIO(data))
        if image.width * image.height > MAX_PIXELS:
            raise ValueError(f"{image.width} x {image.height} is too large")
        return ImageOps.exif_transpose(image)
    except Exception as error:
        raise refused_input("A picture of the job could not be read.", repr(error)) from error
