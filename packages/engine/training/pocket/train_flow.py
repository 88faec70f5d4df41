"""Trains text encoder and U-Net: python train_flow.py WORK MINUTES [--finish] [--name flow]

Runs at a constant rate and can be stopped and run again as often as wanted: WORK/<name>.pt is written every few minutes and
resumed from. The last run is made with --finish: the rate falls to nothing over its minutes, and WORK/<name>-done.pt has the
averaged weights to export.

Rectified flow (Liu et al. 2022) with logit-normal times (Esser et al. 2024). Matrices and kernels learn by Muon
(K. Jordan 2024: momentum made orthogonal), the rest by AdamW.
"""
import argparse
import os
import random
import time
from pathlib import Path

import torch

from muon import Muon
from networks import TextEncoder, UNet
from scenes import Icons, caption
from words import Words

NO_CAPTION = 0.1
WORD_LEFT_OUT = 0.1


class Data:
    """Latents of scenes, each time with another caption."""

    def __init__(self, work, words, seed):
        self.icons, self.words = Icons(work), words
        files = [torch.load(f, weights_only=False) for f in sorted((Path(work) / "scenes").glob("*.pt"))]
        self.latents = torch.cat([f["latents"] for f in files])
        self.scenes = [s for f in files for s in f["scenes"]]
        self.random = random.Random(seed)

    def next(self, count):
        picks = [self.random.randrange(len(self.scenes)) for _ in range(count)]
        texts = ["" if self.random.random() < NO_CAPTION else caption(self.icons, self.scenes[n], self.random) for n in picks]
        return self.latents[picks].float(), *self.words.batch(texts)


def main():
    options = argparse.ArgumentParser()
    options.add_argument("work")
    options.add_argument("minutes", type=float)
    options.add_argument("--name", default="flow")
    options.add_argument("--finish", action="store_true")
    options.add_argument("--batch", type=int, default=256)
    options.add_argument("--rate", type=float, default=0.01, help="of Muon")
    options.add_argument("--adam-rate", type=float, default=1e-3)
    options.add_argument("--adam-only", action="store_true")
    options.add_argument("--top", type=int, default=128)
    options.add_argument("--deep", type=int, default=320)
    options.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    options.add_argument("--compile", action="store_true")
    options.add_argument("--save-every", type=float, default=240)
    o = options.parse_args()
    path = Path(o.work) / f"{o.name}.pt"
    torch.manual_seed(int(time.time()))
    words = Words(o.work)
    sizes = {"vocabulary": len(words), "top": o.top, "deep": o.deep}
    kept = torch.load(path, map_location="cpu") if path.exists() else None
    if kept:
        sizes = kept["sizes"]
    encoder = TextEncoder(sizes["vocabulary"]).to(o.device)
    unet = UNet(top=sizes["top"], deep=sizes["deep"]).to(o.device, memory_format=torch.channels_last)
    named = [(f"text.{n}", p) for n, p in encoder.named_parameters()] + [(f"unet.{n}", p) for n, p in unet.named_parameters()]
    parameters = [p for _, p in named]
    orth = lambda n, p: not o.adam_only and p.dim() in (2, 4) and not any(k in n for k in ("embedding", "vectors", "unet.out", "place"))
    muon = Muon([p for n, p in named if orth(n, p)], lr=o.rate)
    adam = torch.optim.AdamW([p for n, p in named if not orth(n, p)], lr=o.adam_rate, betas=(0.9, 0.98), weight_decay=0.0)
    averaged = [p.detach().clone() for p in parameters]
    samples, curve = 0, []
    if kept:
        with torch.no_grad():
            for p, a, v, w in zip(parameters, averaged, kept["weights"], kept["averaged"]):
                p.copy_(v)
                a.copy_(w)
        muon.load_state_dict(kept["muon"])
        adam.load_state_dict(kept["adam"])
        samples, curve = kept["samples"], kept["curve"]
    data = Data(o.work, words, 9000 + samples)
    print(f"{sum(p.numel() for p in parameters) / 1e6:.1f} M parameters, {len(data.scenes)} scenes, {samples} samples so far", flush=True)

    def loss_of(z, ids, vectors, keep, t, noise):
        at = t[:, None, None, None]
        x = ((1 - at) * z + at * noise).contiguous(memory_format=torch.channels_last)
        context, pooled, layout, bias = encoder(ids, vectors, keep)
        return (unet(x, t, context, pooled, layout, bias).float() - (noise - z)).pow(2).mean()

    work = torch.compile(loss_of) if o.compile else loss_of

    def save(to, weights_only=False):
        state = {"sizes": sizes, "names": [n for n, _ in named], "averaged": [a.cpu() for a in averaged], "samples": samples, "curve": curve}
        if not weights_only:
            state |= {"weights": [p.detach().cpu() for p in parameters], "muon": muon.state_dict(), "adam": adam.state_dict()}
        torch.save(state, str(to) + ".new")
        os.replace(str(to) + ".new", to)

    begun, saved, losses, step = time.time(), time.time(), [], samples // o.batch
    first = samples
    while (spent := time.time() - begun) < o.minutes * 60:
        share = spent / (o.minutes * 60)
        factor = min(1, (step + 1) / 100) * (1 - share if o.finish else 1)
        muon.param_groups[0]["lr"], adam.param_groups[0]["lr"] = o.rate * factor, o.adam_rate * factor
        z, ids, vectors = (x.to(o.device) for x in data.next(o.batch))
        keep = (torch.rand(ids.shape, device=o.device) > WORD_LEFT_OUT).float()
        t = torch.sigmoid(torch.randn(o.batch, device=o.device))
        with torch.autocast(o.device, torch.bfloat16):
            loss = work(z, ids, vectors, keep, t, torch.randn_like(z))
        for optimiser in (muon, adam):
            optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        muon.step()
        adam.step()
        step, samples = step + 1, samples + o.batch
        with torch.no_grad():
            torch._foreach_lerp_(averaged, parameters, 1 - min(0.999, (1 + step) / (10 + step)))
        losses.append(loss.item())
        if step % 50 == 0:
            mean = sum(losses) / len(losses)
            curve.append((samples, round(mean, 4)))
            print(f"{step} {spent:.0f}s loss {mean:.4f} {(samples - first) / (time.time() - begun):.0f}/s", flush=True)
            losses = []
        if time.time() - saved > o.save_every:
            save(path)
            saved = time.time()
    save(path)
    if o.finish:
        save(path.with_name(f"{o.name}-done.pt"), weights_only=True)


if __name__ == "__main__":
    main()
