"""Latents of scenes with their captions, as both trainings take them."""
import random
from pathlib import Path

import torch

from scenes import STYLES, Icons, caption

NO_CAPTION = 0.1
WORD_LEFT_OUT = 0.1


class LearnedScenes:
    """Latents of scenes, each time with another caption."""

    def __init__(self, work, words, seed):
        self.icons, self.words = Icons(work), words
        files = [torch.load(f, weights_only=False) for f in sorted((Path(work) / "scenes").glob("*.pt"))]
        styled = lambda scene: self.icons.all[scene["things"][0][0]]["style"] in STYLES
        taken = [[n for n, s in enumerate(f["scenes"]) if styled(s)] for f in files]
        self.latents = torch.cat([f["latents"][t] for f, t in zip(files, taken)])
        self.scenes = [f["scenes"][n] for f, t in zip(files, taken) for n in t]
        self.random = random.Random(seed)

    def next(self, count):
        picks = [self.random.randrange(len(self.scenes)) for _ in range(count)]
        texts = ["" if self.random.random() < NO_CAPTION else caption(self.icons, self.scenes[n], self.random) for n in picks]
        return self.latents[picks].float(), *self.words.batch(texts)
