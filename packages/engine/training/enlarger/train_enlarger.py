"""Trains a small network that redraws the decoder's 64 x 64 pictures at 512 x 512.

python train_enlarger.py --model ../../models/<folder> --data data --minutes 12 --threads 1

Input: icons through the encoder and decoder, with noise on the latents, as blurred and wobbly as what the model draws.
Target: the same vector icons rendered at 512 x 512. The loss prefers steep edges and flat areas.
"""
import argparse
import json
import math
import os
import sys
import time

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'encoder'))
from networks import Encoder, decoder_from_onnx
from train_encoder import BACKGROUNDS, hue_rotate, slopes

SCALE, SMALL = 8, 64


class Block(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.a, self.b = nn.Conv2d(c, c, 3, padding=1), nn.Conv2d(c, c, 3, padding=1)
        nn.init.zeros_(self.b.weight)
        nn.init.zeros_(self.b.bias)

    def forward(self, x):
        return x + self.b(F.relu(self.a(x)))


class Enlarger(nn.Module):
    """N x 3 x 64 x 64 in 0..1 to N x 3 x 512 x 512; nearly all the work is done at 64 x 64."""

    def __init__(self, c=64, d=32):
        super().__init__()
        self.i = nn.Conv2d(3, c, 3, padding=1)
        self.body = nn.Sequential(*[Block(c) for _ in range(4)])
        self.up = nn.Conv2d(c, d * 4, 1)
        self.fine = Block(d)
        self.o = nn.Conv2d(d, 3 * 16, 3, padding=1)
        nn.init.normal_(self.o.weight, std=1e-3)
        nn.init.zeros_(self.o.bias)

    def forward(self, x):
        h = self.body(self.i(x * 2 - 1))
        h = self.fine(F.pixel_shuffle(self.up(h), 2))
        base = F.interpolate(x, scale_factor=float(SCALE), mode='bilinear', align_corners=False)
        return base + F.pixel_shuffle(self.o(F.relu(h)), 4)


def main():
    args = argparse.ArgumentParser()
    args.add_argument('--model', required=True)
    args.add_argument('--data', default='data')
    args.add_argument('--minutes', type=float, default=12)
    args.add_argument('--threads', type=int, default=1)
    args.add_argument('--crop', type=int, default=32)
    args = args.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(1)
    large = SMALL * SCALE
    icons = np.memmap(os.path.join(args.data, 'icons-%d.u8' % large), np.uint8, 'r').reshape(-1, large, large, 4)
    encoder = Encoder().eval()
    encoder.load_state_dict(torch.load(os.path.join(args.data, 'encoder.pt'))['encoder'])
    decoder = decoder_from_onnx(os.path.join(args.model, 'decoder.onnx'))

    def draw(index, background, angle, flip, top=0, left=0, size=large):
        part = torch.from_numpy(np.array(icons[index])).float().permute(2, 0, 1)[None] / 255
        part = part.flip(3) if flip else part
        part = part[:, :, top:top + size, left:left + size]
        rgb = hue_rotate(part[:, :3], torch.tensor([angle])) if angle else part[:, :3]
        return rgb * part[:, 3:] + background[None, :, None, None] * (1 - part[:, 3:])

    rng, plans, inputs, batch = np.random.default_rng(3), [], [], []

    def degrade():
        with torch.no_grad():
            z = encoder(torch.cat(batch) * 2 - 1)
            z = z + torch.rand(len(z), 1, 1, 1) * .3 * torch.randn_like(z)
            inputs.append(((decoder(z).clamp(-1, 1) + 1) * 127.5).round().byte())
        batch.clear()

    for n in range(2 * len(icons)):
        chance = rng.random()
        background = torch.ones(3) if chance < .5 else BACKGROUNDS[rng.integers(len(BACKGROUNDS))]
        plan = (n % len(icons), background, float(rng.random() * 6.283) if rng.random() < .35 else 0.0, bool(rng.random() < .5))
        plans.append(plan)
        batch.append(F.interpolate(draw(*plan), size=(SMALL, SMALL), mode='area'))
        if len(batch) == 50:
            degrade()
    if batch:
        degrade()
    inputs = torch.cat(inputs)
    print(len(inputs), 'pairs', flush=True)

    last = torch.channels_last
    net = Enlarger().to(memory_format=last)
    slow = {k: v.clone() for k, v in net.state_dict().items()}
    optimiser = torch.optim.AdamW(net.parameters(), lr=2e-3, betas=(.9, .98), weight_decay=0)
    start, step, limit, crop = time.time(), 0, args.minutes * 60, args.crop
    held = len(inputs) // 40
    while (share := (time.time() - start) / limit) < 1:
        for group in optimiser.param_groups:
            group['lr'] = 2e-3 * min(1, (step + 1) / 100) * (.5 + .5 * math.cos(math.pi * share)) + 1e-6
        xs, ys = [], []
        for _ in range(6):
            k = int(rng.integers(held, len(inputs)))
            top, left = (int(v) for v in rng.integers(0, SMALL - crop + 1, 2))
            xs.append(inputs[k:k + 1, :, top:top + crop, left:left + crop].float() / 255)
            ys.append(draw(*plans[k], top * SCALE, left * SCALE, crop * SCALE))
        x, y = torch.cat(xs).contiguous(memory_format=last), torch.cat(ys)
        with torch.autocast('cpu', dtype=torch.bfloat16):
            made = net(x)
        made = made.float()
        loss = (made - y).abs().mean()
        for p, q in zip(slopes(made), slopes(y)):
            loss = loss + 1.0 * (p - q).abs().mean()
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimiser.step()
        step += 1
        keep = min(.998, (1 + step) / (10 + step))
        for k, v in net.state_dict().items():
            slow[k].lerp_(v, 1 - keep)
        if step % 50 == 0:
            print('%d %.0fs loss %.4f' % (step, time.time() - start, loss.item()), flush=True)
            torch.save({'enlarger': slow, 'report': {'steps': step}}, os.path.join(args.data, 'enlarger.pt'))
    net.load_state_dict(slow)
    with torch.no_grad():
        errors, plain = [], []
        for k in range(held):
            x, y = inputs[k:k + 1].float() / 255, draw(*plans[k])
            bicubic = F.interpolate(x, scale_factor=float(SCALE), mode='bicubic', align_corners=False)
            errors.append((net(x).clamp(0, 1) - y).pow(2).mean().item())
            plain.append((bicubic.clamp(0, 1) - y).pow(2).mean().item())
    db = lambda e: round(float(np.mean(-10 * np.log10(e))), 2)
    report = {'psnr_db': db(errors), 'bicubic_psnr_db': db(plain), 'steps': step}
    print(json.dumps(report))
    torch.save({'enlarger': slow, 'report': report}, os.path.join(args.data, 'enlarger.pt'))


if __name__ == '__main__':
    main()
