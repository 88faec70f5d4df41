"""Trains an encoder for a decoder that is already there.

python train_encoder.py --model ../../models/<folder> --data data --minutes 12 --threads 1

Two losses: pictures of icons must come back through the frozen decoder, and latents sampled by the model itself must be
found again from their decoded pictures.
"""
import argparse
import json
import math
import os
import time

import numpy as np
import onnxruntime as ort
import torch
import torch.nn.functional as F

from networks import Encoder, decoder_from_onnx

BACKGROUNDS = torch.tensor(
    [(255, 255, 255), (20, 20, 24), (160, 160, 165), (214, 60, 60), (245, 160, 70), (252, 222, 92), (110, 190, 100),
     (80, 140, 225), (150, 105, 205), (250, 170, 200), (150, 105, 75), (170, 215, 250), (180, 235, 210),
     (250, 238, 210), (35, 50, 100), (60, 165, 165)]) / 255.0


def hue_rotate(rgb, theta):
    m = torch.tensor([[.299, .587, .114], [.596, -.274, -.322], [.211, -.523, .312]])
    c, s = theta.cos(), theta.sin()
    r = torch.zeros(len(theta), 3, 3)
    r[:, 0, 0] = 1
    r[:, 1, 1], r[:, 1, 2], r[:, 2, 1], r[:, 2, 2] = c, -s, s, c
    return torch.einsum('nij,njhw->nihw', torch.linalg.inv(m) @ r @ m, rgb).clamp(0, 1)


def icon_batch(icons, n):
    x = icons[torch.randint(0, len(icons), (n,))].float().permute(0, 3, 1, 2) / 255
    rgb, alpha = x[:, :3], x[:, 3:]
    rgb = hue_rotate(rgb, torch.where(torch.rand(n) < .4, torch.rand(n) * 6.283, torch.zeros(n)))
    named = BACKGROUNDS[torch.randint(0, len(BACKGROUNDS), (n,))]
    chance = torch.rand(n, 1)
    bg = torch.where(chance < .45, torch.ones(n, 3), torch.where(chance < .8, named, torch.rand(n, 3)))
    y = rgb * alpha + bg[:, :, None, None] * (1 - alpha)
    if torch.rand(()) < .5:
        y = y.flip(3)
    if torch.rand(()) < .5:
        dx, dy = torch.randint(0, 13, (2,)).tolist()
        y = F.pad(y, (6, 6, 6, 6), mode='replicate')[:, :, dy:dy + 64, dx:dx + 64]
    return y * 2 - 1


def sampled_latents(folder, captions, steps, guidance, threads):
    """Runs the shipped graphs: one latent for each caption."""
    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    session = lambda name: ort.InferenceSession(os.path.join(folder, name + '.onnx'), options)
    text, unet = session('text_encoder'), session('unet')
    tokens = json.load(open(os.path.join(folder, 'tokenizer.json')))
    word_ids = {w: i for i, w in enumerate(tokens['vocab'])}
    vector_ids = {w: i for i, w in enumerate(tokens['glove_words'])}
    table = np.fromfile(os.path.join(folder, 'glove_i8.bin'), np.int8).reshape(-1, 100).astype(np.float32)
    table *= np.fromfile(os.path.join(folder, 'glove_scale_f16.bin'), np.float16).astype(np.float32)[:, None]
    rng, found = np.random.default_rng(5), []
    for caption in captions:
        ids, vectors = np.zeros((2, 16), np.int64), np.zeros((2, 16, 100), np.float32)
        words = [w for w in caption.split() if w in word_ids or w in vector_ids][:16]
        for j, w in enumerate(words):
            ids[0, j] = word_ids.get(w, 1)
            if w in vector_ids:
                vectors[0, j] = table[vector_ids[w]]
        ctx, pooled, layout, bias = text.run(None, {'ids': ids, 'glove': vectors})
        x = rng.standard_normal((1, 16, 8, 8)).astype(np.float32)
        for k in range(steps):
            feed = dict(x=np.concatenate([x, x]), t=np.full(2, 1 - k / steps, np.float32), ctx=ctx, pooled=pooled, map=layout, bias=bias)
            v = unet.run(None, feed)[0]
            x = x - (v[1:] + guidance * (v[:1] - v[1:])) / steps
        found.append(x[0])
    return torch.from_numpy(np.stack(found))


def slopes(x):
    return x[:, :, 1:] - x[:, :, :-1], x[:, :, :, 1:] - x[:, :, :, :-1]


def psnr(y, x):
    return (-10 * ((y.clamp(-1, 1) - x) / 2).pow(2).mean((1, 2, 3)).log10()).mean().item()


def main():
    args = argparse.ArgumentParser()
    args.add_argument('--model', required=True)
    args.add_argument('--data', default='data')
    args.add_argument('--minutes', type=float, default=12)
    args.add_argument('--latents', type=int, default=400)
    args.add_argument('--threads', type=int, default=1)
    args = args.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(0)
    icons = torch.from_numpy(np.fromfile(os.path.join(args.data, 'icons-64.u8'), np.uint8).reshape(-1, 64, 64, 4))
    names = json.load(open(os.path.join(args.data, 'icons-64.json')))
    decoder = decoder_from_onnx(os.path.join(args.model, 'decoder.onnx'))

    order = torch.randperm(len(names)).tolist()
    captions = [names[i]['name'].replace('-', ' ') for i in order[:args.latents]]
    cache = os.path.join(args.data, 'latents.pt')
    if not os.path.exists(cache):
        torch.save(sampled_latents(args.model, captions, 12, 4.0, args.threads), cache)
    latents = torch.load(cache)
    with torch.no_grad():
        pictures = torch.cat([decoder(z).clamp(-1, 1) for z in latents.split(50)])
    held_out, train_icons = icons[order[-200:]], icons[order[:-200]]
    held_z, held_x, train_z, train_x = latents[-50:], pictures[-50:], latents[:-50], pictures[:-50]

    last = torch.channels_last
    encoder, decoder = Encoder().to(memory_format=last), decoder.to(memory_format=last)
    slow = {k: v.clone() for k, v in encoder.state_dict().items()}
    optimiser = torch.optim.AdamW(encoder.parameters(), lr=2e-3, betas=(.9, .98), weight_decay=0)
    start, step, limit = time.time(), 0, args.minutes * 60
    while (share := (time.time() - start) / limit) < 1:
        rate = 2e-3 * min(1, (step + 1) / 100) * (.5 + .5 * math.cos(math.pi * share)) + 1e-6
        for group in optimiser.param_groups:
            group['lr'] = rate
        pick = torch.randint(0, len(train_z), (8,))
        x = torch.cat([icon_batch(train_icons, 24), train_x[pick]]).contiguous(memory_format=last)
        with torch.autocast('cpu', dtype=torch.bfloat16):
            z = encoder(x)
            y = decoder(z + .08 * torch.randn_like(z))
        y, z = y.float(), z.float()
        level = (y - x).abs().mean()
        loss = level + .3 * (z[-8:] - train_z[pick]).abs().mean() + 1e-4 * z.pow(2).mean()
        for p, q in zip(slopes(y), slopes(x)):
            loss = loss + .5 * (p - q).abs().mean()
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(encoder.parameters(), 1.0)
        optimiser.step()
        step += 1
        keep = min(.998, (1 + step) / (10 + step))
        for k, v in encoder.state_dict().items():
            slow[k].lerp_(v, 1 - keep)
        if step % 50 == 0:
            print('%d %.0fs loss %.4f l1 %.4f %.0f/s' % (step, time.time() - start, loss.item(), level.item(), step * 32 / (time.time() - start)), flush=True)
    encoder.load_state_dict(slow)
    encoder.eval()
    with torch.no_grad():
        x = held_out.float().permute(0, 3, 1, 2) / 255
        x = (x[:, :3] * x[:, 3:] + (1 - x[:, 3:])) * 2 - 1
        report = {
            'icons_psnr_db': round(psnr(decoder(encoder(x)), x), 2),
            'samples_psnr_db': round(psnr(decoder(encoder(held_x)), held_x), 2),
            'samples_latent_rms_error': round((encoder(held_x) - held_z).pow(2).mean().sqrt().item(), 3),
            'steps': step,
        }
    print(json.dumps(report))
    torch.save({'encoder': encoder.state_dict(), 'report': report}, os.path.join(args.data, 'encoder.pt'))


if __name__ == '__main__':
    main()
