"""Writes a pipeline of Stable Diffusion XL as the one file that checkpoints are published as."""

from __future__ import annotations

import re
from typing import Any

import torch

FIXED = {
    "time_embedding.linear_1": "time_embed.0",
    "time_embedding.linear_2": "time_embed.2",
    "conv_in": "input_blocks.0.0",
    "conv_norm_out": "out.0",
    "conv_out": "out.2",
    "add_embedding.linear_1": "label_emb.0.0",
    "add_embedding.linear_2": "label_emb.0.2",
}
RESNET = {
    "norm1": "in_layers.0",
    "conv1": "in_layers.2",
    "time_emb_proj": "emb_layers.1",
    "norm2": "out_layers.0",
    "conv2": "out_layers.3",
    "conv_shortcut": "skip_connection",
}
PLACES_UP = {"resnets": 0, "attentions": 1, "upsamplers": 2}
CLIP = {
    "layer_norm1": "ln_1",
    "layer_norm2": "ln_2",
    "mlp.fc1": "mlp.c_fc",
    "mlp.fc2": "mlp.c_proj",
    "self_attn.out_proj": "attn.out_proj",
}
CLIP_FIXED = {
    "embeddings.token_embedding.weight": "token_embedding.weight",
    "embeddings.position_embedding.weight": "positional_embedding",
    "final_layer_norm.weight": "ln_final.weight",
    "final_layer_norm.bias": "ln_final.bias",
}


def checkpoint_of(pipe: Any) -> dict[str, torch.Tensor]:
    layers = pipe.unet.config.layers_per_block
    unet = {f"model.diffusion_model.{_unet(name, layers)}": value for name, value in pipe.unet.state_dict().items()}
    first = {
        f"conditioner.embedders.0.transformer.text_model.{name.removeprefix('text_model.')}": value
        for name, value in pipe.text_encoder.state_dict().items()
    }
    second = {f"conditioner.embedders.1.model.{name}": value for name, value in _open_clip(pipe.text_encoder_2).items()}
    return {name: value.contiguous() for name, value in {**unet, **first, **second}.items()}


def _unet(name: str, layers: int) -> str:
    for theirs, own in FIXED.items():
        if name.startswith(f"{theirs}."):
            return name.replace(theirs, own, 1)
    block = re.match(
        r"(down|mid|up)_blocks?\.(?:(\d+)\.)?(resnets|attentions|downsamplers|upsamplers)\.(\d+)\.(.*)", name
    )
    assert block is not None, name
    side, number, kind, layer, rest = block[1], int(block[2] or 0), block[3], int(block[4]), block[5]
    if kind == "resnets":
        for theirs, own in RESNET.items():
            rest = re.sub(rf"^{theirs}\.", f"{own}.", rest)
    if side == "mid":
        return f"middle_block.{2 * layer if kind == 'resnets' else 1}.{rest}"
    if kind.endswith("samplers"):
        layer = layers
    at = number * (layers + 1) + layer
    if side == "up":
        return f"output_blocks.{at}.{PLACES_UP[kind]}.{rest}"
    if kind == "downsamplers":
        rest = rest.replace("conv.", "op.")
    return f"input_blocks.{at + 1}.{1 if kind == 'attentions' else 0}.{rest}"


def _open_clip(encoder: Any) -> dict[str, torch.Tensor]:
    state = {name.removeprefix("text_model."): value for name, value in encoder.state_dict().items()}
    made = {own: state.pop(theirs) for theirs, own in CLIP_FIXED.items()}
    made["text_projection"] = state.pop("text_projection.weight").T
    for layer in range(encoder.config.num_hidden_layers):
        for kind in ("weight", "bias"):
            parts = [state.pop(f"encoder.layers.{layer}.self_attn.{part}_proj.{kind}") for part in "qkv"]
            made[f"transformer.resblocks.{layer}.attn.in_proj_{kind}"] = torch.cat(parts)
    for name, value in state.items():
        made[_renamed(name)] = value
    return made


def _renamed(name: str) -> str:
    for theirs, own in {**CLIP, "encoder.layers": "transformer.resblocks"}.items():
        name = name.replace(theirs, own)
    return name
