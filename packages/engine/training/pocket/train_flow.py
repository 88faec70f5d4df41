"""Trains text encoder and U-Net: python train_flow.py WORK MINUTES [--finish] [--name flow]

Runs at a constant rate and can be stopped and run again as often as wanted: WORK/<name>.pt is written every few minutes and
resumed from. The first run starts from the text encoder of WORK/text.pt. The last run is made with --finish: the rate falls to nothing over its minutes, and WORK/<name>-done.pt has the
averaged weights to export.

Rectified flow (Liu et al. 2022) with logit-normal times (Esser et al. 2024). Matrices and kernels learn by Muon
(K. Jordan 2024: momentum made orthogonal), the rest by AdamW.
"""
import argparse
import os
import time
from pathlib import Path

import torch

from muon import Muon
from learned_scenes import WORD_LEFT_OUT, LearnedScenes
from networks import LATENT, TextEncoder, UNet
from words import Words

# How much the map's own error counts beside the velocity's.
MAP = 0.1
# The text encoder has been trained before: it learns more slowly.
TEXT_SHARE = 0.3


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
    path, words_path = Path(o.work) / f"{o.name}.pt", Path(o.work) / "text.pt"
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
    orth = lambda n, p: not o.adam_only and p.dim() in (2, 4) and not any(k in n for k in ("embedding", "vectors", "memory", "unet.out", "place"))

    def groups(wanted):
        parts = [("text.", TEXT_SHARE), ("unet.", 1)]
        return [{"params": [p for n, p in named if n.startswith(part) and wanted(n, p)], "share": share} for part, share in parts]

    muon = None if o.adam_only else Muon(groups(orth), lr=o.rate)
    adam = torch.optim.AdamW(groups(lambda n, p: not orth(n, p)), lr=o.adam_rate, betas=(0.9, 0.98), weight_decay=0.0)
    averaged = [p.detach().clone() for p in parameters]
    samples, curve = 0, []
    if not kept and words_path.exists():
        encoder.load_state_dict(torch.load(words_path, map_location="cpu")["averaged"])
        averaged = [p.detach().clone() for p in parameters]
    if kept:
        with torch.no_grad():
            for p, a, v, w in zip(parameters, averaged, kept["weights"], kept["averaged"]):
                p.copy_(v)
                a.copy_(w)
        if muon and kept["muon"]:
            muon.load_state_dict(kept["muon"])
        if kept["adam"]:
            adam.load_state_dict(kept["adam"])
        samples, curve = kept["samples"], kept["curve"]
    data = LearnedScenes(o.work, words, 9000 + samples)
    print(f"{sum(p.numel() for p in parameters) / 1e6:.1f} M parameters, {len(data.scenes)} scenes, {samples} samples so far", flush=True)

    def loss_of(z, ids, vectors, keep, t, noise):
        at = t[:, None, None, None]
        x = ((1 - at) * z + at * noise).contiguous(memory_format=torch.channels_last)
        context, pooled, layout, bias = encoder(ids, vectors, keep)
        flow = (unet(x, t, context, pooled, layout, bias).float() - (noise - z)).pow(2).mean()
        return flow, (layout[:, : LATENT[0]].float() - z).pow(2).mean()

    work = torch.compile(loss_of) if o.compile else loss_of

    def save(to, weights_only=False):
        state = {"sizes": sizes, "names": [n for n, _ in named], "averaged": [a.cpu() for a in averaged], "samples": samples, "curve": curve}
        if not weights_only:
            state |= {"weights": [p.detach().cpu() for p in parameters], "muon": muon and muon.state_dict(), "adam": adam.state_dict()}
        torch.save(state, str(to) + ".new")
        os.replace(str(to) + ".new", to)

    begun, saved, losses, step = time.time(), time.time(), [], samples // o.batch
    first = samples
    while (spent := time.time() - begun) < o.minutes * 60:
        share = spent / (o.minutes * 60)
        factor = min(1, (step + 1) / 100) * (1 - share if o.finish else 1)
        for optimiser, rate in ((muon, o.rate), (adam, o.adam_rate)):
            for group in optimiser.param_groups if optimiser else []:
                group["lr"] = rate * factor * group["share"]
        z, ids, vectors = (x.to(o.device) for x in data.next(o.batch))
        keep = (torch.rand(ids.shape, device=o.device) > WORD_LEFT_OUT).float()
        t = torch.sigmoid(torch.randn(o.batch, device=o.device))
        with torch.autocast(o.device, torch.bfloat16):
            loss, of_map = work(z, ids, vectors, keep, t, torch.randn_like(z))
        for p in parameters:
            p.grad = None
        (loss + MAP * of_map).backward()
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        if muon:
            muon.step()
        adam.step()
        step, samples = step + 1, samples + o.batch
        with torch.no_grad():
            torch._foreach_lerp_(averaged, parameters, 1 - min(0.999, (1 + step) / (10 + step)))
        losses.append(loss.item())
        if step % 20 == 0:
            mean = sum(losses) / len(losses)
            curve.append((samples, round(mean, 4)))
            print(f"{step} {spent:.0f}s loss {mean:.4f} map {of_map.item():.3f} {(samples - first) / (time.time() - begun):.0f}/s", flush=True)
            losses = []
        if time.time() - saved > o.save_every:
            save(path)
            saved = time.time()
    save(path)
    if o.finish:
        save(path.with_name(f"{o.name}-done.pt"), weights_only=True)


if __name__ == "__main__":
    main()
