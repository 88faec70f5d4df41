"""Trains the autoencoder: python train_autoencoder.py WORK MINUTES [--decoder]

Resumes from WORK/autoencoder.pt where there is one. Reconstruction in mean absolute error of pixels and of their
differences at two scales; the latents are normalised per channel and disturbed, so that the decoder forgives the small
errors of what the flow draws. With --decoder only the decoder learns, so that latents made before stay valid.
"""
import argparse
import math
import os
import random
import time

import torch
import torch.nn.functional as F

from muon import Muon
from networks import Decoder, Encoder, start_from_patches
from scenes import Icons, Scenes, render

DISTURBANCE = 0.12
BATCH = 48
ADAM_RATE = 5e-4
MUON_RATE = 0.006


def differences(x):
    return x[:, :, 1:] - x[:, :, :-1], x[:, :, :, 1:] - x[:, :, :, :-1]


def loss_of(made, wanted):
    plain = (made - wanted).abs().mean()
    total = plain
    for a, b in ((made, wanted), (F.avg_pool2d(made, 2), F.avg_pool2d(wanted, 2))):
        total = total + sum(0.5 * (p - q).abs().mean() for p, q in zip(differences(a), differences(b)))
    return total, plain


class Batches:
    """Mostly icons as they are, moved by whole pixels, on any background; some composed scenes."""

    def __init__(self, folder, seed):
        self.icons = Icons(folder)
        self.scenes = Scenes(self.icons, seed)
        self.random = random.Random(seed)
        self.learned = [i for i, icon in enumerate(self.icons.all) if icon["style"]]

    def next(self, count):
        composed = count // 8
        scenes = [self.scenes.next() for _ in range(composed * 8)]
        scenes = [s for s in scenes if s["kind"] != "one"][:composed] or scenes[:composed]
        plain = count - len(scenes)
        backs = torch.rand(count, 3)
        backs = torch.where(torch.rand(count, 1) < 0.35, torch.ones(count, 3), backs)
        drawings = []
        for _ in range(plain):
            i = self.random.choice(self.learned)
            colours = self.icons.colours_of.get(i, [])
            colour = self.random.choice(colours) if colours and self.random.random() < 0.5 else None
            drawings.append(torch.from_numpy(self.icons.drawing(i, colour).copy()))
        rgba = torch.stack(drawings).permute(0, 3, 1, 2).float() / 255
        alone = rgba[:, :3] * rgba[:, 3:] + backs[:plain, :, None, None] * (1 - rgba[:, 3:])
        dx, dy = self.random.randint(-7, 7), self.random.randint(-7, 7)
        alone = F.pad(alone, (8, 8, 8, 8), mode="replicate")[:, :, 8 + dy : 136 + dy, 8 + dx : 136 + dx]
        alone = alone * 2 - 1
        return torch.cat([alone, render(self.icons, scenes, backs[plain:])])


def psnr(made, wanted):
    return (-10 * ((made.clamp(-1, 1) - wanted) / 2).pow(2).mean((1, 2, 3)).log10()).mean().item()


def main():
    options = argparse.ArgumentParser()
    options.add_argument("work")
    options.add_argument("minutes", type=float)
    options.add_argument("--decoder", action="store_true")
    options.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    o = options.parse_args()
    path = f"{o.work}/autoencoder.pt"
    torch.manual_seed(0)
    encoder, decoder = Encoder(), Decoder()
    try:
        kept = torch.load(path, map_location="cpu")
        encoder.load_state_dict(kept["encoder"])
        decoder.load_state_dict(kept["decoder"])
        done = kept["pictures"]
    except FileNotFoundError:
        if o.decoder:
            raise SystemExit("--decoder needs a trained autoencoder: run without it first")
        done = 0
        start_from_patches(encoder, decoder, Batches(o.work, 1).next(512))
    encoder, decoder = (m.to(o.device, memory_format=torch.channels_last) for m in (encoder, decoder))
    learning = list(decoder.parameters()) + ([] if o.decoder else list(encoder.parameters()))
    averaged = [p.detach().clone() for p in learning]
    # The linear parts start from principal components and need only small steps.
    linear = {id(p) for m in (encoder, decoder) for p in m.patches.parameters()}
    kernels = [p for p in learning if p.dim() == 4 and id(p) not in linear]
    rest = [p for p in learning if p.dim() < 4 and id(p) not in linear]
    muon = Muon(kernels, lr=MUON_RATE, weight_decay=0.0)
    adam = torch.optim.AdamW(
        [{"params": rest, "share": 1.0}, {"params": [p for p in learning if id(p) in linear], "share": 0.03}],
        lr=ADAM_RATE, betas=(0.9, 0.98), weight_decay=0.0,
    )
    batches = Batches(o.work, 1000 + done)
    begun, step, pictures = time.time(), 0, 0

    def save():
        kept = [p.detach().clone() for p in learning]
        with torch.no_grad():
            for p, a in zip(learning, averaged):
                p.copy_(a)
            if not o.decoder:
                z = torch.cat([encoder.raw(batches.next(BATCH).to(o.device)) for _ in range(12)])
                encoder.mean.copy_(z.mean((0, 2, 3)))
                encoder.deviation.copy_(z.std((0, 2, 3)))
            test = Batches(o.work, 7).next(128).to(o.device)
            z = encoder(test)
            figures = {n: round(psnr(decoder(z + n * torch.randn_like(z)), test), 2) for n in (0.0, 0.15, 0.3)}
        torch.save({"encoder": encoder.state_dict(), "decoder": decoder.state_dict(), "pictures": done + pictures, "psnr": figures}, path + ".new")
        os.replace(path + ".new", path)
        print("saved; PSNR at disturbance", figures, flush=True)
        with torch.no_grad():
            for p, k in zip(learning, kept):
                p.copy_(k)

    saved = time.time()
    while (spent := time.time() - begun) < o.minutes * 60:
        share = spent / (o.minutes * 60)
        factor = min(1, (step + 1) / 50) * (0.5 + 0.5 * math.cos(math.pi * share)) + 1e-3
        muon.param_groups[0]["lr"] = MUON_RATE * factor
        for group in adam.param_groups:
            group["lr"] = ADAM_RATE * factor * group["share"]
        wanted = batches.next(BATCH).to(o.device, memory_format=torch.channels_last)
        with torch.autocast(o.device, torch.bfloat16):
            if o.decoder:
                with torch.no_grad():
                    z = encoder(wanted).float()
            else:
                raw = encoder.raw(wanted).float()
                m, d = raw.mean((0, 2, 3)), raw.std((0, 2, 3)) + 1e-4
                z = (raw - m[None, :, None, None]) / d[None, :, None, None]
            made = decoder(z + DISTURBANCE * torch.randn_like(z)).float()
        total, plain = loss_of(made, wanted)
        for optimiser in (muon, adam):
            optimiser.zero_grad(set_to_none=True)
        total.backward()
        torch.nn.utils.clip_grad_norm_(learning, 1.0)
        muon.step()
        adam.step()
        step, pictures = step + 1, pictures + BATCH
        with torch.no_grad():
            torch._foreach_lerp_(averaged, learning, 1 - min(0.998, (1 + step) / (10 + step)))
        if step % 25 == 0:
            print(f"{step} {spent:.0f}s loss {total.item():.4f} l1 {plain.item():.4f} {pictures / (time.time() - begun):.0f}/s", flush=True)
        if time.time() - saved > 300:
            save()
            saved = time.time()
    save()


if __name__ == "__main__":
    main()
