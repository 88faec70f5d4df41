"""Wan 2.2 image to video with two experts, and pictures pinned to any frames, as AniSora was trained."""

from __future__ import annotations

from typing import Any

import torch
from diffusers import WanImageToVideoPipeline, WanTransformer3DModel
from PIL import Image

from easel_worker.failures import refused_input
from easel_worker.job import ModalRuntime
from easel_worker.pipelines.latents import with_normalization
from easel_worker.pipelines.options import number_option, text_option
from easel_worker.pipelines.pipeline import Request
from easel_worker.pipelines.wan_film import WanFilm, load_autoencoder
from easel_worker.pipelines.weights import download, dtype_of, from_repository, read_single_file, store_in_fp8

Pins = dict[int, Image.Image]


class PinnedWan(WanImageToVideoPipeline):  # type: ignore[misc]
    """Conditions on the pictures in `pins`, wherever they are pinned. With none it is text to video."""

    pins: Pins

    def prepare_latents(
        self,
        image: torch.Tensor,
        batch_size: int,
        num_channels_latents: int = 16,
        height: int = 480,
        width: int = 832,
        num_frames: int = 81,
        dtype: torch.dtype | None = None,
        device: torch.device | None = None,
        generator: torch.Generator | None = None,
        latents: torch.Tensor | None = None,
        last_image: torch.Tensor | None = None,
    ) -> tuple[torch.Tensor, torch.Tensor]:
        stride, cell = self.vae_scale_factor_temporal, self.vae_scale_factor_spatial
        frames = image.new_zeros(1, 3, num_frames, height, width)
        known = torch.zeros(1, num_frames, height // cell, width // cell)
        for index, pin in self.pins.items():
            frames[:, :, index] = self.video_processor.preprocess(pin, height=height, width=width).to(frames)
            known[:, index] = 1
        encoded = self.vae.encode(frames.to(self.vae.device, self.vae.dtype)).latent_dist.mode()
        condition = with_normalization(encoded.float(), self.vae).to(device, dtype)
        # A latent frame stands for `stride` frames, the first one for a single one that counts `stride` times.
        known = torch.cat([known[:, :1].repeat_interleave(stride, dim=1), known[:, 1:]], dim=1)
        mask = known.view(1, -1, stride, height // cell, width // cell).transpose(1, 2).to(condition)
        shape = (1, num_channels_latents, mask.shape[2], height // cell, width // cell)
        noise = torch.randn(shape, generator=generator, dtype=dtype).to(device)
        return noise, torch.cat([mask, condition], dim=1)


class WanKeyframesPipeline(WanFilm):
    def arguments(self, request: Request) -> tuple[Any, dict[str, Any]]:
        arguments = self.film_arguments(request)
        pins = self._pins(request, arguments["num_frames"])
        self.pipe.pins = pins
        # The pipeline asks for a picture; what it is conditioned on are the pins.
        first = next(iter(pins.values()), Image.new("RGB", request.size))
        return self.with_sampler(self.pipe, request), {**arguments, "image": first}

    def _pins(self, request: Request, count: int) -> Pins:
        last = (count - 1) // self.pipe.vae_scale_factor_temporal * self.pipe.vae_scale_factor_temporal
        if request.mode == "arbitrary_frame":
            return self._keyframes(request, last)
        pins = {} if request.mode == "t2v" else {0: request.image("image")}
        return {**pins, last: request.image("last_image")} if request.mode == "first_last_frame" else pins

    def _keyframes(self, request: Request, last: int) -> Pins:
        """Positions are moved to the nearest that the model knows; of two that fall on one, the second is refused."""
        multiple = int(number_option(self.runtime, "keyframe_multiple") or 1)
        pins: Pins = {}
        for number, keyframe in enumerate(request.keyframes):
            if keyframe.frame > last:
                raise refused_input(f"keyframes.{number}: frame {keyframe.frame} is after the last one, {last}.")
            frame = min(last // multiple * multiple, (keyframe.frame + multiple // 2) // multiple * multiple)
            if frame in pins:
                raise refused_input(f"keyframes.{number}: another picture is pinned to frame {frame} already.")
            if frame != keyframe.frame:
                message = f"Frame {keyframe.frame} was moved to {frame}: the model knows multiples of {multiple}."
                request.warn("keyframe_moved", message, f"keyframes.{number}")
            pins[frame] = keyframe.image
        if not pins:
            raise refused_input("keyframes must hold at least one picture.")
        return pins


def load(runtime: ModalRuntime) -> WanKeyframesPipeline:
    """From a repository of diffusers, or files for the two experts with a base for everything else."""
    base = text_option(runtime, "base")
    boundary = number_option(runtime, "boundary_ratio")
    changes = {} if boundary is None else {"boundary_ratio": boundary}
    if base is None:
        vae = load_autoencoder(runtime["repo"], runtime["revision"], runtime)
        pipe = from_repository(PinnedWan, runtime, vae=vae, **changes)
    else:
        experts = {name: _expert(runtime, base, name) for name in ("transformer", "transformer_2")}
        parts = {**experts, "vae": load_autoencoder(base, None, runtime)}
        pipe = PinnedWan.from_pretrained(base, torch_dtype=dtype_of(runtime), use_safetensors=True, **parts, **changes)
    for expert in (pipe.transformer, pipe.transformer_2):
        if expert is not None:
            store_in_fp8(expert, runtime)
    return WanKeyframesPipeline(pipe, runtime)


def _expert(runtime: ModalRuntime, base: str, name: str) -> Any:
    """The expert in its own file; that of the base where none is stated."""
    file = text_option(runtime, name)
    dtype = dtype_of(runtime)
    if file is None:
        return WanTransformer3DModel.from_pretrained(base, subfolder=name, torch_dtype=dtype, use_safetensors=True)
    tensors = read_single_file(download(runtime, file), dtype)
    return WanTransformer3DModel.from_single_file(tensors, config=base, subfolder=name, torch_dtype=dtype)
