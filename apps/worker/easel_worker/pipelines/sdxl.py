"""Stable Diffusion XL: a repository of diffusers, or a checkpoint in one file with a base for everything else."""

from __future__ import annotations

from typing import Any

import torch
from diffusers import (
    AutoencoderKL,
    StableDiffusionXLImg2ImgPipeline,
    StableDiffusionXLInpaintPipeline,
    StableDiffusionXLPipeline,
)

from easel_worker.job import ModalRuntime
from easel_worker.media.pixels import Picture
from easel_worker.pipelines.diffusers_pipeline import DiffusersPipeline, first_image, under_mask
from easel_worker.pipelines.options import needed_option, text_option
from easel_worker.pipelines.pipeline import Made, Request
from easel_worker.pipelines.samplers import noise_scheduler
from easel_worker.pipelines.sdxl_prompt import prompt_arguments
from easel_worker.pipelines.weights import download, dtype_of, from_repository, vae_dtype_of


class SdxlPipeline(DiffusersPipeline):
    def __init__(self, pipe: Any, runtime: ModalRuntime) -> None:
        super().__init__(pipe, runtime)
        self._schedule = pipe.scheduler.config

    def arguments(self, request: Request) -> tuple[Any, dict[str, Any]]:
        width, height = request.size
        arguments: dict[str, Any] = {
            **prompt_arguments(self.pipe, request),
            **self.guidance(request, 7),
            "num_inference_steps": request.whole("steps", 25),
        }
        pipe = self.pipe
        if request.mode != "txt2img":
            arguments |= {"image": request.image("image"), "strength": request.number("strength", 0.7)}
            pipe = self.sibling(StableDiffusionXLImg2ImgPipeline)
        if request.mode == "inpaint":
            arguments["mask_image"] = request.image("mask")
            pipe = self.sibling(StableDiffusionXLInpaintPipeline)
        if request.mode != "img2img":
            arguments |= {"width": width, "height": height}
        pipe.scheduler = noise_scheduler(request.text("sampler", "euler_a"), self._schedule, request.seed)
        return pipe, arguments

    def made(self, output: Any, request: Request) -> Made:
        return Picture(under_mask(first_image(output), request))

    def shown(self, pipe: Any, latents: torch.Tensor, request: Request) -> torch.Tensor:
        return latents / pipe.vae.config.scaling_factor


def load(runtime: ModalRuntime) -> SdxlPipeline:
    parts: dict[str, Any] = {}
    vae = text_option(runtime, "vae")
    if vae is not None:
        parts["vae"] = AutoencoderKL.from_pretrained(vae, torch_dtype=vae_dtype_of(runtime), use_safetensors=True)
    file = text_option(runtime, "single_file")
    if file is None:
        return SdxlPipeline(from_repository(StableDiffusionXLPipeline, runtime, **parts), runtime)
    base = needed_option(runtime, "base")
    pipe = StableDiffusionXLPipeline.from_single_file(
        download(runtime, file), config=base, torch_dtype=dtype_of(runtime), **parts
    )
    return SdxlPipeline(pipe, runtime)
