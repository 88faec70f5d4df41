"""Wan with VACE: a film is completed from the frames that are given: none, the first, or first and last."""

from __future__ import annotations

from typing import Any

from diffusers import WanVACEPipeline as WanVace
from diffusers import WanVACETransformer3DModel
from PIL import Image

from easel_worker.job import ModalRuntime
from easel_worker.pipelines.options import needed_option, text_option
from easel_worker.pipelines.pipeline import Request
from easel_worker.pipelines.wan_film import WanFilm, load_autoencoder
from easel_worker.pipelines.weights import download, dtype_of, from_repository, read_single_file, store_in_fp8


class WanVacePipeline(WanFilm):
    def arguments(self, request: Request) -> tuple[Any, dict[str, Any]]:
        arguments = self.film_arguments(request)
        given = _given_frames(request, arguments["num_frames"])
        if given:
            count = arguments["num_frames"]
            grey, unknown, known = (
                Image.new(mode, request.size, colour) for mode, colour in (("RGB", "#808080"), ("L", 255), ("L", 0))
            )
            arguments["video"] = [given.get(index, grey) for index in range(count)]
            arguments["mask"] = [known if index in given else unknown for index in range(count)]
        return self.with_sampler(self.pipe, request), arguments


def _given_frames(request: Request, count: int) -> dict[int, Image.Image]:
    if request.mode == "t2v":
        return {}
    given = {0: request.image("image")}
    if request.mode == "first_last_frame":
        given[count - 1] = request.image("last_image")
    return given


def load(runtime: ModalRuntime) -> WanVacePipeline:
    """From a repository of diffusers, or a single file for the transformer with a base for everything else."""
    file = text_option(runtime, "single_file")
    if file is None:
        vae = load_autoencoder(runtime["repo"], runtime["revision"], runtime)
        pipe = from_repository(WanVace, runtime, vae=vae)
    else:
        base = needed_option(runtime, "base")
        dtype = dtype_of(runtime)
        tensors = read_single_file(download(runtime, file), dtype)
        transformer = WanVACETransformer3DModel.from_single_file(
            tensors, config=base, subfolder="transformer", torch_dtype=dtype
        )
        parts = {"transformer": transformer, "vae": load_autoencoder(base, None, runtime)}
        pipe = WanVace.from_pretrained(base, torch_dtype=dtype, use_safetensors=True, **parts)
    store_in_fp8(pipe.transformer, runtime)
    return WanVacePipeline(pipe, runtime)
