"""FLUX.1, dev and schnell."""

from __future__ import annotations

from typing import Any

import torch
from diffusers import FluxImg2ImgPipeline, FluxInpaintPipeline
from diffusers import FluxPipeline as Flux

from easel_worker.job import ModalRuntime
from easel_worker.media.pixels import Picture
from easel_worker.pipelines.diffusers_pipeline import DiffusersPipeline, first_image, under_mask
from easel_worker.pipelines.pipeline import Made, Request
from easel_worker.pipelines.weights import from_repository, store_in_fp8


class FluxPipeline(DiffusersPipeline):
    def arguments(self, request: Request) -> tuple[Any, dict[str, Any]]:
        width, height = request.size
        arguments: dict[str, Any] = {
            "prompt": request.text("prompt"),
            "width": width,
            "height": height,
            "num_inference_steps": request.whole("steps", 28),
            **self.guidance(request, 3.5),
            **self.sequence_length(request, self.pipe.tokenizer_2, 512),
        }
        if request.mode == "txt2img":
            return self.pipe, arguments
        arguments |= {"image": request.image("image"), "strength": request.number("strength", 0.75)}
        if request.mode != "inpaint":
            return self.sibling(FluxImg2ImgPipeline), arguments
        return self.sibling(FluxInpaintPipeline), {**arguments, "mask_image": request.image("mask")}

    def made(self, output: Any, request: Request) -> Made:
        return Picture(under_mask(first_image(output), request))

    def shown(self, pipe: Any, latents: torch.Tensor, request: Request) -> torch.Tensor:
        width, height = request.size
        unpacked = pipe._unpack_latents(latents, height, width, pipe.vae_scale_factor)
        shown: torch.Tensor = unpacked / pipe.vae.config.scaling_factor + pipe.vae.config.shift_factor
        return shown


def load(runtime: ModalRuntime) -> FluxPipeline:
    pipe = from_repository(Flux, runtime)
    store_in_fp8(pipe.transformer, runtime)
    return FluxPipeline(pipe, runtime)
