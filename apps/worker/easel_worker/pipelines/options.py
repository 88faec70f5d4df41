"""What a runtime's `options` mean, per pipeline. A name that is not here is an error before anything is paid for."""

from __future__ import annotations

from typing import Any

from easel_worker.failures import refused_input
from easel_worker.job import ModalRuntime

_LAYOUT = ["base", "single_file", "vae", "vae_dtype", "quantize"]
_TEXT = ["max_sequence_length", "guidance_argument", "empty_negative_prompt"]
_FLOW = ["flow_shift", "sigmas"]

OPTIONS: dict[str, list[str]] = {
    "ProceduralPipeline": [],
    "StableDiffusionXLPipeline": [*_LAYOUT],
    "FluxPipeline": ["quantize", *_TEXT],
    "ZImagePipeline": ["quantize", *_TEXT],
    "QwenImagePipeline": ["quantize", *_TEXT],
    "WanPipeline": ["quantize", "vae_dtype", *_TEXT, *_FLOW],
    "WanVACEPipeline": ["base", "single_file", "quantize", "vae_dtype", *_TEXT, *_FLOW],
    "WanImageToVideoPipeline": [
        "base",
        "transformer",
        "transformer_2",
        "boundary_ratio",
        "keyframe_multiple",
        "vae_dtype",
        *_TEXT,
        *_FLOW,
    ],
}


def unknown_options(runtime: ModalRuntime) -> list[str]:
    """Options that this runtime's pipeline does not have."""
    known = OPTIONS.get(runtime["pipeline"], [])
    return [f"options.{name} means nothing to {runtime['pipeline']}" for name in _stated(runtime) if name not in known]


def text_option(runtime: ModalRuntime, name: str) -> str | None:
    value = _stated(runtime).get(name)
    if value is not None and not isinstance(value, str):
        raise refused_input(f"options.{name} must be text.")
    return value


def needed_option(runtime: ModalRuntime, name: str) -> str:
    value = text_option(runtime, name)
    if value is None:
        raise refused_input(f"{runtime['pipeline']} needs options.{name} for weights like these.")
    return value


def number_option(runtime: ModalRuntime, name: str) -> float | None:
    value = _stated(runtime).get(name)
    if value is not None and (isinstance(value, bool) or not isinstance(value, (int, float))):
        raise refused_input(f"options.{name} must be a number.")
    return value


def list_option(runtime: ModalRuntime, name: str) -> list[str]:
    value = _stated(runtime).get(name, [])
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise refused_input(f"options.{name} must be a list of names.")
    return value


def _stated(runtime: ModalRuntime) -> dict[str, Any]:
    return runtime.get("options", {})
