"""Draws with the trained weights: the same noise and steps as the engine, in PyTorch."""
import math

import numpy as np
import torch

from networks import LATENT, Decoder, TextEncoder, UNet
from words import Words


def seeded_noise(seed, length=math.prod(LATENT)):
    """As packages/engine/src/inference/noise.ts: mulberry32, then Box-Muller."""
    state, out = seed & 0xFFFFFFFF, np.empty(length, np.float32)

    def uniform():
        nonlocal state
        state = (state + 0x6D2B79F5) & 0xFFFFFFFF
        t = state
        t = ((t ^ (t >> 15)) * (t | 1)) & 0xFFFFFFFF
        t ^= (t + (((t ^ (t >> 7)) * (t | 61)) & 0xFFFFFFFF)) & 0xFFFFFFFF
        return ((t ^ (t >> 14)) & 0xFFFFFFFF) / 4294967296

    for i in range(length):
        a = 1 - uniform()
        out[i] = math.sqrt(-2 * math.log(a)) * math.cos(2 * math.pi * uniform())
    return torch.from_numpy(out).view(LATENT)


class Drawer:
    """Averaged weights of WORK/<name> and the decoder."""

    def __init__(self, work, name="flow-done.pt"):
        kept = torch.load(f"{work}/{name}", map_location="cpu")
        sizes = kept["sizes"]
        self.words = Words(work)
        self.text = TextEncoder(sizes["vocabulary"])
        self.unet = UNet(top=sizes["top"], deep=sizes["deep"])
        state = dict(zip(kept["names"], kept["averaged"]))
        for prefix, module in (("text.", self.text), ("unet.", self.unet)):
            own = dict(module.named_parameters())
            with torch.no_grad():
                for n, p in own.items():
                    p.copy_(state[prefix + n])
        self.decoder = Decoder()
        self.decoder.load_state_dict(torch.load(f"{work}/autoencoder.pt", map_location="cpu")["decoder"])
        self.unet = self.unet.to(memory_format=torch.channels_last).eval()
        self.decoder = self.decoder.to(memory_format=torch.channels_last)
        self.samples = kept["samples"]

    @torch.no_grad()
    def __call__(self, prompts, seeds, steps=16, guidance=4.0, noise=None):
        """Pictures (B, 3, 128, 128) in -1..1. noise (B, 32, 8, 8) is that of the seeds, where it was made before."""
        return self.decoder(self.latents(prompts, seeds, steps, guidance, noise)).clamp(-1, 1)

    @torch.no_grad()
    def latents(self, prompts, seeds, steps, guidance, noise=None):
        x = torch.stack([seeded_noise(s) for s in seeds]) if noise is None else noise
        n = len(prompts)
        context, pooled, layout, bias = self.text(*self.words.batch(list(prompts) + [""] * n))
        times = torch.linspace(1, 0, steps + 1)
        for a, b in zip(times[:-1], times[1:]):
            v = self.unet(torch.cat([x, x]).contiguous(memory_format=torch.channels_last), a.expand(2 * n), context, pooled, layout, bias)
            x = x + (b - a) * (v[n:] + guidance * (v[:n] - v[n:]))
        return x


def grid(pictures, columns):
    """(N, 3, H, W) in -1..1 to one picture of bytes, rows of `columns`."""
    n, _, h, w = pictures.shape
    rows = n // columns
    bytes_ = ((pictures + 1) * 127.5).round().clamp(0, 255).byte()
    return bytes_[: rows * columns].view(rows, columns, 3, h, w).permute(0, 3, 1, 4, 2).reshape(rows * h, columns * w, 3).numpy()
