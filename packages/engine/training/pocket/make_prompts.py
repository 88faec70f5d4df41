"""Writes the 200 prompts the model is measured on: python make_prompts.py WORK > prompts.json

All are combinations that training never shows. 60 things in a colour, 40 in a colour on a background, 50 on a background, and
50 pairs; things that everybody knows, drawn by lot with a fixed seed.
"""
import json
import random
import sys

from colours import BACKGROUNDS, COLOURS
from scenes import COLOUR_WORDS, STYLES, Icons, held_background, held_colour, held_pair

icons = Icons(sys.argv[1])
r = random.Random(200)
everyday = [s for s in icons.subjects if icons.weights[s] > 1]


def name(subject):
    return icons.all[next(drawn[subject] for drawn in icons.by_style.values() if subject in drawn)]["names"][0]


def coloured(colour, subject):
    """As captions say it: a name's own colour gives way."""
    return article(" ".join([colour, *(w for w in name(subject).split() if w not in COLOUR_WORDS)]))


def article(text):
    return f"{'an' if text[0] in 'aeiou' else 'a'} {text}"


def colourable(subject):
    """Colours that every style can draw it in and training leaves out; not the one it has anyway."""
    drawn = [icons.by_style[s].get(subject) for s in STYLES]
    if None in drawn:
        return []
    natural = {icons.natural_colour(i) for i in drawn}
    return [c for c in COLOURS if c != "white" and c not in natural and held_colour(subject, c) and all(c in icons.colours_of.get(i, []) for i in drawn)]


prompts, used = [], set()


def add(prompt, subjects, colour, background):
    if prompt not in used:
        used.add(prompt)
        prompts.append({"prompt": prompt, "subjects": subjects, "colour": colour, "background": background})


def until(count, make):
    goal = len(prompts) + count
    while len(prompts) < goal:
        make()


def in_colour():
    s = r.choice(everyday)
    if colours := colourable(s):
        c = r.choice(colours)
        add(coloured(c, s), [s], c, "white")


def in_colour_on():
    s = r.choice(everyday)
    if colours := colourable(s):
        c = r.choice(colours)
        b = r.choice([b for b in BACKGROUNDS if b not in (c, "white") and not held_background(s, b)])
        add(f"{coloured(c, s)} on {article(b)} background", [s], c, b)


def on():
    s = r.choice(everyday)
    natural = {icons.natural_colour(icons.by_style[st][s]) for st in STYLES if s in icons.by_style[st]}
    if backs := [b for b in BACKGROUNDS if b != "white" and held_background(s, b) and b not in natural]:
        b = r.choice(backs)
        add(f"{article(name(s))} on {article(b)} background", [s], None, b)


def together():
    a, b = r.sample(everyday, 2)
    if held_pair(a, b):
        add(f"{article(name(a))} and {article(name(b))}", [a, b], None, "white")


until(60, in_colour)
until(40, in_colour_on)
until(50, on)
until(50, together)
json.dump(prompts, sys.stdout, indent=1)
