"""The classifier that measures the model: python judge.py WORK MINUTES

Trained apart from the model, on renderings the model never saw: held-out combinations, another set of drawings beside those
that are learned, turned, sized, moved, blurred and disturbed. It sees 64 x 64: a whole picture, or the left or the right half
of one with two things, and names the subject, its colour and the background. Writes WORK/judge.pt with its own figures on
renderings kept from it; run again, it goes on from there.
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
RENDERED = 45_000
SEEN = 64
MOVED = 2
PAIRS = 0.33


def whole(pictures):
    """(B, 3, 128, 128) as the judge sees them whole: (B, 3, 64, 64)."""
    return F.avg_pool2d(pictures, 2)


def halves(pictures):
    """The two places of a pair, (B, 2, 3, 64, 64)."""
    return torch.stack([pictures[:, :, 32:96, x : x + SEEN] for x in (2, 62)], 1)


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
    """What is seen (B, 3, 64, 64) in -1..1 to logits of the subject, of the colour, of the background."""

    def __init__(self, subjects, widths=(48, 96, 192, 256)):
        super().__init__()
        a, b, c, d = widths
        self.body = nn.Sequential(
            nn.Conv2d(12, a, 3, padding=1), nn.BatchNorm2d(a), nn.ReLU(),
            nn.Conv2d(a, b, 2, stride=2), Step(b),
            nn.Conv2d(b, c, 2, stride=2), Step(c),
            nn.Conv2d(c, d, 2, stride=2), Step(d), nn.BatchNorm2d(d), nn.ReLU(),
        )
        self.subjects = nn.Linear(d * 2, subjects)
        self.colour = nn.Linear(d * 2, len(COLOURS))
        self.background = nn.Linear(d * 2, len(BACKGROUNDS))

    def forward(self, image):
        h = self.body(F.pixel_unshuffle(image, 2))
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

    def scenes(self, count, pairs):
        """Pictures (count, 3, 128, 128), two things in each where `pairs`; per thing subject and colour or -1; backgrounds."""
        r = self.r
        scenes, subjects, colours, backs = [], [], [], []
        for _ in range(count):
            background = "white" if r.random() < 0.4 else r.choice(self.backgrounds)
            if pairs:
                things = [[*self._thing(), x + r.uniform(-0.03, 0.03), y + r.uniform(-0.03, 0.03), s * r.uniform(0.9, 1.1)] for x, y, s in PLACES["pair"]]
            else:
                things = [[*self._thing(), r.uniform(0.45, 0.55), r.uniform(0.45, 0.55), r.uniform(0.8, 1.05)]]
            seen = [t[1] or self.icons.natural_colour(t[0]) for t in things]
            subjects.append([self.number[self.icons.all[t[0]]["subject"]] for t in things])
            colours.append([COLOURS.index(s) if s and s != background else -1 for s in seen])
            backs.append(self.backgrounds.index(background))
            scenes.append({"things": things, "background": background})
        shade = torch.tensor([BACKGROUNDS[s["background"]] for s in scenes]).float() / 255
        image = render(self.icons, scenes, (shade + 0.03 * torch.randn_like(shade)).clamp(0, 1))
        angle = torch.empty(count).uniform_(-0.12, 0.12)
        theta = torch.stack([torch.stack([angle.cos(), -angle.sin(), angle * 0], 1), torch.stack([angle.sin(), angle.cos(), angle * 0], 1)], 1)
        image = F.grid_sample(image, F.affine_grid(theta, image.shape, align_corners=False), padding_mode="border", align_corners=False)
        return image.clamp(-1, 1), torch.tensor(subjects), torch.tensor(colours), torch.tensor(backs)

    def next(self, count):
        """About `count` views with subject and colour or -1, and background: whole pictures, and both halves of pairs."""
        two = int(count * PAIRS / 3)
        one, *known = self.scenes(count - 3 * two, False)
        pair, subjects, colours, backs = self.scenes(two, True)
        none = torch.full((two,), -1)
        return (
            torch.cat([whole(one), halves(pair).flatten(0, 1), whole(pair)]),
            torch.cat([known[0][:, 0], subjects.flatten(), none]),
            torch.cat([known[1][:, 0], colours.flatten(), none]),
            torch.cat([known[2], backs.repeat_interleave(2), backs]),
        )


def disturbed(image, r):
    """Moved, and as soft and uneven as what a model draws."""
    x, y = r.randint(0, 2 * MOVED), r.randint(0, 2 * MOVED)
    image = F.pad(image, (MOVED,) * 4, mode="replicate")[:, :, y : y + SEEN, x : x + SEEN]
    if r.random() < 0.6:
        small = r.choice([24, 32, 48])
        image = F.interpolate(F.interpolate(image, size=small, mode="area"), size=SEEN, mode="bilinear", align_corners=False)
    rough = F.interpolate(torch.randn(len(image), 3, 8, 8), size=SEEN, mode="bilinear", align_corners=False)
    return (image + r.choice([0, 0.05, 0.1]) * rough).clamp(-1, 1)


def same_subject(icons):
    """Subjects that people call by the same name count as one: subject -> set of subjects."""
    names = {s: set() for s in icons.subjects}
    for icon in icons.all:
        if icon["subject"] in names:
            names[icon["subject"]] |= set(icon["names"])
    return {a: {b for b in names if a == b or names[a] & names[b]} for a in names}


@torch.no_grad()
def named(judge, icons, pictures, things):
    """Of each of the pictures (B, 3, 128, 128) with so many things, 1 or 2: the subjects, the colour of one thing, the background."""
    seen = whole(pictures)
    subject, colour, background = (torch.cat(x) for x in zip(*[judge(seen[n : n + 32]) for n in range(0, len(seen), 32)]))
    best = subject.argmax(1)[:, None]
    if things == 2:
        parts = halves(pictures).flatten(0, 1)
        best = torch.cat([judge(parts[n : n + 32])[0] for n in range(0, len(parts), 32)]).argmax(1).view(-1, 2)
    return [
        {"subjects": [icons.subjects[k] for k in b.tolist()], "colour": COLOURS[c], "background": list(BACKGROUNDS)[g]}
        for b, c, g in zip(best, colour.argmax(1).tolist(), background.argmax(1).tolist())
    ]


def figures(judge, icons, seed=99, count=600):
    """Shares of right answers on other renderings."""
    same, source = same_subject(icons), Renderings(icons, seed)
    counts = {}

    def note(what, right):
        counts.setdefault(what, []).append(bool(right))

    judge.eval()
    for pairs in (False, True):
        image, subjects, colours, backs = source.scenes(count, pairs)
        image = image + 0.05 * F.interpolate(torch.randn(count, 3, 16, 16), size=128, mode="bilinear", align_corners=False)
        for n, found in enumerate(named(judge, icons, image.clamp(-1, 1), 1 + pairs)):
            wanted = [icons.subjects[k] for k in subjects[n].tolist()]
            note("subject of pairs" if pairs else "subject of single things", all(b in same[w] for b, w in zip(found["subjects"], wanted)))
            if not pairs and colours[n, 0] >= 0:
                note("colour", found["colour"] == COLOURS[colours[n, 0]])
            note("background", found["background"] == list(BACKGROUNDS)[backs[n]])
    judge.train()
    return {k: round(sum(v) / len(v), 3) for k, v in counts.items()}


def main():
    options = argparse.ArgumentParser()
    options.add_argument("work")
    options.add_argument("minutes", type=float)
    options.add_argument("--rate", type=float, default=0.02, help="of Muon")
    o = options.parse_args()
    torch.manual_seed(3)
    icons = Icons(o.work)
    judge = Judge(len(icons.subjects)).to(memory_format=torch.channels_last)
    path = f"{o.work}/judge.pt"
    if os.path.exists(path):
        judge.load_state_dict(torch.load(path)["judge"])
    source = Renderings(icons, int(time.time()))
    pictures, answers = torch.empty(RENDERED, 3, SEEN, SEEN, dtype=torch.uint8), []
    at = 0
    while at < RENDERED:
        image, *known = source.next(300)
        many = min(len(image), RENDERED - at)
        pictures[at : at + many] = ((image[:many] + 1) * 127.5).round().byte()
        answers.append([k[:many] for k in known])
        at += many
    subjects_of, colours_of, backs_of = (torch.cat(x) for x in zip(*answers))
    print(f"{RENDERED} pictures rendered", flush=True)
    kernels = [p for p in judge.parameters() if p.dim() == 4]
    others = [p for p in judge.parameters() if p.dim() != 4]
    muon, adam = Muon(kernels, lr=o.rate, weight_decay=0.0), torch.optim.AdamW(others, lr=o.rate / 10, weight_decay=0.01)
    begun, step = time.time(), 0
    while (spent := time.time() - begun) < o.minutes * 60:
        factor = min(1, (step + 1) / 50) * (0.5 + 0.5 * math.cos(math.pi * spent / (o.minutes * 60)))
        muon.param_groups[0]["lr"], adam.param_groups[0]["lr"] = o.rate * factor, o.rate / 10 * factor
        picked = torch.randint(0, RENDERED, (BATCH,))
        image = disturbed(pictures[picked].float() / 127.5 - 1, source.r)
        with torch.autocast("cpu", torch.bfloat16):
            answers = judge(image.contiguous(memory_format=torch.channels_last))
        wanted = (subjects_of[picked], 1.0), (colours_of[picked], 0.5), (backs_of[picked], 0.3)
        losses = [F.cross_entropy(said.float(), right, ignore_index=-1) for said, (right, _) in zip(answers, wanted)]
        loss = sum(l * weight for l, (_, weight) in zip(losses, wanted))
        for optimiser in (muon, adam):
            optimiser.zero_grad(set_to_none=True)
        loss.backward()
        muon.step()
        adam.step()
        step += 1
        if step % 50 == 0:
            print(f"{step} {spent:.0f}s loss {' '.join(f'{l.item():.3f}' for l in losses)} {step * BATCH / (time.time() - begun):.0f}/s", flush=True)
    known = figures(judge, icons)
    torch.save({"judge": judge.state_dict(), "figures": known}, path)
    print(known)


if __name__ == "__main__":
    main()
