"""Pipelines by the name that `runtime.pipeline` gives them. Each module loads when it is needed, and torch with it."""

from __future__ import annotations

import importlib
from collections.abc import Callable

from easel_worker.failures import refused_input
from easel_worker.job import ModalRuntime
from easel_worker.pipelines.options import unknown_options
from easel_worker.pipelines.pipeline import Pipeline

LOADERS = {
    "ProceduralPipeline": "easel_worker.pipelines.procedural",
    "StableDiffusionXLPipeline": "easel_worker.pipelines.sdxl",
    "FluxPipeline": "easel_worker.pipelines.flux",
    "ZImagePipeline": "easel_worker.pipelines.z_image",
    "QwenImagePipeline": "easel_worker.pipelines.qwen_image",
    "WanPipeline": "easel_worker.pipelines.wan",
    "WanVACEPipeline": "easel_worker.pipelines.wan_vace",
    "WanImageToVideoPipeline": "easel_worker.pipelines.wan_keyframes",
}


def load_pipeline(runtime: ModalRuntime) -> Pipeline:
    """Loads the weights; minutes for a large model that was never loaded before."""
    name = runtime["pipeline"]
    module = LOADERS.get(name)
    if module is None:
        raise refused_input(f'No pipeline is called "{name}". There are {", ".join(LOADERS)}.')
    unknown = unknown_options(runtime)
    if unknown:
        raise refused_input("; ".join(unknown))
    load: Callable[[ModalRuntime], Pipeline] = importlib.import_module(module).load
    return load(runtime)
