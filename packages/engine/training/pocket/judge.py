"""The classifier that measures the model: python judge.py WORK MINUTES

Trained apart from the model, on renderings the model never saw: held-out combinations, another set of drawings beside the
three that are learned, turned, sized, moved, blurred and disturbed. Names the subjects (several may be there), the colour of a
single thing, and the background. Writes WORK/judge.pt with its own figures on renderings kept from it.
"""
import argparse
import math
import os
import random
import time

import torch
import torch.nn.functional as F
from torch import nn

from colours import BACKGROUNDS, COLOURS
from muon import Muon
from scenes import Icons, PLACES, render

BATCH = 128
# Rendered once, then seen several times, each time moved and disturbed in another way.
RENDERED = 30_000
MOVED = 4


class Step(nn.Module):
    """A residual block with a norm before each convolution, so that it learns quickly."""

    def __init__(self, width):
        super().__init__()
        self.norms = nn.ModuleList([nn.BatchNorm2d(width), nn.BatchNorm2d(width)])
        self.convolutions = nn.ModuleList([nn.Conv2d(width, width, 3, padding=1, bias=False) for _ in range(2)])

    def forward(self, x):
        h = x
        for norm, convolution in zip(self.norms, self.convolutions):
            h = convolution(F.relu(norm(h)))
        return x + h


class Judge(nn.Module):
    """Pictures (B, 3, 128, 128) in -1..1 to logits of subjects, of the colour, of the background."""

    def __init__(self, subjects, widths=(48, 96, 192)):
        super().__init__()
        a, b, c = widths
        self.body = nn.Sequential(
            nn.Conv2d(48, a, 3, padding=1), Step(a),
            nn.Conv2d(a, b, 2, stride=2), Step(b), Step(b),
            nn.Conv2d(b, c, 2, stride=2), Step(c), Step(c), nn.BatchNorm2d(c), nn.ReLU(),
        )
        self.subjects = nn.Linear(c * 2, subjects)
        self.colour = nn.Linear(c * 2, len(COLOURS))
        self.background = nn.Linear(c * 2, len(BACKGROUNDS))

    def forward(self, image):
        h = self.body(F.pixel_unshuffle(image, 4))
        h = torch.cat([h.mean((2, 3)), h.amax((2, 3))], 1)
        return self.subjects(h), self.colour(h), self.background(h)


class Renderings:
    """Scenes of any combination, with what is in them."""

    def __init__(self, icons, seed):
        self.icons, self.r = icons, random.Random(seed)
        self.number = {s: n for n, s in enumerate(icons.subjects)}
        # Some sets draw what the learned ones lack.
        self.known = [i for i, icon in enumerate(icons.all) if icon["subject"] in self.number]
        self.backgrounds = list(BACKGROUNDS)

    def _thing(self):
        r = self.r
        i = r.choice(self.known)
        while r.random() > self.icons.all[i]["weight"] / 3:
            i = r.choice(self.known)
        colours = self.icons.colours_of.get(i, [])
        return i, r.choice(colours) if colours and r.random() < 0.5 else None

    def next(self, count):
        r = self.r
        scenes, subjects = [], torch.zeros(count, len(self.number))
        colours, backs = torch.full((count,), -1), torch.zeros(count, dtype=torch.long)
        for n in range(count):
            background = "white" if r.random() < 0.4 else r.choice(self.backgrounds)
            if r.random() < 0.3:
                things = [[*self._thing(), x + r.uniform(-0.03, 0.03), y + r.uniform(-0.03, 0.03), s * r.uniform(0.9, 1.1)] for x, y, s in PLACES["pair"]]
            else:
                things = [[*self._thing(), r.uniform(0.45, 0.55), r.uniform(0.45, 0.55), r.uniform(0.8, 1.05)]]
                seen = things[0][1] or self.icons.natural_colour(things[0][0])
                if seen and seen != background:
                    colours[n] = COLOURS.index(seen)
            for t in things:
                subjects[n, self.number[self.icons.all[t[0]]["subject"]]] = 1
            backs[n] = self.backgrounds.index(background)
            scenes.append({"things": things, "background": background})
        shade = torch.tensor([BACKGROUNDS[s["background"]] for s in scenes]).float() / 255
        image = render(self.icons, scenes, (shade + 0.03 * torch.randn_like(shade)).clamp(0, 1))
        angle = torch.empty(count).uniform_(-0.15, 0.15)
        theta = torch.stack([torch.stack([angle.cos(), -angle.sin(), angle * 0], 1), torch.stack([angle.sin(), angle.cos(), angle * 0], 1)], 1)
        image = F.grid_sample(image, F.affine_grid(theta, image.shape, align_corners=False), padding_mode="border", align_corners=False)
        return image.clamp(-1, 1), subjects, colours, backs


def disturbed(image, r):
    """Moved, and as soft and uneven as what a model draws."""
    x, y = r.randint(0, 2 * MOVED), r.randint(0, 2 * MOVED)
    image = F.pad(image, (MOVED,) * 4, mode="replicate")[:, :, y : y + 128, x : x + 128]
    if r.random() < 0.6:
        small = r.choice([48, 64, 80])
        image = F.interpolate(F.interpolate(image, size=small, mode="area"), size=128, mode="bilinear", align_corners=False)
    rough = F.interpolate(torch.randn(len(image), 3, 16, 16), size=128, mode="bilinear", align_corners=False)
    return (image + r.choice([0, 0.05, 0.1]) * rough).clamp(-1, 1)


def same_subject(icons):
    """Subjects that people call by the same name count as one: subject -> set of subjects."""
    names = {s: set() for s in icons.subjects}
    for icon in icons.all:
        if icon["subject"] in names:
            names[icon["subject"]] |= set(icon["names"])
    return {a: {b for b in names if a == b or names[a] & names[b]} for a in names}


@torch.no_grad()
def figures(judge, icons, seed=99, count=1024):
    """Shares of right answers on single things of other renderings."""
    same, source = same_subject(icons), Renderings(icons, seed)
    right = {"subject": 0, "colour": 0, "background": 0}
    total = {"subject": 0, "colour": 0, "background": 0}
    judge.eval()
    for _ in range(count // 64):
        image, subjects, colours, backs = source.next(64)
        s, c, b = judge(disturbed(image, source.r))
        for n in range(64):
            wanted = [icons.subjects[k] for k in subjects[n].nonzero()[:, 0].tolist()]
            best = [icons.subjects[k] for k in s[n].topk(len(wanted)).indices.tolist()]
            right["subject"] += all(any(x in same[w] for x in best) for w in wanted)
            total["subject"] += 1
            if colours[n] >= 0:
                right["colour"] += int(c[n].argmax() == colours[n])
                total["colour"] += 1
            right["background"] += int(b[n].argmax() == backs[n])
            total["background"] += 1
    judge.train()
    return {k: round(right[k] / max(1, total[k]), 3) for k in right}


def main():
    options = argparse.ArgumentParser()
    options.add_argument("work")
    options.add_argument("minutes", type=float)
    o = options.parse_args()
    torch.manual_seed(3)
    icons = Icons(o.work)
    judge = Judge(len(icons.subjects)).to(memory_format=torch.channels_last)
    path = f"{o.work}/judge.pt"
    if os.path.exists(path):
        judge.load_state_dict(torch.load(path)["judge"])
    source = Renderings(icons, int(time.time()))
    pictures, answers = torch.empty(RENDERED, 3, 128, 128, dtype=torch.uint8), []
    for at in range(0, RENDERED, 100):
        image, *known = source.next(100)
        pictures[at : at + 100] = ((image + 1) * 127.5).round().byte()
        answers.append(known)
    subjects_of, colours_of, backs_of = (torch.cat(x) for x in zip(*answers))
    print(f"{RENDERED} pictures rendered", flush=True)
    kernels = [p for p in judge.parameters() if p.dim() == 4]
    others = [p for p in judge.parameters() if p.dim() != 4]
    muon, adam = Muon(kernels, lr=0.02, weight_decay=0.0), torch.optim.AdamW(others, lr=2e-3, weight_decay=0.01)
    begun, step = time.time(), 0
    while (spent := time.time() - begun) < o.minutes * 60:
        factor = min(1, (step + 1) / 50) * (0.5 + 0.5 * math.cos(math.pi * spent / (o.minutes * 60)))
        muon.param_groups[0]["lr"], adam.param_groups[0]["lr"] = 0.02 * factor, 2e-3 * factor
        picked = torch.randint(0, RENDERED, (BATCH,))
        image, subjects, colours, backs = pictures[picked].float() / 127.5 - 1, subjects_of[picked], colours_of[picked], backs_of[picked]
        image = disturbed(image, source.r)
        with torch.autocast("cpu", torch.bfloat16):
            s, c, b = judge(image.contiguous(memory_format=torch.channels_last))
        s, c, b = s.float(), c.float(), b.float()
        spread = subjects / subjects.sum(1, keepdim=True)
        loss = F.cross_entropy(s, spread) + 0.5 * F.cross_entropy(c, colours, ignore_index=-1) + 0.3 * F.cross_entropy(b, backs)
        for optimiser in (muon, adam):
            optimiser.zero_grad(set_to_none=True)
        loss.backward()
        muon.step()
        adam.step()
        step += 1
        if step % 50 == 0:
            print(f"{step} {spent:.0f}s loss {loss.item():.3f} {step * BATCH / (time.time() - begun):.0f}/s", flush=True)
    known = figures(judge, icons)
    torch.save({"judge": judge.state_dict(), "figures": known}, path)
    print(known)


if __name__ == "__main__":
    main()
