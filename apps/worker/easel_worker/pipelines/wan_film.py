"""What the Wan families share."""

from __future__ import annotations

from typing import Any

import torch
from diffusers import AutoencoderKLWan

from easel_worker.job import ModalRuntime
from easel_worker.media.pixels import Film
from easel_worker.pipelines.diffusers_pipeline import DiffusersPipeline, first_film
from easel_worker.pipelines.latents import without_normalization
from easel_worker.pipelines.options import number_option, text_option
from easel_worker.pipelines.pipeline import Made, Request
from easel_worker.pipelines.samplers import flow_scheduler
from easel_worker.pipelines.weights import vae_dtype_of

FLOW_SHIFT = 5.0


class WanFilm(DiffusersPipeline):
    def film_arguments(self, request: Request) -> dict[str, Any]:
        width, height = request.size
        return {
            "prompt": request.text("prompt"),
            "width": width,
            "height": height,
            "num_frames": request.whole("frames", 81),
            "num_inference_steps": request.whole("steps", 50),
            **self.guidance(request, 5),
            **self.negative_prompt(request),
            **self.sequence_length(request, self.pipe.tokenizer, 512),
        }

    def with_sampler(self, pipe: Any, request: Request) -> Any:
        """Sets a new scheduler, as some keep a history."""
        shift = number_option(self.runtime, "flow_shift") or FLOW_SHIFT
        sigmas = text_option(self.runtime, "sigmas")
        pipe.scheduler = flow_scheduler(request.text("sampler", "unipc"), shift, sigmas)
        return pipe

    def made(self, output: Any, request: Request) -> Made:
        return Film(first_film(output), request.number("fps", 16))

    def shown(self, pipe: Any, latents: torch.Tensor, request: Request) -> torch.Tensor:
        """One frame from the middle: the first one is often given."""
        middle = latents.shape[2] // 2
        return without_normalization(latents[:, :, middle : middle + 1].float(), pipe.vae)


def load_autoencoder(repo: str, revision: str | None, runtime: ModalRuntime) -> Any:
    return AutoencoderKLWan.from_pretrained(
        repo, subfolder="vae", revision=revision, torch_dtype=vae_dtype_of(runtime), use_safetensors=True
    )
