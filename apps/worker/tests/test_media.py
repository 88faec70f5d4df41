from __future__ import annotations

import base64
import io
import json
import struct
import zlib
from typing import Any

import numpy as np
import pytest
from PIL import Image

from easel_worker.media.encode_picture import PREVIEW_MAX_BYTES, encode_picture, preview_url
from easel_worker.media.read_picture import read_mask, read_picture
from easel_worker.media.xmp import write_xmp
from easel_worker.schema import schema_path
from tests.jobs import png

PIXELS = np.random.default_rng(3).integers(0, 255, (48, 64, 3), np.uint8)
RECIPES = json.loads((schema_path().parents[1] / "fixtures" / "recipe" / "xmp.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", RECIPES, ids=lambda case: str(case["name"]))
def test_the_packet_is_the_one_of_the_other_language(case: dict[str, Any]) -> None:
    assert write_xmp(case["recipe"]) == case["xmp"]


def test_half_a_surrogate_pair_does_not_stop_the_encoder() -> None:
    assert "\\ud83c" in write_xmp({"prompt": "\ud83c"})
    write_xmp({"prompt": "\ud83c"}).encode()


@pytest.mark.parametrize("form", ["png", "jpeg", "webp"])
def test_a_picture_carries_its_packet_where_readers_look(form: Any) -> None:
    recipe = {"model": "paint", "input": {"prompt": "größer <b>", "seed": 7}}
    data = encode_picture(PIXELS, form, recipe)
    packet = write_xmp(recipe).encode()
    assert xmp_of(data) == packet
    opened = Image.open(io.BytesIO(data))
    opened.load()
    assert opened.size == (64, 48)


def test_a_packet_too_large_for_a_jpeg_leaves_the_provenance() -> None:
    found = xmp_of(encode_picture(PIXELS, "jpeg", {"prompt": "x" * 70_000}))
    assert found == write_xmp(None).encode()


def test_png_pixels_come_back() -> None:
    again = np.asarray(Image.open(io.BytesIO(encode_picture(PIXELS, "png", {}))))
    assert (again == PIXELS).all()


def xmp_of(data: bytes) -> bytes | None:
    """As the reader of the embedded engine does it."""
    if data.startswith(b"\x89PNG"):
        at = 8
        while at + 12 <= len(data):
            (length,) = struct.unpack_from(">I", data, at)
            body = data[at + 8 : at + 8 + length]
            assert struct.unpack_from(">I", data, at + 8 + length)[0] == zlib.crc32(data[at + 4 : at + 8] + body)
            if data[at + 4 : at + 8] == b"iTXt" and body.startswith(b"XML:com.adobe.xmp\0\0\0\0\0"):
                return body[22:]
            at += length + 12
    elif data.startswith(b"\xff\xd8"):
        at = 2
        while data[at] == 0xFF and data[at + 1] != 0xDA:
            (length,) = struct.unpack_from(">H", data, at + 2)
            prefix = b"http://ns.adobe.com/xap/1.0/\0"
            if data[at + 1] == 0xE1 and data[at + 4 :].startswith(prefix):
                return data[at + 4 + len(prefix) : at + 2 + length]
            at += 2 + length
    else:
        at = 12
        while at + 8 <= len(data):
            (length,) = struct.unpack_from("<I", data, at + 4)
            if data[at : at + 4] == b"XMP ":
                return data[at + 8 : at + 8 + length]
            at += 8 + length + length % 2
    return None


@pytest.mark.parametrize("size", [(64, 64), (900, 2000)])
def test_a_preview_is_small(size: tuple[int, int]) -> None:
    pixels = np.random.default_rng(0).integers(0, 255, (size[1], size[0], 3), np.uint8)
    url = preview_url(pixels)
    assert url.startswith("data:image/webp;base64,")
    assert len(url) <= PREVIEW_MAX_BYTES
    assert max(Image.open(io.BytesIO(base64.b64decode(url.split(",")[1]))).size) <= 256


def test_a_reference_is_cut_to_fit_upright_and_on_white() -> None:
    out = io.BytesIO()
    picture = Image.new("RGBA", (40, 20), (255, 0, 0, 0))
    picture.save(out, "PNG")
    assert read_picture(out.getvalue(), 32, 32).getpixel((3, 3)) == (255, 255, 255)
    sideways = Image.new("RGB", (40, 20), "red")
    sideways.paste("blue", (0, 0, 20, 20))
    exif = sideways.getexif()
    exif[0x0112] = 6
    out = io.BytesIO()
    sideways.save(out, "JPEG", exif=exif)
    upright = read_picture(out.getvalue(), 20, 40)
    assert upright.getpixel((10, 2)) == pytest.approx((0, 0, 254), abs=3)
    assert upright.getpixel((10, 37)) == pytest.approx((254, 0, 0), abs=3)


def test_a_mask_keeps_what_is_transparent() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (8, 8), (255, 255, 255, 0)).save(out, "PNG")
    assert read_mask(out.getvalue(), 8, 8).getpixel((4, 4)) == 0
    assert read_mask(png("white"), 8, 8).getpixel((4, 4)) == 255
