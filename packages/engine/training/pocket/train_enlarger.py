"""Trains the network that redraws 128 x 128 at 512 x 512: python train_enlarger.py WORK MINUTES

Input: drawings through encoder and decoder, with noise on the latents, as soft and wobbly as what the model draws. Target: the
same vector drawings rendered at 512 x 512 (icons-512.u8). The loss prefers steep edges and even areas. Writes WORK/enlarger.pt.
"""
import argparse
import math
import random
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from colours import BACKGROUNDS, main_colour, recolour
from networks import SIZE, Decoder, Encoder, Residual
from scenes import STYLES, Icons
from train_autoencoder import differences

SCALE = 4
LARGE = SIZE * SCALE
PLANS, HELD = 4000, 100
CROP, BATCH = 40, 8


class Enlarger(nn.Module):
    """Pictures (B, 3, 128, 128) in 0..1 to (B, 3, 512, 512); nearly all the work is done at 128 x 128."""

    def __init__(self, width=40, fine=20):
        super().__init__()
        self.into = nn.Conv2d(3, width, 3, padding=1)
        self.body = nn.Sequential(*[Residual(width) for _ in range(4)])
        self.up = nn.Conv2d(width, fine * 4, 1)
        self.fine = Residual(fine)
        self.out = nn.Conv2d(fine, 12, 3, padding=1)
        nn.init.normal_(self.out.weight, std=1e-3)
        nn.init.zeros_(self.out.bias)

    def forward(self, image):
        h = self.body(self.into(image * 2 - 1))
        h = self.fine(F.pixel_shuffle(self.up(h), 2))
        plain = F.interpolate(image, scale_factor=float(SCALE), mode="bilinear", align_corners=False)
        return plain + F.pixel_shuffle(self.out(F.relu(h)), 2)


class Pairs:
    """What the decoder makes of drawings, and the drawings at full size."""

    def __init__(self, work):
        self.icons = Icons(work)
        self.large = np.memmap(Path(work) / f"icons-{LARGE}.u8", np.uint8, "r").reshape(-1, LARGE, LARGE, 4)
        kept = torch.load(Path(work) / "autoencoder.pt", map_location="cpu")
        encoder, decoder = Encoder(), Decoder()
        encoder.load_state_dict(kept["encoder"])
        decoder.load_state_dict(kept["decoder"])
        self.random = r = random.Random(11)
        self.mains, self.plans, self.inputs = {}, [], []
        while len(self.plans) < PLANS:
            batch = []
            for _ in range(50):
                i = r.randrange(len(self.large))
                assert self.icons.all[i]["style"] in STYLES
                colours = self.icons.colours_of.get(i, [])
                background = "white" if r.random() < 0.5 else r.choice(list(BACKGROUNDS))
                plan = (i, r.choice(colours) if colours and r.random() < 0.5 else None, background)
                self.plans.append(plan)
                batch.append(F.interpolate(self.draw(plan)[None], size=(SIZE, SIZE), mode="area"))
            with torch.no_grad():
                z = encoder(torch.cat(batch) * 2 - 1)
                z = z + 0.3 * torch.rand(len(z), 1, 1, 1) * torch.randn_like(z)
                self.inputs.append((decoder(z).clamp(-1, 1) + 1) / 2)
        self.inputs = torch.cat(self.inputs).half()

    def draw(self, plan, top=0, left=0, size=LARGE):
        i, colour, background = plan
        part = torch.from_numpy(self.large[i, top : top + size, left : left + size].copy()).float() / 255
        if colour:
            if i not in self.mains:
                self.mains[i] = main_colour(torch.from_numpy(self.icons.pixels[i].copy()).float() / 255)
            part = recolour(part, self.mains[i], colour)
        part = part.permute(2, 0, 1)
        back = torch.tensor(BACKGROUNDS[background]).float()[:, None, None] / 255
        return part[:3] * part[3:] + back * (1 - part[3:])

    def next(self):
        small, large = [], []
        for _ in range(BATCH):
            k = self.random.randrange(HELD, PLANS)
            top, left = self.random.randrange(SIZE - CROP + 1), self.random.randrange(SIZE - CROP + 1)
            small.append(self.inputs[k, :, top : top + CROP, left : left + CROP].float())
            large.append(self.draw(self.plans[k], top * SCALE, left * SCALE, CROP * SCALE))
        return torch.stack(small), torch.stack(large)


def main():
    options = argparse.ArgumentParser()
    options.add_argument("work")
    options.add_argument("minutes", type=float)
    o = options.parse_args()
    torch.manual_seed(1)
    pairs, net = Pairs(o.work), Enlarger().to(memory_format=torch.channels_last)
    averaged = {k: v.clone() for k, v in net.state_dict().items()}
    optimiser = torch.optim.AdamW(net.parameters(), lr=2e-3, betas=(0.9, 0.98), weight_decay=0.0)
    begun, step = time.time(), 0
    while (share := (time.time() - begun) / 60 / o.minutes) < 1:
        optimiser.param_groups[0]["lr"] = 2e-3 * min(1, (step + 1) / 100) * (0.5 + 0.5 * math.cos(math.pi * share)) + 1e-6
        x, wanted = pairs.next()
        with torch.autocast("cpu", torch.bfloat16):
            made = net(x.contiguous(memory_format=torch.channels_last))
        made = made.float()
        loss = (made - wanted).abs().mean() + sum((a - b).abs().mean() for a, b in zip(differences(made), differences(wanted)))
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimiser.step()
        step += 1
        for k, v in net.state_dict().items():
            averaged[k].lerp_(v, 1 - min(0.998, (1 + step) / (10 + step)))
        if step % 100 == 0:
            print(f"{step} {time.time() - begun:.0f}s loss {loss.item():.4f}", flush=True)
    net.load_state_dict(averaged)
    db = lambda a, b: -10 * (a.clamp(0, 1) - b).pow(2).mean().log10().item()
    with torch.no_grad():
        own, bicubic = [], []
        for k in range(HELD):
            x, wanted = pairs.inputs[k : k + 1].float(), pairs.draw(pairs.plans[k])[None]
            own.append(db(net(x), wanted))
            bicubic.append(db(F.interpolate(x, scale_factor=float(SCALE), mode="bicubic", align_corners=False), wanted))
    figures = {"psnr": round(float(np.mean(own)), 2), "psnr_bicubic": round(float(np.mean(bicubic)), 2), "steps": step}
    torch.save({"enlarger": averaged, "figures": figures}, Path(o.work) / "enlarger.pt")
    print(figures)


if __name__ == "__main__":
    main()
