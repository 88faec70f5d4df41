"""What a pipeline is asked, and how it answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

from PIL import Image

from easel_worker.failures import refused_input
from easel_worker.job import Mode
from easel_worker.media.pixels import Bytes, Film, Picture
from easel_worker.results import TaskWarning

Made = Picture | Film

Preview = Callable[[], Bytes]
"""Makes a small picture of what there is so far; called only when it is wanted."""


@dataclass(frozen=True)
class Keyframe:
    frame: int
    image: Image.Image
    strength: float


@dataclass(frozen=True)
class Request:
    """One output. Pictures have the size of the output."""

    mode: Mode
    input: dict[str, Any]
    seed: int
    images: dict[str, Image.Image] = field(default_factory=dict)
    keyframes: tuple[Keyframe, ...] = ()
    warnings: list[TaskWarning] = field(default_factory=list)

    def text(self, name: str, default: str = "") -> str:
        value = self.input.get(name, default)
        if not isinstance(value, str):
            raise refused_input(f"{name} must be text.")
        return value

    def number(self, name: str, default: float | None = None) -> float:
        value = self.input.get(name, default)
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise refused_input(f"{name} must be a number.")
        return float(value)

    def whole(self, name: str, default: int | None = None) -> int:
        return int(self.number(name, default))

    def image(self, name: str) -> Image.Image:
        if name not in self.images:
            raise refused_input(f"The mode {self.mode} needs {name}.")
        return self.images[name]

    @property
    def size(self) -> tuple[int, int]:
        """Width and height."""
        return self.whole("width"), self.whole("height")

    def warn(self, code: str, message: str, path: str) -> None:
        warning: TaskWarning = {"code": code, "message": message, "path": path}
        if warning not in self.warnings:
            self.warnings.append(warning)


class Steps(Protocol):
    """Told after each step; may stop the work by raising."""

    def __call__(self, done: int, total: int, preview: Preview | None = None) -> None: ...


class Pipeline(Protocol):
    device: str

    def make(self, request: Request, steps: Steps) -> Made:
        """Makes one output. The same request gives the same output, whatever was made before."""

    def to_gpu(self) -> None:
        """Moves loaded weights to the GPU, when they were loaded without one."""

    def free_memory(self) -> None:
        """Gives back what was kept for reuse, after running out of memory."""

    def peak_vram_mib(self) -> float:
        """The most GPU memory in use since the last call."""
