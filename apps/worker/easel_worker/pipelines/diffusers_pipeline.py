"""What the families of diffusers pipelines share: seeds, steps, previews, the way to the GPU and back."""

from __future__ import annotations

import gc
from functools import partial
from typing import Any, TypeVar

import numpy as np
import torch

from easel_worker.job import ModalRuntime
from easel_worker.media.pixels import Bytes, Floats
from easel_worker.pipelines import weights
from easel_worker.pipelines.options import number_option, text_option
from easel_worker.pipelines.pipeline import Made, Request, Steps

PREVIEW_PX = 256
MIB = 1024 * 1024

P = TypeVar("P")


class DiffusersPipeline:
    """A family implements `arguments` and `made`; where it can show latents, `shown` too."""

    def __init__(self, pipe: Any, runtime: ModalRuntime) -> None:
        self.pipe = pipe
        self.runtime = runtime
        self.device = "cpu"
        self._siblings: dict[str, Any] = {}
        torch.backends.cudnn.benchmark = False
        torch.backends.cudnn.deterministic = True
        pipe.set_progress_bar_config(disable=True)
        self.to_gpu()

    def arguments(self, request: Request) -> tuple[Any, dict[str, Any]]:
        """The pipeline for a request's mode, and what it is called with."""
        raise NotImplementedError

    def made(self, output: Any, request: Request) -> Made:
        raise NotImplementedError

    def shown(self, pipe: Any, latents: torch.Tensor, request: Request) -> torch.Tensor:
        """Latents as the autoencoder wants them: batch, channels, rows, columns, or with frames before the rows."""
        raise NotImplementedError

    def make(self, request: Request, steps: Steps) -> Made:
        pipe, arguments = self.arguments(request)
        torch.manual_seed(request.seed)  # for samplers that draw noise of their own
        generator = torch.Generator("cpu").manual_seed(request.seed)  # the same noise on every device
        output = pipe(
            **arguments,
            generator=generator,
            output_type="np",
            callback_on_step_end=partial(self._step, request, steps),
            callback_on_step_end_tensor_inputs=["latents"],
        )
        return self.made(output, request)

    def to_gpu(self) -> None:
        device = weights.device()
        self.pipe.to(device)
        self.device = torch.cuda.get_device_name(device) if device.type == "cuda" else "cpu"

    def free_memory(self) -> None:
        gc.collect()
        if torch.cuda.is_available():
            torch.cuda.empty_cache()

    def peak_vram_mib(self) -> float:
        if not torch.cuda.is_available():
            return 0.0
        peak = torch.cuda.max_memory_allocated()
        torch.cuda.reset_peak_memory_stats()
        return float(peak / MIB)

    def sibling(self, kind: type[P]) -> P:
        """Another pipeline over the same weights, made when it is first needed."""
        if kind.__name__ not in self._siblings:
            made: Any = weights.sibling(self.pipe, kind)
            made.set_progress_bar_config(disable=True)
            self._siblings[kind.__name__] = made
        found: P = self._siblings[kind.__name__]
        return found

    def guidance(self, request: Request, default: float) -> dict[str, float]:
        name = text_option(self.runtime, "guidance_argument") or "guidance_scale"
        return {name: request.number("guidance_scale", default)}

    def negative_prompt(self, request: Request) -> dict[str, str]:
        """Nothing for a model that has none; else what was given, or what the model wants in its place."""
        if "negative_prompt" not in request.input:
            return {}
        empty = text_option(self.runtime, "empty_negative_prompt") or ""
        return {"negative_prompt": request.text("negative_prompt") or empty}

    def sequence_length(self, request: Request, tokenizer: Any, default: int) -> dict[str, int]:
        """How many tokens the model reads; says so when the prompt has more."""
        longest = int(number_option(self.runtime, "max_sequence_length") or default)
        count = len(tokenizer(request.text("prompt"), truncation=False)["input_ids"])
        if count > longest:
            message = f"The model reads {longest} tokens of the prompt's {count}; the end was cut off."
            request.warn("prompt_truncated", message, "prompt")
        return {"max_sequence_length": longest}

    def _step(
        self, request: Request, steps: Steps, pipe: Any, index: int, _time: Any, tensors: dict[str, Any]
    ) -> dict[str, Any]:
        latents = tensors["latents"]
        steps(index + 1, int(pipe.num_timesteps), lambda: self._preview(pipe, latents, request))
        return {}

    def _preview(self, pipe: Any, latents: torch.Tensor, request: Request) -> Bytes:
        """Decodes the latents at a small size."""
        shown = self.shown(pipe, latents[:1], request).float()
        longest = max(shown.shape[-2:])
        cells = max(1, PREVIEW_PX * longest // max(request.size))
        if cells < longest:
            rows, columns = (max(1, side * cells // longest) for side in shown.shape[-2:])
            area = (rows, columns) if shown.ndim == 4 else (shown.shape[2], rows, columns)
            shown = torch.nn.functional.interpolate(shown, size=area, mode="area")
        vae = pipe.vae
        with torch.no_grad():
            picture = vae.decode(shown.to(vae.device, vae.dtype), return_dict=False)[0].float().cpu()[0]
        if picture.ndim == 4:
            picture = picture[:, 0]
        pixels = ((picture / 2 + 0.5).nan_to_num().clamp(0, 1).permute(1, 2, 0) * 255).round().numpy()
        return np.asarray(pixels, np.uint8)


def first_image(output: Any) -> Floats:
    return np.asarray(output.images[0], np.float32)


def first_film(output: Any) -> Floats:
    return np.asarray(output.frames[0], np.float32)


def under_mask(drawn: Floats, request: Request) -> Floats:
    """What the mask keeps is the reference itself, not what an autoencoder makes of it."""
    if request.mode != "inpaint":
        return drawn
    share = np.asarray(request.image("mask"), np.float32)[:, :, None] / np.float32(255)
    reference = np.asarray(request.image("image"), np.float32) / np.float32(255)
    return np.asarray(drawn * share + reference * (1 - share), np.float32)
