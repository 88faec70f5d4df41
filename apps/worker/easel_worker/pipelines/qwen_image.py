"""Qwen-Image."""

from __future__ import annotations

from typing import Any

import torch
from diffusers import QwenImageImg2ImgPipeline
from diffusers import QwenImagePipeline as QwenImage

from easel_worker.job import ModalRuntime
from easel_worker.media.pixels import Picture
from easel_worker.pipelines.diffusers_pipeline import DiffusersPipeline, first_image
from easel_worker.pipelines.latents import without_normalization
from easel_worker.pipelines.pipeline import Made, Request
from easel_worker.pipelines.weights import from_repository, store_in_fp8


class QwenImagePipeline(DiffusersPipeline):
    def arguments(self, request: Request) -> tuple[Any, dict[str, Any]]:
        width, height = request.size
        arguments: dict[str, Any] = {
            "prompt": request.text("prompt"),
            "width": width,
            "height": height,
            "num_inference_steps": request.whole("steps", 50),
            **self.guidance(request, 4),
            **self.negative_prompt(request),
            **self.sequence_length(request, self.pipe.tokenizer, 1024),
        }
        if request.mode == "txt2img":
            return self.pipe, arguments
        arguments |= {"image": request.image("image"), "strength": request.number("strength", 0.6)}
        return self.sibling(QwenImageImg2ImgPipeline), arguments

    def made(self, output: Any, request: Request) -> Made:
        return Picture(first_image(output))

    def shown(self, pipe: Any, latents: torch.Tensor, request: Request) -> torch.Tensor:
        width, height = request.size
        unpacked = pipe._unpack_latents(latents, height, width, pipe.vae_scale_factor)
        return without_normalization(unpacked, pipe.vae)


def load(runtime: ModalRuntime) -> QwenImagePipeline:
    pipe = from_repository(QwenImage, runtime)
    store_in_fp8(pipe.transformer, runtime)
    return QwenImagePipeline(pipe, runtime)
