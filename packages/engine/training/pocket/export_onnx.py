"""Writes the graphs of a model folder and its manifest: python export_onnx.py WORK TARGET [--name flow-done.pt]

Weights are stored as int8 with a scale per row and computed with as float32. Prints how far the stored graphs are from the
trained weights, and how long a picture takes in both on two threads. `pnpm seal <folder>` then writes the checksums.
"""
import argparse
import json
import shutil
import sys
import time
from pathlib import Path

import numpy as np
import onnxruntime as ort
import torch
import torch.nn.functional as F
from torch import nn

sys.path.insert(0, str(Path(__file__).parent.parent))
from networks import LATENT, MAX_WORDS, SIZE, VECTOR, Encoder
from sample import Drawer, seeded_noise
from train_enlarger import Enlarger
from weight_only import store_int8


class FromUnit(nn.Module):
    """Encoder for pictures in 0..1."""

    def __init__(self, net):
        super().__init__()
        self.net = net

    def forward(self, image):
        return self.net(image * 2 - 1)


class ToUnit(nn.Module):
    """Decoder to pictures in 0..1."""

    def __init__(self, net):
        super().__init__()
        self.net = net

    def forward(self, z):
        return (self.net(z).clamp(-1, 1) + 1) / 2


class Pixels(nn.Module):
    """The enlarger, edges made steep, and bytes row by row, as an encoder for files wants them.

    Steep edges: a shock filter (Osher and Rudin 1990). Each round adds the difference from a blurred copy, then keeps every
    value between the smallest and the largest of its neighbourhood, so that edges get narrow without halos.
    """

    def __init__(self, net, rounds=2, reach=2, blur=7, sigma=2.0):
        super().__init__()
        self.net, self.rounds, self.reach, self.blur = net, rounds, reach, blur
        bell = torch.exp(-((torch.arange(blur) - blur // 2).float() ** 2) / (2 * sigma * sigma))
        bell = bell / bell.sum()
        self.register_buffer("across", bell.view(1, 1, 1, blur).expand(3, 1, 1, blur).contiguous())
        self.register_buffer("down", bell.view(1, 1, blur, 1).expand(3, 1, blur, 1).contiguous())

    def blurred(self, y):
        p = self.blur // 2
        y = F.conv2d(F.pad(y, (p, p, p, p), mode="replicate"), self.across, groups=3)
        return F.conv2d(y, self.down, groups=3)

    def largest(self, y):
        r = self.reach
        return F.max_pool2d(F.max_pool2d(y, (1, 2 * r + 1), 1, (0, r)), (2 * r + 1, 1), 1, (r, 0))

    def forward(self, image):
        y = self.net(image).clamp(0, 1)
        for _ in range(self.rounds):
            low, high = -self.largest(-y), self.largest(y)
            y = torch.minimum(torch.maximum(2 * y - self.blurred(y), low), high)
        return (y * 255 + 0.5).floor().to(torch.uint8).permute(0, 2, 3, 1)


def manifest_of(opened):
    """All but the checksums."""
    kinds = {"tensor(float)": "float32", "tensor(int64)": "int64", "tensor(uint8)": "uint8"}
    spec = lambda tensors: {t.name: {"type": kinds[t.type], "shape": ["B", *t.shape[1:]]} for t in tensors}
    data = lambda file: {"file": file, "sha256": "0" * 64}
    return {
        "manifest_version": 1, "name": "Pocket", "version": "4", "license": "MIT AND Apache-2.0",
        "notices": ["LICENSE", "LICENSE-APACHE-2.0", "NOTICE", "README.md"],
        "task": "image", "native": {"width": SIZE, "height": SIZE}, "latent": list(LATENT),
        "parametrisation": "rectified_flow", "sampler": "euler",
        "tokenizer": {
            "kind": "words", "words": data("tokenizer.json"), "max_words": MAX_WORDS, "vectors": data("glove_i8.bin"),
            "vector_scales": data("glove_scale_f16.bin"), "dimensions": VECTOR,
        },
        "graphs": {n: {**data(f"{n}.onnx"), "inputs": spec(g.get_inputs()), "outputs": spec(g.get_outputs())} for n, g in opened.items()},
    }


def main():
    options = argparse.ArgumentParser()
    options.add_argument("work", type=Path)
    options.add_argument("target", type=Path)
    options.add_argument("--name", default="flow-done.pt")
    o = options.parse_args()
    torch.set_grad_enabled(False)
    torch.set_num_threads(2)
    draw = Drawer(o.work, o.name)
    encoder = Encoder()
    encoder.load_state_dict(torch.load(o.work / "autoencoder.pt", map_location="cpu")["encoder"])
    o.target.mkdir(parents=True, exist_ok=True)
    ids, vectors = torch.zeros(2, MAX_WORDS, dtype=torch.long), torch.zeros(2, MAX_WORDS, VECTOR)
    ids[0, 0] = 5
    said = draw.text(ids, vectors)
    x = torch.randn(2, *LATENT)
    names = ["ctx", "pooled", "map", "bias"]
    graphs = {
        "text_encoder": (draw.text, (ids, vectors), ["ids", "glove"], names),
        "unet": (draw.unet, (x, torch.ones(2), *said), ["x", "t", *names], ["v"]),
        "decoder": (ToUnit(draw.decoder), (x,), ["z"], ["image"]),
        "encoder": (FromUnit(encoder), (torch.rand(2, 3, SIZE, SIZE),), ["image"], ["z"]),
    }
    if (o.work / "enlarger.pt").exists():
        enlarger = Enlarger()
        enlarger.load_state_dict(torch.load(o.work / "enlarger.pt", map_location="cpu")["enlarger"])
        graphs["enlarger"] = (Pixels(enlarger), (torch.rand(2, 3, SIZE, SIZE),), ["image"], ["pixels"])
    plain = o.work / "plain"
    plain.mkdir(exist_ok=True)
    for name, (net, example, into, out) in graphs.items():
        path = plain / f"{name}.onnx"
        torch.onnx.export(net.eval().to(memory_format=torch.contiguous_format), example, path, opset_version=17, dynamo=False, input_names=into, output_names=out, dynamic_axes={n: {0: "B"} for n in into + out})
        store_int8(str(path), str(o.target / f"{name}.onnx"))
    for name in ("tokenizer.json", "glove_i8.bin", "glove_scale_f16.bin"):
        shutil.copy(o.work / name, o.target / name)
    for path in sorted(o.target.iterdir()):
        print(f"{path.name:24} {path.stat().st_size / 2**20:6.2f} MiB")

    for net in (draw.unet, draw.decoder):
        net.to(memory_format=torch.channels_last)

    setting = ort.SessionOptions()
    setting.intra_op_num_threads = 2
    # As the engine opens them.
    setting.add_session_config_entry("session.disable_quant_qdq", "1")
    setting.add_session_config_entry("session.intra_op.allow_spinning", "0")
    opened = {name: ort.InferenceSession(str(o.target / f"{name}.onnx"), setting) for name in graphs}
    (o.target / "manifest.json").write_text(json.dumps(manifest_of(opened), indent=2) + "\n")
    ids, vectors = draw.words.batch(["a red apple", ""])
    noise = seeded_noise(1)[None]

    def by_graphs(steps=16, guidance=4.0):
        told = dict(zip(names, opened["text_encoder"].run(None, {"ids": ids.numpy(), "glove": vectors.numpy()})))
        at = noise.numpy().copy()
        for k in range(steps):
            a, b = 1 - k / steps, 1 - (k + 1) / steps
            v = opened["unet"].run(None, {"x": np.concatenate([at, at]), "t": np.full(2, a, np.float32), **told})[0]
            at = at + (b - a) * (v[1:] + guidance * (v[:1] - v[1:]))
        return opened["decoder"].run(None, {"z": at.astype(np.float32)})[0]

    def by_torch():
        return ((draw(["a red apple"], [1], noise=noise) + 1) / 2).numpy()

    a, b = by_graphs(), by_torch()
    print(f"PSNR of the stored graphs against the trained weights: {-10 * np.log10(((a - b) ** 2).mean()):.1f} dB")
    # In turns: each waits until the other's threads have gone to sleep.
    times = {"onnxruntime": [], "torch": []}
    for _ in range(10):
        for name, make in (("onnxruntime", by_graphs), ("torch", by_torch)):
            time.sleep(0.3)
            make()
            begun = time.time()
            make()
            times[name].append(time.time() - begun)
    middle = {name: sorted(t)[5] for name, t in times.items()}
    for name, t in middle.items():
        print(f"{name:12} {t:.3f} s a picture of {SIZE} x {SIZE} at 16 steps")
    print(f"{middle['torch'] / middle['onnxruntime']:.2f} times as fast as torch")


if __name__ == "__main__":
    main()
