"""The autoencoder's two halves in PyTorch, and the shipped decoder's weights read back from ONNX."""
import numpy as np
import onnx
import torch
import torch.nn as nn
import torch.nn.functional as F
from onnx import numpy_helper


class Residual(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.a = nn.Conv2d(channels, channels, 3, padding=1)
        self.b = nn.Conv2d(channels, channels, 3, padding=1)
        nn.init.zeros_(self.b.weight)
        nn.init.zeros_(self.b.bias)

    def forward(self, x):
        return x + self.b(F.silu(self.a(F.silu(x))))


class Encoder(nn.Module):
    """3 x 64 x 64 in -1..1 to the 16 x 8 x 8 normalised latents that the shipped decoder reads."""

    def __init__(self, latent=16, c1=64, c2=160):
        super().__init__()
        self.i = nn.Conv2d(48, c1, 3, padding=1)
        self.r1 = Residual(c1)
        self.d = nn.Conv2d(c1 * 4, c2, 1)
        self.r2 = nn.Sequential(Residual(c2), Residual(c2))
        self.o = nn.Conv2d(c2, latent, 1)

    def forward(self, x):
        h = self.r1(self.i(F.pixel_unshuffle(x, 4)))
        h = self.r2(self.d(F.pixel_unshuffle(h, 2)))
        return self.o(F.silu(h))


class Decoder(nn.Module):
    def __init__(self, latent=16, c=(192, 96, 48)):
        super().__init__()
        a, b, d = c
        self.i = nn.Conv2d(latent, a, 3, padding=1)
        self.r1 = nn.Sequential(Residual(a), Residual(a))
        self.u1 = nn.Conv2d(a, b * 4, 1)
        self.r2 = nn.Sequential(Residual(b), Residual(b))
        self.u2 = nn.Conv2d(b, d * 4, 1)
        self.r3 = Residual(d)
        self.o = nn.Conv2d(d, 12, 3, padding=1)

    def forward(self, z):
        h = self.r1(self.i(z))
        h = self.r2(F.pixel_shuffle(self.u1(h), 2))
        h = self.r3(F.pixel_shuffle(self.u2(h), 2))
        return F.pixel_shuffle(self.o(F.silu(h)), 2)


def decoder_from_onnx(path):
    """Rebuilds the decoder: int8 weights times their scale, taken in the order in which the graph uses them."""
    graph = onnx.load(path).graph
    stored = {t.name: numpy_helper.to_array(t) for t in graph.initializer}
    values = {}
    for node in graph.node:
        if node.op_type == 'DequantizeLinear':
            q, scale = stored[node.input[0]].astype(np.float32), stored[node.input[1]]
            axis = next(a.i for a in node.attribute if a.name == 'axis')
            shape = [1] * q.ndim
            shape[axis] = -1
            values[node.output[0]] = q * scale.reshape(shape)
        elif node.op_type == 'Cast' and node.input[0] in stored:
            values[node.output[0]] = stored[node.input[0]].astype(np.float32)
    values.update({k: v for k, v in stored.items() if v.dtype == np.float32 and k not in values})
    decoder = Decoder()
    convs = [m for m in decoder.modules() if isinstance(m, nn.Conv2d)]
    nodes = [n for n in graph.node if n.op_type == 'Conv']
    assert len(convs) == len(nodes), (len(convs), len(nodes))
    with torch.no_grad():
        for conv, node in zip(convs, nodes):
            conv.weight.copy_(torch.from_numpy(values[node.input[1]].copy()))
            conv.bias.copy_(torch.from_numpy(values[node.input[2]].copy()))
    return decoder.eval().requires_grad_(False)
