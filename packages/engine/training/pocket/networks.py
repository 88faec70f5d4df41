"""The networks: an autoencoder 128 x 128 <-> 8 x 8 x 32, a text encoder over words, and the U-Net that draws."""
import math

import torch
import torch.nn.functional as F
from torch import nn

SIZE = 128
LATENT = (32, 8, 8)
MAX_WORDS = 16
VECTOR = 100


class Residual(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.first = nn.Conv2d(channels, channels, 3, padding=1)
        self.second = nn.Conv2d(channels, channels, 3, padding=1)
        nn.init.zeros_(self.second.weight)
        nn.init.zeros_(self.second.bias)

    def forward(self, x):
        return x + self.second(F.relu(self.first(F.relu(x))))


class Encoder(nn.Module):
    """Pictures (B, 3, 128, 128) in -1..1 to latents (B, 32, 8, 8) of zero mean and unit variance per channel."""

    def __init__(self, widths=(48, 96, 192)):
        super().__init__()
        a, b, c = widths
        self.patches = nn.Conv2d(3, LATENT[0], 16, stride=16)
        self.into = nn.Conv2d(48, a, 3, padding=1)
        self.at_32 = Residual(a)
        self.to_16 = nn.Conv2d(a * 4, b, 1)
        self.at_16 = nn.Sequential(Residual(b), Residual(b))
        self.to_8 = nn.Conv2d(b * 4, c, 1)
        self.at_8 = nn.Sequential(Residual(c), Residual(c))
        self.out = nn.Conv2d(c, LATENT[0], 1)
        nn.init.zeros_(self.out.weight)
        self.register_buffer("mean", torch.zeros(LATENT[0]))
        self.register_buffer("deviation", torch.ones(LATENT[0]))

    def raw(self, image):
        h = self.at_32(self.into(F.pixel_unshuffle(image, 4)))
        h = self.at_16(self.to_16(F.pixel_unshuffle(h, 2)))
        h = self.at_8(self.to_8(F.pixel_unshuffle(h, 2)))
        return self.patches(image) + self.out(F.relu(h))

    def forward(self, image):
        z = self.raw(image)
        return (z - self.mean[None, :, None, None]) / self.deviation[None, :, None, None]


class Decoder(nn.Module):
    """Latents to pictures (B, 3, 128, 128); values a little outside -1..1 are meant to be clipped."""

    def __init__(self, widths=(224, 112, 56, 28)):
        super().__init__()
        a, b, c, d = widths
        self.into = nn.Conv2d(LATENT[0], a, 3, padding=1)
        self.at_8 = nn.Sequential(Residual(a), Residual(a))
        self.to_16 = nn.Conv2d(a, b * 4, 1)
        self.at_16 = nn.Sequential(Residual(b), Residual(b))
        self.to_32 = nn.Conv2d(b, c * 4, 1)
        self.at_32 = nn.Sequential(Residual(c), Residual(c))
        self.to_64 = nn.Conv2d(c, d * 4, 1)
        self.at_64 = Residual(d)
        self.out = nn.Conv2d(d, 12, 3, padding=1)
        nn.init.zeros_(self.out.weight)
        self.patches = nn.ConvTranspose2d(LATENT[0], 3, 16, stride=16)

    def forward(self, z):
        h = self.at_8(self.into(z))
        h = self.at_16(F.pixel_shuffle(self.to_16(h), 2))
        h = self.at_32(F.pixel_shuffle(self.to_32(h), 2))
        h = self.at_64(F.pixel_shuffle(self.to_64(h), 2))
        return self.patches(z) + F.pixel_shuffle(self.out(F.relu(h)), 2)


@torch.no_grad()
def start_from_patches(encoder, decoder, pictures):
    """Sets both linear parts to the principal components of the pictures' patches, from where the rest learns quickly."""
    patches = pictures.unfold(2, 16, 16).unfold(3, 16, 16).permute(0, 2, 3, 1, 4, 5).reshape(-1, 768)
    mean = patches.mean(0)
    values, vectors = torch.linalg.eigh((patches - mean).T @ (patches - mean) / len(patches))
    basis, sizes = vectors[:, -LATENT[0] :].T, values[-LATENT[0] :].sqrt()
    encoder.patches.weight.copy_((basis / sizes[:, None]).view(-1, 3, 16, 16))
    encoder.patches.bias.copy_(-(basis / sizes[:, None]) @ mean)
    decoder.patches.weight.copy_((basis * sizes[:, None]).view(-1, 3, 16, 16))
    decoder.patches.bias.copy_(mean.view(3, 256).mean(1))
    encoder.out.bias.zero_()
    decoder.out.bias.zero_()


class Scale(nn.Module):
    """Root mean square norm over one dimension, without parameters."""

    def __init__(self, dim=1):
        super().__init__()
        self.dim = dim

    def forward(self, x):
        return x * torch.rsqrt(x.pow(2).mean(self.dim, keepdim=True) + 1e-5)


class Attention(nn.Module):
    """Queries from x (B, N, C) over the context (B, M, K), with a bias that hides padding."""

    def __init__(self, channels, context=None, heads=4):
        super().__init__()
        context = context or channels
        self.heads = heads
        self.q = nn.Linear(channels, channels)
        self.k = nn.Linear(context, channels)
        self.v = nn.Linear(context, channels)
        self.o = nn.Linear(channels, channels)
        nn.init.zeros_(self.o.weight)
        nn.init.zeros_(self.o.bias)

    def forward(self, x, context, bias=None):
        b, n, c = x.shape
        split = lambda y: y.view(b, -1, self.heads, c // self.heads).transpose(1, 2)
        q, k, v = split(self.q(x)), split(self.k(context)), split(self.v(context))
        scores = torch.matmul(q * (c // self.heads) ** -0.5, k.transpose(-1, -2))
        if bias is not None:
            scores = scores + bias
        return self.o(torch.matmul(scores.softmax(-1), v).transpose(1, 2).reshape(b, n, c))


class Block(nn.Module):
    """Two convolutions told by the pooled words and the time what to do."""

    def __init__(self, into, out, pooled):
        super().__init__()
        self.norm_a, self.norm_b = Scale(), Scale()
        self.first = nn.Conv2d(into, out, 3, padding=1)
        self.second = nn.Conv2d(out, out, 3, padding=1)
        self.tell = nn.Linear(pooled, 2 * out)
        self.skip = nn.Conv2d(into, out, 1) if into != out else nn.Identity()
        nn.init.zeros_(self.second.weight)
        nn.init.zeros_(self.second.bias)
        nn.init.zeros_(self.tell.bias)
        nn.init.normal_(self.tell.weight, std=0.02)

    def forward(self, x, told):
        h = self.first(F.relu(self.norm_a(x)))
        a, b = self.tell(told)[:, :, None, None].chunk(2, 1)
        h = self.norm_b(h) * (1 + a) + b
        return self.skip(x) + self.second(F.relu(h))


class Look(nn.Module):
    """Attention of every place to every place, then to the words."""

    def __init__(self, channels, context, heads=4):
        super().__init__()
        self.norm_a, self.norm_b = Scale(-1), Scale(-1)
        self.places = Attention(channels, heads=heads)
        self.words = Attention(channels, context, heads=heads)

    def forward(self, x, context, bias):
        b, c, h, w = x.shape
        tokens = x.permute(0, 2, 3, 1).reshape(b, h * w, c)
        n = self.norm_a(tokens)
        tokens = tokens + self.places(n, n)
        tokens = tokens + self.words(self.norm_b(tokens), context, bias)
        return tokens.view(b, h, w, c).permute(0, 3, 1, 2)


class Layer(nn.Module):
    """Of a transformer: every place looks at the words, then thinks by itself."""

    def __init__(self, width, context, heads=4):
        super().__init__()
        self.norm_a, self.norm_b = Scale(-1), Scale(-1)
        self.words = Attention(width, context, heads=heads)
        self.feed = nn.Sequential(nn.Linear(width, 4 * width), nn.ReLU(), nn.Linear(4 * width, width))
        nn.init.zeros_(self.feed[2].weight)
        nn.init.zeros_(self.feed[2].bias)

    def forward(self, x, context, bias):
        x = x + self.words(self.norm_a(x), context, bias)
        return x + self.feed(self.norm_b(x))


class Detail(nn.Module):
    """What is added to a map: pictures remembered for the words as a whole, then what each place makes of the single words."""

    def __init__(self, pooled, context, maps, seen, width=128, depth=2, memory=1024):
        super().__init__()
        self.maps = maps
        self.recall = nn.Linear(pooled, memory)
        self.memory = nn.Linear(memory, maps * 64)
        self.into = nn.Linear(seen + maps, width)
        self.place = nn.Parameter(torch.randn(1, 64, width) * 0.1)
        self.layers = nn.ModuleList(Layer(width, context) for _ in range(depth))
        self.norm = Scale(-1)
        self.out = nn.Linear(width, maps)
        for last in (self.memory, self.out):
            nn.init.zeros_(last.weight)
            nn.init.zeros_(last.bias)

    def forward(self, told, seen, context, bias):
        """seen (B, S, 8, 8) to (B, M, 8, 8)."""
        remembered = self.memory(F.silu(self.recall(told))).view(-1, 64, self.maps)
        x = self.into(torch.cat([seen.flatten(2).transpose(1, 2), remembered], 2)) + self.place
        for layer in self.layers:
            x = layer(x, context, bias)
        return (remembered + self.out(self.norm(x))).transpose(1, 2).reshape(-1, self.maps, 8, 8)


class Sketch(nn.Module):
    """Pooled words, and what each place sees in them, to a map (B, M, 8, 8)."""

    def __init__(self, pooled, context, maps, width=64):
        super().__init__()
        self.width = width
        self.spread = nn.Linear(pooled, width * 64)
        self.first = Block(width, width, pooled)
        self.look = Look(width, context)
        self.rest = nn.ModuleList(Block(width, width, pooled) for _ in range(2))
        self.norm = Scale()
        self.out = nn.Conv2d(width, maps, 3, padding=1)
        self.detail = Detail(pooled, context, maps, width)

    def forward(self, told, context, bias):
        h = self.spread(told).view(-1, self.width, 8, 8).contiguous(memory_format=torch.channels_last)
        h = self.look(self.first(h, told), context, bias)
        for block in self.rest:
            h = block(h, told)
        h = F.relu(self.norm(h))
        return self.out(h) + self.detail(told, h, context, bias)


class TextEncoder(nn.Module):
    """Word ids (B, 16) and word vectors (B, 16, 100) to context (B, 17, W), pooled (B, P), map (B, M, 8, 8), bias.

    Id 0 is padding and 1 a word that was never learned. The bias (B, 1, 1, 17) hides padding; the last token is never hidden.
    The map is what the words alone say about each place of the picture: first the mean of all pictures with these words, in
    latents, then what else the U-Net may use.
    """

    def __init__(self, vocabulary, width=192, pooled=384, maps=48, depth=2):
        super().__init__()
        self.embedding = nn.Embedding(vocabulary, width)
        # A word that training never shows adds nothing to its vector.
        nn.init.zeros_(self.embedding.weight)
        self.vectors = nn.Linear(VECTOR, width, bias=False)
        self.position = nn.Parameter(torch.randn(1, MAX_WORDS, width) * 0.1)
        self.blocks = nn.ModuleList(
            nn.ModuleList([
                Scale(-1), Attention(width), Scale(-1),
                nn.Sequential(nn.Linear(width, 2 * width), nn.ReLU(), nn.Linear(2 * width, width)),
            ])
            for _ in range(depth)
        )
        self.last = Scale(-1)
        self.pool = nn.Sequential(nn.Linear(2 * width, pooled), nn.SiLU(), nn.Linear(pooled, pooled))
        self.sketch = Sketch(pooled, width, maps)
        self.always = nn.Parameter(torch.randn(1, 1, width) * 0.1)

    def forward(self, ids, vectors, keep=None):
        """keep (B, 16): 0 where a word's learned part is left out, so that its vector has to do (in training)."""
        valid = (ids > 0).to(self.position.dtype)
        learned = self.embedding(ids) * (ids > 1).to(self.position.dtype)[:, :, None]
        if keep is not None:
            learned = learned * keep[:, :, None]
        x = (learned + self.vectors(vectors.to(self.position.dtype)) + self.position) * valid[:, :, None]
        x = torch.cat([x, self.always.expand(x.shape[0], 1, x.shape[2])], 1)
        mask = torch.cat([valid, torch.ones_like(valid[:, :1])], 1)
        bias = ((mask - 1) * 1e4)[:, None, None, :]
        count = mask.sum(1, keepdim=True)
        bag = (x * mask[:, :, None]).sum(1) / count ** 0.5
        for norm_a, attention, norm_b, feed in self.blocks:
            h = norm_a(x)
            x = x + attention(h, h, bias)
            x = x + feed(norm_b(x))
        x = self.last(x)
        mean = (x * mask[:, :, None]).sum(1) / count
        pooled = self.pool(torch.cat([mean, bag], 1))
        return x, pooled, self.sketch(F.silu(pooled), x, bias), bias


class UNet(nn.Module):
    """The velocity of a rectified flow (Liu et al. 2022): noise minus picture, at time t from 0 (picture) to 1 (noise).

    If pictures with these words were spread normally around the mean that the map holds, the velocity would be known; the
    network learns what is to be added to that.
    """

    def __init__(self, top=128, deep=320, pooled=384, maps=48, width=192, top_blocks=2, deep_blocks=2):
        super().__init__()
        channels = LATENT[0]
        self.time_a = nn.Linear(64, pooled)
        self.time_b = nn.Linear(pooled, pooled)
        self.into = nn.Conv2d(channels + maps, top, 3, padding=1)
        self.place = nn.Parameter(torch.zeros(1, top, 8, 8))
        self.down_blocks = nn.ModuleList(Block(top, top, pooled) for _ in range(top_blocks))
        self.down_look = Look(top, width)
        self.down = nn.Conv2d(top, deep, 3, stride=2, padding=1)
        self.deep_a = nn.ModuleList(Block(deep, deep, pooled) for _ in range(deep_blocks))
        self.deep_look = Look(deep, width, heads=5 if deep % 5 == 0 else 4)
        self.deep_b = nn.ModuleList(Block(deep, deep, pooled) for _ in range(deep_blocks))
        self.up = nn.Conv2d(deep, top * 4, 1)
        self.up_blocks = nn.ModuleList(
            [Block(2 * top, top, pooled)] + [Block(top, top, pooled) for _ in range(top_blocks - 1)]
        )
        self.up_look = Look(top, width)
        self.norm = Scale()
        self.out = nn.Conv2d(top, channels, 3, padding=1)
        nn.init.zeros_(self.out.weight)
        nn.init.zeros_(self.out.bias)
        self.deviation = nn.Parameter(torch.full((channels,), 0.6))
        self.register_buffer("frequencies", torch.exp(torch.linspace(0, math.log(1000.0), 32)))

    def forward(self, x, t, context, pooled, layout, bias):
        kind = self.place.dtype
        angle = t[:, None].float() * self.frequencies[None].float()
        time = torch.cat([angle.sin(), angle.cos()], 1).to(kind)
        told = F.silu(self.time_b(F.silu(self.time_a(time))) + pooled)
        at = t.view(-1, 1, 1, 1)
        mean, variance = layout[:, : LATENT[0]].to(x.dtype), (self.deviation * self.deviation).view(1, -1, 1, 1)
        known = (at - (1 - at) * variance) / ((1 - at) * (1 - at) * variance + at * at + 1e-4) * (x - (1 - at) * mean) - mean
        h = self.into(torch.cat([x, layout], 1)) + self.place
        for block in self.down_blocks:
            h = block(h, told)
        h = self.down_look(h, context, bias)
        kept = h
        h = self.down(h)
        for block in self.deep_a:
            h = block(h, told)
        h = self.deep_look(h, context, bias)
        for block in self.deep_b:
            h = block(h, told)
        h = torch.cat([F.pixel_shuffle(self.up(h), 2), kept], 1)
        for block in self.up_blocks:
            h = block(h, told)
        h = self.up_look(h, context, bias)
        return known + self.out(F.relu(self.norm(h)))
