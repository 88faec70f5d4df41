"""Latents of autoencoders that normalize each channel."""

from __future__ import annotations

from typing import Any

import torch


def without_normalization(latents: torch.Tensor, vae: Any) -> torch.Tensor:
    mean, std = _statistics(latents, vae)
    return latents * std + mean


def with_normalization(latents: torch.Tensor, vae: Any) -> torch.Tensor:
    mean, std = _statistics(latents, vae)
    return (latents - mean) / std


def _statistics(latents: torch.Tensor, vae: Any) -> tuple[torch.Tensor, torch.Tensor]:
    shape = (1, vae.config.z_dim, 1, 1, 1)
    mean = torch.tensor(vae.config.latents_mean).view(shape).to(latents.device, latents.dtype)
    std = torch.tensor(vae.config.latents_std).view(shape).to(latents.device, latents.dtype)
    return mean, std
