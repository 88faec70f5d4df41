"""Writes the graphs of a model folder: python export_onnx.py WORK TARGET [--name flow-done.pt]

Weights are stored as int8 with a scale per row and computed with as float32. Prints how far the stored graphs are from the
trained weights, and how long a picture takes in both on two threads.
"""
import argparse
import shutil
import sys
import time
from pathlib import Path

import numpy as np
import onnxruntime as ort
import torch
from torch import nn

sys.path.insert(0, str(Path(__file__).parent.parent))
from networks import LATENT, MAX_WORDS, VECTOR, Encoder
from sample import Drawer, seeded_noise
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
        "unet": (draw.unet.to(memory_format=torch.contiguous_format), (x, torch.ones(2), *said), ["x", "t", *names], ["v"]),
        "decoder": (ToUnit(draw.decoder), (x,), ["z"], ["image"]),
        "encoder": (FromUnit(encoder), (torch.rand(2, 3, 128, 128),), ["image"], ["z"]),
    }
    plain = o.work / "plain"
    plain.mkdir(exist_ok=True)
    for name, (net, example, into, out) in graphs.items():
        path = plain / f"{name}.onnx"
        torch.onnx.export(net.eval(), example, path, opset_version=17, dynamo=False, input_names=into, output_names=out, dynamic_axes={n: {0: "B"} for n in into + out})
        store_int8(str(path), str(o.target / f"{name}.onnx"))
    for name in ("tokenizer.json", "glove_i8.bin", "glove_scale_f16.bin"):
        shutil.copy(o.work / name, o.target / name)
    for path in sorted(o.target.iterdir()):
        print(f"{path.name:24} {path.stat().st_size / 2**20:6.2f} MiB")

    setting = ort.SessionOptions()
    setting.intra_op_num_threads = 2
    setting.add_session_config_entry("session.disable_quant_qdq", "1")
    opened = {name: ort.InferenceSession(str(o.target / f"{name}.onnx"), setting) for name in graphs}
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
        return ((draw(["a red apple"], [1]) + 1) / 2).numpy()

    a, b = by_graphs(), by_torch()
    print(f"PSNR of the stored graphs against the trained weights: {-10 * np.log10(((a - b) ** 2).mean()):.1f} dB")
    for name, make in (("onnxruntime", by_graphs), ("torch", by_torch)):
        times = []
        for _ in range(5):
            begun = time.time()
            make()
            times.append(time.time() - begun)
        print(f"{name:12} {sorted(times)[2]:.3f} s a picture at 16 steps")


if __name__ == "__main__":
    main()
