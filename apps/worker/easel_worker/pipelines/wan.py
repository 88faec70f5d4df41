"""Wan 2.2 TI2V: one transformer for films from text and from a first image."""

from __future__ import annotations

from typing import Any

from diffusers import WanImageToVideoPipeline
from diffusers import WanPipeline as Wan

from easel_worker.job import ModalRuntime
from easel_worker.pipelines.pipeline import Request
from easel_worker.pipelines.wan_film import WanFilm, load_autoencoder
from easel_worker.pipelines.weights import from_repository, store_in_fp8


class WanPipeline(WanFilm):
    def arguments(self, request: Request) -> tuple[Any, dict[str, Any]]:
        arguments = self.film_arguments(request)
        if request.mode == "t2v":
            return self.with_sampler(self.pipe, request), arguments
        pipe = self.with_sampler(self.sibling(WanImageToVideoPipeline), request)
        return pipe, {**arguments, "image": request.image("image")}


def load(runtime: ModalRuntime) -> WanPipeline:
    vae = load_autoencoder(runtime["repo"], runtime["revision"], runtime)
    pipe = from_repository(Wan, runtime, vae=vae)
    store_in_fp8(pipe.transformer, runtime)
    return WanPipeline(pipe, runtime)
