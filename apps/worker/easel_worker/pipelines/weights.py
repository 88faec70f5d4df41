"""Loads weights as a runtime says. Only safetensors, and no code from a repository."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import Any, TypeVar

import torch

from easel_worker.job import ModalRuntime
from easel_worker.pipelines.options import list_option, text_option

DTYPES = {"bfloat16": torch.bfloat16, "float16": torch.float16, "float32": torch.float32}

P = TypeVar("P")


def device() -> torch.device:
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def dtype_of(runtime: ModalRuntime) -> torch.dtype:
    return DTYPES[runtime["dtype"]]


def vae_dtype_of(runtime: ModalRuntime) -> torch.dtype:
    return DTYPES[text_option(runtime, "vae_dtype") or runtime["dtype"]]


def from_repository(kind: type[P], runtime: ModalRuntime, **parts: Any) -> P:
    """A whole pipeline from the runtime's repository; `parts` replace its own."""
    loaded: P = kind.from_pretrained(  # type: ignore[attr-defined]
        runtime["repo"],
        revision=runtime["revision"],
        torch_dtype=dtype_of(runtime),
        use_safetensors=True,
        **quantization(runtime),
        **parts,
    )
    return loaded


def quantization(runtime: ModalRuntime) -> dict[str, Any]:
    """What makes bitsandbytes quantize the named parts while they load."""
    kind = runtime["quantization"]
    if kind not in ("nf4", "int8"):
        return {}
    from diffusers import PipelineQuantizationConfig

    parts = list_option(runtime, "quantize") or ["transformer"]
    nf4 = {"load_in_4bit": True, "bnb_4bit_quant_type": "nf4", "bnb_4bit_compute_dtype": dtype_of(runtime)}
    config = PipelineQuantizationConfig(
        quant_backend="bitsandbytes_4bit" if kind == "nf4" else "bitsandbytes_8bit",
        quant_kwargs=nf4 if kind == "nf4" else {"load_in_8bit": True},
        components_to_quantize=parts,
    )
    return {"quantization_config": config}


def store_in_fp8(model: Any, runtime: ModalRuntime) -> None:
    """Keeps a model's layers in eight bits and computes each in the runtime's precision, where that is asked for."""
    if runtime["quantization"] == "fp8":
        model.enable_layerwise_casting(storage_dtype=torch.float8_e4m3fn, compute_dtype=dtype_of(runtime))


def download(runtime: ModalRuntime, file: str) -> str:
    """Where a file of the repository lies here; a repository may be a folder, as on a Volume."""
    if Path(runtime["repo"]).is_dir():
        return str(Path(runtime["repo"], file))
    from huggingface_hub import hf_hub_download

    return str(hf_hub_download(runtime["repo"], file, revision=runtime["revision"]))


def read_single_file(path: str, dtype: torch.dtype, prefix: str = "model.diffusion_model.") -> dict[str, torch.Tensor]:
    """The tensors of one model in a file that may hold several; eight-bit ones with a scale are multiplied by it."""
    from safetensors import safe_open

    with safe_open(path, framework="pt", device="cpu") as file:
        names = list(file.keys())
        own = [name for name in names if name.startswith(prefix)] or names
        scales = {name.removesuffix(".scale_weight"): name for name in own if name.endswith(".scale_weight")}
        tensors: dict[str, torch.Tensor] = {}
        for name in own:
            if name.endswith((".scale_weight", ".scale_input", "scaled_fp8")):
                continue
            tensor = file.get_tensor(name).to(dtype)
            scale = scales.get(name.removesuffix(".weight"))
            if scale is not None and name.endswith(".weight"):
                tensor = tensor * file.get_tensor(scale).to(dtype)
            tensors[name.removeprefix(prefix)] = tensor
    return tensors


def sibling(pipe: Any, kind: type[P], **changes: Any) -> P:
    """Another pipeline over the same weights. Unlike `from_pipe` it leaves their precision alone."""
    names = inspect.signature(kind.__init__).parameters
    parts = {name: part for name, part in pipe.components.items() if name in names}
    settings = {name: pipe.config[name] for name in names if name not in parts and name in pipe.config}
    return kind(**{**settings, **parts, **changes})
