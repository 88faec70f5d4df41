"""What a pipeline hands over, and whether anybody would want it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from easel_worker.failures import invalid_output

Floats = NDArray[np.float32]
Bytes = NDArray[np.uint8]

BLACK = 4 / 255


@dataclass(frozen=True)
class Picture:
    """Rows, columns, red green blue, from 0 to 1."""

    pixels: Floats


@dataclass(frozen=True)
class Film:
    """Frames, rows, columns, red green blue, from 0 to 1."""

    frames: Floats
    fps: float


def usable_bytes(values: NDArray[Any], dimensions: int) -> Bytes:
    """Values as bytes; refuses what is no picture, not finite, or black all over."""
    if values.ndim != dimensions or values.shape[-1] != 3 or 0 in values.shape:
        raise invalid_output(f"The model made something of the shape {values.shape}, which is no picture.")
    if not np.isfinite(values).all():
        raise invalid_output("The picture had values that are not finite.")
    if float(values.max()) < BLACK:
        raise invalid_output("The picture was black all over.")
    made: Bytes = np.empty(values.shape, np.uint8)
    for index, part in enumerate(values):  # a film is large: no second copy of it in floats
        made[index] = np.rint(np.clip(part, 0.0, 1.0) * 255.0)
    return made
