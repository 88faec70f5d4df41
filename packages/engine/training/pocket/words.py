"""Prompts to word ids and word vectors, exactly as packages/engine/src/inference/tokenizer.ts does it."""
import json
import re
import unicodedata
from pathlib import Path

import numpy as np
import torch

from networks import MAX_WORDS, VECTOR

STOP = {"a", "an", "the", "of", "icon", "emoji", "picture", "image", "photo", "drawing", "illustration"}


def words_of(text):
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(c))
    return [w for w in re.sub(r"[^a-z0-9]+", " ", plain).split() if w not in STOP]


class Words:
    """The learned words, and the vectors of 24,000 words as they ship: int8 with a scale per word."""

    def __init__(self, folder):
        folder = Path(folder)
        lists = json.loads((folder / "tokenizer.json").read_text())
        rows = len(lists["glove_words"])
        table = np.fromfile(folder / "glove_i8.bin", np.int8).reshape(rows, VECTOR).astype(np.float32)
        scales = np.fromfile(folder / "glove_scale_f16.bin", np.float16).astype(np.float32)
        self.vectors = torch.from_numpy(table * scales[:, None])
        self.rows = {w: i for i, w in enumerate(lists["glove_words"])}
        self.ids = {w: i for i, w in enumerate(lists["vocab"])}
        self.known = {}

    def __len__(self):
        return len(self.ids)

    def encode(self, text):
        """(ids, rows) of the words that are known, at most 16."""
        if text in self.known:
            return self.known[text]
        ids, rows = [], []
        for word in words_of(text)[:MAX_WORDS]:
            if word not in self.ids and word not in self.rows and word.endswith("s"):
                word = word[:-1]
            i, row = self.ids.get(word, 1), self.rows.get(word, -1)
            if i == 1 and row < 0:
                continue
            ids.append(i)
            rows.append(row)
        if len(self.known) < 2_000_000:
            self.known[text] = (ids, rows)
        return ids, rows

    def batch(self, texts):
        ids = torch.zeros(len(texts), MAX_WORDS, dtype=torch.long)
        rows = torch.full((len(texts), MAX_WORDS), -1, dtype=torch.long)
        for n, text in enumerate(texts):
            a, b = self.encode(text)
            if a:
                ids[n, : len(a)] = torch.tensor(a)
                rows[n, : len(b)] = torch.tensor(b)
        vectors = self.vectors[rows.clamp_min(0)] * (rows >= 0)[:, :, None]
        return ids, vectors
