"""Colours by name: what a drawing's colour is called, and how to give it another one.

Works in OKLab (B. Ottosson, "A perceptual color space for image processing", 2020).
"""
import math

import torch

# name: lightness, chroma, hue in degrees
NAMED = {
    "red": (0.62, 0.23, 27), "orange": (0.74, 0.17, 58), "yellow": (0.87, 0.17, 95), "green": (0.65, 0.18, 143),
    "teal": (0.68, 0.12, 192), "blue": (0.60, 0.18, 255), "purple": (0.54, 0.20, 303), "pink": (0.76, 0.15, 357),
    "brown": (0.47, 0.09, 52), "black": (0.27, 0.01, 0), "white": (0.95, 0.005, 0), "gray": (0.66, 0.008, 0),
}
COLOURS = list(NAMED)

BACKGROUNDS = {
    "white": (255, 255, 255), "black": (24, 24, 28), "gray": (150, 152, 158), "red": (224, 62, 54), "orange": (248, 150, 56),
    "yellow": (253, 214, 70), "green": (84, 178, 86), "teal": (40, 164, 164), "blue": (62, 124, 226), "navy": (32, 44, 98),
    "purple": (138, 84, 206), "pink": (250, 158, 194), "brown": (130, 88, 58), "beige": (240, 224, 196),
    "light blue": (168, 216, 248), "light green": (190, 232, 176),
}

_M1 = torch.tensor([[0.4122214708, 0.5363325363, 0.0514459929], [0.2119034982, 0.6806995451, 0.1073969566], [0.0883024619, 0.2817188376, 0.6299787005]])
_M2 = torch.tensor([[0.2104542553, 0.7936177850, -0.0040720468], [1.9779984951, -2.4285922050, 0.4505937099], [0.0259040371, 0.7827717662, -0.8086757660]])


def to_oklab(rgb):
    """sRGB in 0..1, colour in the last dimension, to L, a, b."""
    linear = torch.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    return (linear @ _M1.T).clamp_min(0).pow(1 / 3) @ _M2.T


def from_oklab(lab):
    """L, a, b to sRGB in 0..1; what no screen can show is clipped."""
    linear = ((lab @ torch.linalg.inv(_M2).T) ** 3) @ torch.linalg.inv(_M1).T
    linear = linear.clamp(0, 1)
    return torch.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear.pow(1 / 2.4) - 0.055)


def _smoothstep(x, low, high):
    t = ((x - low) / (high - low)).clamp(0, 1)
    return t * t * (3 - 2 * t)


def _turn(a, b):
    """Signed angle from b to a, in radians, -pi to pi."""
    return torch.remainder(a - b + math.pi, 2 * math.pi) - math.pi


def name_of(lightness, chroma, hue_degrees):
    """The name of a colour: the nearest of NAMED, with hue counting for little where there is little chroma."""
    if chroma < 0.035:
        return "white" if lightness > 0.86 else "black" if lightness < 0.36 else "gray"
    best, least = None, 1e9
    h = math.radians(hue_degrees)
    for name, (l, c, deg) in NAMED.items():
        if name in ("black", "white", "gray"):
            continue
        t = math.radians(deg)
        d = (0.6 * (lightness - l)) ** 2 + (chroma * math.cos(h) - c * math.cos(t)) ** 2 + (chroma * math.sin(h) - c * math.sin(t)) ** 2
        if d < least:
            best, least = name, d
    return best


def main_colour(rgba):
    """The colour that a drawing is "in", if it is in one.

    rgba: (H, W, 4) in 0..1, straight alpha. Returns None or {name, share, lightness, chroma, hue} with the share of the
    opaque pixels that are of that colour; hue is None for what has none.
    """
    opaque = rgba[..., 3] > 0.5
    if int(opaque.sum()) < 400:
        return None
    lab = to_oklab(rgba[opaque][:, :3])
    light, chroma, hue = lab[:, 0], lab[:, 1:].norm(dim=1), torch.atan2(lab[:, 2], lab[:, 1])
    coloured = chroma > 0.05
    if float(coloured.float().mean()) < 0.4:
        plain = ~coloured
        share = float(plain.float().mean())
        l = float(light[plain].median())
        return {"name": name_of(l, 0, 0), "share": share, "lightness": l, "chroma": 0.0, "hue": None}
    histogram = torch.histc(hue[coloured], 72, -math.pi, math.pi)
    smooth = sum(torch.roll(histogram, k) for k in range(-3, 4))
    centre = (int(smooth.argmax()) + 0.5) / 72 * 2 * math.pi - math.pi
    near = coloured & (_turn(hue, torch.tensor(centre)).abs() < math.radians(30))
    l, c = float(light[near].median()), float(chroma[near].median())
    h = centre + float(_turn(hue[near], torch.tensor(centre)).mean())
    return {"name": name_of(l, c, math.degrees(h)), "share": float(near.float().mean()), "lightness": l, "chroma": c, "hue": h}


def recolour(rgba, main, name):
    """The drawing with its main colour changed to the one named; what has other colours keeps them."""
    tl, tc, deg = NAMED[name]
    th = math.radians(deg)
    lab = to_oklab(rgba[..., :3])
    light, a, b = lab.unbind(-1)
    chroma, hue = (a * a + b * b).sqrt(), torch.atan2(b, a)
    if main["hue"] is None:
        weight = 1 - _smoothstep(chroma, 0.05, 0.09)
        turned = torch.full_like(hue, th)
        strength = torch.full_like(chroma, tc) * (1 - _smoothstep((light - main["lightness"]).abs(), 0.35, 0.7))
    else:
        turn = _turn(hue, torch.tensor(main["hue"]))
        weight = (1 - _smoothstep(turn.abs(), math.radians(28), math.radians(55))) * _smoothstep(chroma, 0.02, 0.06)
        turned = th + 0.4 * turn
        strength = tc * (chroma / main["chroma"]).clamp(0, 1.25)
    contrast = 0.55 if name in ("black", "white") else 0.9
    lightness = (tl + contrast * (light - main["lightness"])).clamp(0.08, 0.99)
    changed = torch.stack([lightness, strength * turned.cos(), strength * turned.sin()], -1)
    out = from_oklab(lab + weight[..., None] * (changed - lab))
    return torch.cat([out, rgba[..., 3:]], -1)
