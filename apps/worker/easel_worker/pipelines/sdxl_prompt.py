"""Prompts of any length for Stable Diffusion XL, whose two encoders read 75 tokens at a time."""

from __future__ import annotations

from typing import Any

import torch

from easel_worker.pipelines.pipeline import Request


def prompt_arguments(pipe: Any, request: Request) -> dict[str, Any]:
    """Short prompts go as text, as the pipeline expects; longer ones are encoded here in pieces, laid end to end."""
    prompt, negative = request.text("prompt"), request.text("negative_prompt")
    skip = request.whole("clip_skip", 0) or None
    pieces = max(_pieces(tokenizer, text) for tokenizer in _tokenizers(pipe) for text in (prompt, negative))
    if pieces == 1:
        return {"prompt": prompt, "negative_prompt": negative, "clip_skip": skip}
    with torch.no_grad():
        embeds, pooled = _encode(pipe, prompt, pieces, skip)
        negative_embeds, negative_pooled = _encode(pipe, negative, pieces, skip)
    return {
        "prompt_embeds": embeds,
        "pooled_prompt_embeds": pooled,
        "negative_prompt_embeds": negative_embeds,
        "negative_pooled_prompt_embeds": negative_pooled,
    }


def _tokenizers(pipe: Any) -> list[Any]:
    return [pipe.tokenizer, pipe.tokenizer_2]


def _tokens(tokenizer: Any, text: str) -> list[int]:
    tokens: list[int] = tokenizer(text, add_special_tokens=False, truncation=False, verbose=False)["input_ids"]
    return tokens


def _pieces(tokenizer: Any, text: str) -> int:
    room: int = tokenizer.model_max_length - 2
    return max(1, -(-len(_tokens(tokenizer, text)) // room))


def _encode(pipe: Any, text: str, pieces: int, clip_skip: int | None) -> tuple[torch.Tensor, torch.Tensor]:
    """Both encoders' last layer but one, or as many earlier as `clip_skip` says; pooled from the first piece."""
    layer = -2 if clip_skip is None else -(clip_skip + 2)
    wide = []
    pooled = None
    for tokenizer, encoder in zip(_tokenizers(pipe), [pipe.text_encoder, pipe.text_encoder_2], strict=True):
        tokens = _tokens(tokenizer, text)
        room = tokenizer.model_max_length - 2
        rows = [_row(tokenizer, tokens[room * i : room * (i + 1)]) for i in range(pieces)]
        output = encoder(torch.tensor(rows, device=encoder.device), output_hidden_states=True)
        wide.append(output.hidden_states[layer].reshape(1, -1, output.hidden_states[layer].shape[-1]))
        pooled = output[0][:1]
    assert pooled is not None  # there are two encoders, and the second one pools
    return torch.cat(wide, dim=-1), pooled


def _row(tokenizer: Any, tokens: list[int]) -> list[int]:
    row = [tokenizer.bos_token_id, *tokens, tokenizer.eos_token_id]
    return row + [tokenizer.pad_token_id] * (tokenizer.model_max_length - len(row))
