"""Z-Image."""

from __future__ import annotations

from typing import Any

import torch
from diffusers import ZImageImg2ImgPipeline
from diffusers import ZImagePipeline as ZImage

from easel_worker.job import ModalRuntime
from easel_worker.media.pixels import Picture
from easel_worker.pipelines.diffusers_pipeline import DiffusersPipeline, first_image
from easel_worker.pipelines.pipeline import Made, Request
from easel_worker.pipelines.weights import from_repository, store_in_fp8


class ZImagePipeline(DiffusersPipeline):
    def arguments(self, request: Request) -> tuple[Any, dict[str, Any]]:
        width, height = request.size
        arguments: dict[str, Any] = {
            "prompt": request.text("prompt"),
            "width": width,
            "height": height,
            "num_inference_steps": request.whole("steps", 9),
            **self.guidance(request, 0),
            **self.negative_prompt(request),
            **self.sequence_length(request, self.pipe.tokenizer, 512),
        }
        if request.mode == "txt2img":
            return self.pipe, arguments
        arguments |= {"image": request.image("image"), "strength": request.number("strength", 0.6)}
        return self.sibling(ZImageImg2ImgPipeline), arguments

    def made(self, output: Any, request: Request) -> Made:
        return Picture(first_image(output))

    def shown(self, pipe: Any, latents: torch.Tensor, request: Request) -> torch.Tensor:
        return latents / pipe.vae.config.scaling_factor + pipe.vae.config.shift_factor


def load(runtime: ModalRuntime) -> ZImagePipeline:
    pipe = from_repository(ZImage, runtime)
    store_in_fp8(pipe.transformer, runtime)
    return ZImagePipeline(pipe, runtime)
