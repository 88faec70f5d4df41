"""Trains the text encoder alone: python train_text.py WORK MINUTES

Its map learns the mean picture of the words, in latents. There is no noise in that and no U-Net to wait for, so that many times
more captions are seen in a minute than in train_flow.py, which goes on from WORK/text.pt.
"""
import argparse
import math
import os
import time
from pathlib import Path

import torch

from learned_scenes import WORD_LEFT_OUT, LearnedScenes
from muon import Muon
from networks import LATENT, TextEncoder
from words import Words


def main():
    options = argparse.ArgumentParser()
    options.add_argument("work")
    options.add_argument("minutes", type=float)
    options.add_argument("--batch", type=int, default=512)
    options.add_argument("--rate", type=float, default=0.02, help="of Muon")
    options.add_argument("--adam-rate", type=float, default=3e-3)
    options.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    o = options.parse_args()
    path = Path(o.work) / "text.pt"
    torch.manual_seed(int(time.time()))
    words = Words(o.work)
    encoder = TextEncoder(len(words)).to(o.device)
    samples = 0
    if path.exists():
        kept = torch.load(path, map_location="cpu")
        encoder.load_state_dict(kept["weights"])
        samples = kept["samples"]
    orth = lambda n, p: p.dim() in (2, 4) and not any(k in n for k in ("embedding", "vectors", "memory"))
    muon = Muon([p for n, p in encoder.named_parameters() if orth(n, p)], lr=o.rate)
    adam = torch.optim.AdamW([p for n, p in encoder.named_parameters() if not orth(n, p)], lr=o.adam_rate, betas=(0.9, 0.98), weight_decay=0.0)
    averaged = {n: p.detach().clone() for n, p in encoder.state_dict().items()}
    data = LearnedScenes(o.work, words, samples)
    print(f"{sum(p.numel() for p in encoder.parameters()) / 1e6:.1f} M parameters, {len(data.scenes)} scenes, {samples} samples so far", flush=True)

    def save():
        torch.save({"weights": encoder.state_dict(), "averaged": averaged, "samples": samples}, f"{path}.new")
        os.replace(f"{path}.new", path)

    begun, saved, losses, first, step = time.time(), time.time(), [], samples, 0
    while (spent := time.time() - begun) < o.minutes * 60:
        factor = min(1, (step + 1) / 50) * (0.1 + 0.9 * 0.5 * (1 + math.cos(math.pi * spent / (o.minutes * 60))))
        muon.param_groups[0]["lr"], adam.param_groups[0]["lr"] = o.rate * factor, o.adam_rate * factor
        z, ids, vectors = (x.to(o.device) for x in data.next(o.batch))
        keep = (torch.rand(ids.shape, device=o.device) > WORD_LEFT_OUT).float()
        with torch.autocast(o.device, torch.bfloat16):
            layout = encoder(ids, vectors, keep)[2]
        loss = (layout[:, : LATENT[0]].float() - z).pow(2).mean()
        encoder.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(encoder.parameters(), 1.0)
        muon.step()
        adam.step()
        step, samples = step + 1, samples + o.batch
        with torch.no_grad():
            kept = 1 - min(0.998, (1 + step) / (10 + step))
            for n, p in encoder.state_dict().items():
                averaged[n].lerp_(p, kept)
        losses.append(loss.item())
        if step % 25 == 0:
            print(f"{step} {spent:.0f}s loss {sum(losses) / len(losses):.4f} {(samples - first) / (time.time() - begun):.0f}/s", flush=True)
            losses = []
        if time.time() - saved > 240:
            save()
            saved = time.time()
    save()


if __name__ == "__main__":
    main()
