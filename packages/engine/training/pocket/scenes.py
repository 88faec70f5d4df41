"""What is drawn in a training picture and how it is said: one thing, several, or two, in colours and styles, on a background.

Some combinations are never shown: they are what the model is measured on.
"""
import hashlib
import json
import random
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

from colours import BACKGROUNDS, COLOURS, main_colour, recolour
from networks import SIZE
from words import words_of

STYLES = {
    "glossy": ["glossy style", "3d style", "soft style"],
    "flat": ["flat style", "flat design", "simple style"],
}
NUMBERS = {1: ["one"], 2: ["two", "2", "a pair of"], 3: ["three", "3"]}


def _draw(*parts):
    return int(hashlib.md5("|".join(parts).encode()).hexdigest()[:8], 16)


def held_colour(subject, colour):
    """Never drawn in this colour, unless it has it by nature."""
    return _draw("colour", subject, colour) % 8 == 0


def held_background(subject, background):
    return background != "white" and _draw("ground", subject, background) % 8 == 0


def held_pair(a, b):
    return _draw("pair", *sorted((a, b))) % 4 == 0


class Icons:
    """The rendered icons with their main colours; recoloured drawings are made once and kept beside them."""

    def __init__(self, folder):
        folder = Path(folder)
        self.all = json.loads((folder / "icons.json").read_text())
        self.pixels = np.memmap(folder / "icons.u8", np.uint8, "r").reshape(-1, SIZE, SIZE, 4)
        colours, stored = folder / "recoloured.json", folder / "recoloured.u8"
        if not colours.exists():
            self._recolour(colours, stored)
        found = json.loads(colours.read_text())
        self.main = found["main"]
        self.rows = {(i, c): n for n, (i, c) in enumerate(found["rows"])}
        self.changed = np.memmap(stored, np.uint8, "r").reshape(-1, SIZE, SIZE, 4)
        self.by_style = {s: {} for s in STYLES}
        self.weights = {}
        for i, icon in enumerate(self.all):
            if icon["style"] in STYLES:
                self.by_style[icon["style"]][icon["subject"]] = i
                self.weights[icon["subject"]] = icon["weight"]
        self.subjects = sorted(self.weights)
        self.subject_weights = [self.weights[s] for s in self.subjects]
        self.colours_of = {}
        for i, c in self.rows:
            self.colours_of.setdefault(i, []).append(c)

    def _recolour(self, colours, stored):
        main, rows = [], []
        with open(stored, "wb") as out:
            for i, icon in enumerate(self.all):
                drawing = torch.from_numpy(self.pixels[i].copy()).float() / 255
                found = main_colour(drawing)
                main.append({"name": found["name"], "share": round(found["share"], 3)} if found else None)
                if not found or found["share"] < 0.45:
                    continue
                for colour in COLOURS:
                    if colour != found["name"]:
                        rows.append((i, colour))
                        out.write((recolour(drawing, found, colour) * 255).round().byte().numpy().tobytes())
        colours.write_text(json.dumps({"main": main, "rows": rows}))

    def natural_colour(self, i):
        main = self.main[i]
        return main["name"] if main and main["share"] > 0.55 else None

    def drawing(self, i, colour):
        """(128, 128, 4) uint8; colour None is the icon as it is."""
        row = self.rows.get((i, colour))
        return self.pixels[i] if row is None else self.changed[row]


# Places of things in a scene: centre x, centre y, size, as shares of the picture. One arrangement for each number: with two of
# them the mean of both is what the words alone would mean, and neither is drawn well.
PLACES = {
    "pair": [(0.27, 0.5, 0.52), (0.73, 0.5, 0.52)],
    "two": [(0.27, 0.5, 0.52), (0.73, 0.5, 0.52)],
    "three": [(0.5, 0.28, 0.46), (0.26, 0.71, 0.46), (0.74, 0.71, 0.46)],
}


class Scenes:
    """Random scenes: {things: [[icon, colour, x, y, size]], background, kind}."""

    def __init__(self, icons, seed):
        self.icons = icons
        self.random = random.Random(seed)
        self.backgrounds = list(BACKGROUNDS)

    def _subject(self):
        return self.random.choices(self.icons.subjects, self.icons.subject_weights)[0]

    def _thing(self, subject, style, recoloured):
        """Icon and colour of a subject, or None where this style has none."""
        i = self.icons.by_style[style].get(subject)
        if i is None:
            return None
        choices = [c for c in self.icons.colours_of.get(i, []) if not held_colour(subject, c)]
        return (i, self.random.choice(choices)) if recoloured and choices else (i, None)

    def next(self):
        r = self.random
        while True:
            kind = r.choices(["one", "small", "two", "three", "pair"], [34, 4, 12, 8, 42])[0]
            subject, style = self._subject(), r.choice(list(STYLES))
            thing = self._thing(subject, style, r.random() < 0.45)
            if thing is None:
                continue
            jitter = lambda d: r.uniform(-d, d)
            if kind == "one":
                things = [[*thing, 0.5 + jitter(0.02), 0.5 + jitter(0.02), r.uniform(0.9, 1.0)]]
            elif kind == "small":
                things = [[*thing, 0.5 + jitter(0.05), 0.5 + jitter(0.05), r.uniform(0.45, 0.55)]]
            elif kind in ("two", "three"):
                things = [[*thing, x + jitter(0.02), y + jitter(0.02), s * r.uniform(0.95, 1.05)] for x, y, s in PLACES[kind]]
            else:
                other = self._subject()
                second = self._thing(other, style, r.random() < 0.4)
                if second is None or other == subject or held_pair(subject, other):
                    continue
                things = [[*t, x + jitter(0.02), y + jitter(0.02), s * r.uniform(0.95, 1.05)] for t, (x, y, s) in zip((thing, second), PLACES["pair"])]
            background = "white" if r.random() < 0.4 else r.choice(self.backgrounds)
            names = [self.icons.all[t[0]]["subject"] for t in things]
            seen = [t[1] or self.icons.natural_colour(t[0]) for t in things]
            if any(held_background(n, background) for n in names) or (background in seen):
                continue
            return {"things": things, "background": background, "kind": kind}


def render(icons, scenes, backgrounds=None):
    """Pictures (B, 3, 128, 128) in -1..1. backgrounds (B, 3) in 0..1 replaces the named ones."""
    count = len(scenes)
    if backgrounds is None:
        backgrounds = torch.tensor([BACKGROUNDS[s["background"]] for s in scenes]).float() / 255
    picture = backgrounds[:, :, None, None].expand(count, 3, SIZE, SIZE).clone()
    for layer in range(max(len(s["things"]) for s in scenes)):
        which = [n for n, s in enumerate(scenes) if len(s["things"]) > layer]
        things = [scenes[n]["things"][layer] for n in which]
        rgba = torch.from_numpy(np.stack([icons.drawing(t[0], t[1]) for t in things])).permute(0, 3, 1, 2).float() / 255
        rgba = torch.cat([rgba[:, :3] * rgba[:, 3:], rgba[:, 3:]], 1)
        small = torch.tensor([t[4] < 0.7 for t in things])
        if small.any():
            # Halved before it is drawn small, so that thin lines do not break.
            rgba[small] = F.interpolate(F.avg_pool2d(rgba[small], 2), scale_factor=2, mode="bilinear", align_corners=False)
        theta = torch.tensor([[[1 / s, 0, -(2 * x - 1) / s], [0, 1 / s, -(2 * y - 1) / s]] for _, _, x, y, s in things])
        drawn = F.grid_sample(rgba, F.affine_grid(theta, rgba.shape, align_corners=False), align_corners=False)
        picture[which] = drawn[:, :3] + picture[which] * (1 - drawn[:, 3:])
    return picture * 2 - 1


def _plural(name):
    if name.endswith(("s", "x", "ch", "sh")):
        return name if name.endswith("s") else name + "es"
    return name[:-1] + "ies" if name.endswith("y") and name[-2] not in "aeiou" else name + "s"


COLOUR_WORDS = set(COLOURS) | {"grey"}


def caption(icons, scene, r):
    """One of the many ways to ask for a scene, drawn with the random generator r."""
    things = scene["things"]

    def named(thing, plural=False):
        i, colour = thing[0], thing[1]
        icon = icons.all[i]
        x = r.random()
        if x < 0.55 or (len(icon["names"]) == 1 and x < 0.88):
            name = icon["names"][0]
        elif x < 0.88 or not icon["tags"]:
            name = r.choice(icon["names"])
        elif x < 0.95 or colour:
            name = icon["names"][0] + " " + r.choice(icon["tags"])
        else:
            name = r.choice(icon["tags"])
        said = colour
        if not said and r.random() < 0.3:
            said = icons.natural_colour(i)
        if said:
            said = "grey" if said == "gray" and r.random() < 0.5 else said
            rest = [w for w in words_of(name) if w not in COLOUR_WORDS]
            name = f"{said} {' '.join(rest)}"
        return _plural(name) if plural else name

    kind = scene["kind"]
    if kind == "pair":
        text = f"{named(things[0])} {r.choice(['and', 'and', 'with', 'next to'])} {named(things[1])}"
    elif kind in ("two", "three"):
        text = f"{r.choice(NUMBERS[len(things)])} {named(things[0], True)}"
    elif kind == "small":
        text = f"{r.choice(['small', 'little', 'tiny'])} {named(things[0])}"
    else:
        text = named(things[0])
    style = icons.all[things[0][0]]["style"]
    x = r.random()
    if x < 0.3:
        text = f"{text} {r.choice(STYLES[style])}"
    elif x < 0.4:
        text = f"{r.choice(STYLES[style])} {text}"
    background = scene["background"]
    if background != "white" or r.random() < 0.15:
        background = "grey" if background == "gray" and r.random() < 0.5 else background
        ways = [f"{text} on a {background} background"] * 4 + [f"{text} on {background}", f"{background} background {text}", f"{text} {background} background"]
        text = r.choice(ways)
    return text
