"""Measures enlarging networks on pictures made smaller by a box filter, and writes a sheet of what they make of them.

python compare.py --pictures photos --scale 4 --sheet sheet.png upscaler.onnx other.onnx

Networks that enlarge 2 x run twice for 4 x; what is larger than asked for is reduced. Lanczos is always among them.
"""
import argparse
import os
import time

import numpy as np
import onnxruntime as ort
from PIL import Image
from skimage.metrics import structural_similarity

BORDER = 8


def open_network(path, threads):
    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    options.log_severity_level = 3
    options.add_session_config_entry('session.disable_quant_qdq', '1')
    session = ort.InferenceSession(path, options)
    valid = session.run(None, {'image': np.zeros((1, 3, 32, 32), np.float32)})[0].shape[-1]
    factor = 4 if valid > 64 else 2
    # Networks without padding of their own lose a margin on every side.
    margin = (32 * factor - valid) // (2 * factor)
    return session, factor, margin


def once(session, margin, planes):
    padded = np.pad(planes, ((0, 0), (0, 0), (margin, margin), (margin, margin)), 'reflect') if margin else planes
    return session.run(None, {'image': padded})[0].clip(0, 1)


def enlarge(network, small, scale):
    session, factor, margin = network
    planes = np.asarray(small, np.float32).transpose(2, 0, 1)[None] / 255
    done = 1
    while done < scale:
        planes = once(session, margin, planes)
        done *= factor
    large = Image.fromarray((planes[0].transpose(1, 2, 0) * 255).round().astype(np.uint8))
    return large if done == scale else large.reduce(done // scale)


def luma(picture):
    return np.asarray(picture.convert('RGB'), np.float64) @ [0.299, 0.587, 0.114]


def measure(large, truth):
    a, b = (luma(p)[BORDER:-BORDER, BORDER:-BORDER] for p in (large, truth))
    psnr = -10 * np.log10(((a - b) ** 2).mean() / 255 ** 2)
    return psnr, structural_similarity(a, b, data_range=255, gaussian_weights=True, sigma=1.5)


def main():
    args = argparse.ArgumentParser()
    args.add_argument('networks', nargs='*')
    args.add_argument('--pictures', required=True)
    args.add_argument('--scale', type=int, default=4)
    args.add_argument('--threads', type=int, default=2)
    args.add_argument('--side', type=int, default=1024, help='larger pictures are cut to this')
    args.add_argument('--sheet')
    args.add_argument('--crop', type=int, default=160)
    args = args.parse_args()
    names = sorted(os.listdir(args.pictures))
    truths = []
    for name in names:
        picture = Image.open(os.path.join(args.pictures, name)).convert('RGB')
        w, h = (min(args.side, side) // 8 * 8 for side in picture.size)
        truths.append(picture.crop((0, 0, w, h)))
    smalls = [t.reduce(args.scale) for t in truths]
    ways = {'lanczos': lambda s: s.resize([v * args.scale for v in s.size], Image.LANCZOS)}
    for path in args.networks:
        network = open_network(path, args.threads)
        ways[os.path.basename(path)[:-5]] = lambda s, n=network: enlarge(n, s, args.scale)
    rows = [[t.crop(box(t, args.crop)) for t in truths]]
    for way, run in ways.items():
        begun, found = time.perf_counter(), []
        larges = [run(s) for s in smalls]
        per_megapixel = (time.perf_counter() - begun) / sum(s.width * s.height for s in smalls) * 1e6
        found = np.mean([measure(l, t) for l, t in zip(larges, truths)], 0)
        print(f'{way:16} PSNR {found[0]:6.2f}  SSIM {found[1]:.4f}  {per_megapixel:7.1f} s per megapixel', flush=True)
        rows.append([l.crop(box(l, args.crop)) for l in larges])
    if args.sheet:
        sheet = Image.new('RGB', (len(truths) * args.crop * 2, len(rows) * args.crop * 2))
        for y, row in enumerate(rows):
            for x, crop in enumerate(row):
                sheet.paste(crop.resize((args.crop * 2,) * 2, Image.NEAREST), (x * args.crop * 2, y * args.crop * 2))
        sheet.save(args.sheet)


def box(picture, side):
    x, y = (picture.width - side) // 2, (picture.height - side) // 2
    return (x, y, x + side, y + side)


if __name__ == '__main__':
    main()
