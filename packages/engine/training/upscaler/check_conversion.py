"""Runs converted graphs beside ncnn itself on the same picture and prints how far apart the results are, in 0..1.

python check_conversion.py drawing.onnx models-upconv_7_anime_style_art_rgb/scale2.0x_model

The graph is one made with --pixels: rounding to bytes alone makes for differences of up to 1/510.
"""
import sys

import ncnn
import numpy as np
import onnxruntime as ort

LIMIT = 1 / 510 + 1 / 5000


def by_ncnn(path, pixels, names):
    net = ncnn.Net()
    for option in ('use_fp16_packed', 'use_fp16_storage', 'use_fp16_arithmetic', 'use_winograd_convolution'):
        setattr(net.opt, option, False)
    net.load_param(path + '.param')
    net.load_model(path + '.bin')
    planes = np.ascontiguousarray(pixels.transpose(2, 0, 1).astype(np.float32) / 255)
    run = net.create_extractor()
    run.input(names[0], ncnn.Mat(planes))
    return np.array(run.extract(names[1])[1])


def ends(path):
    layers = [line.split() for line in open(path + '.param').read().splitlines()[2:]]
    return layers[0][4], layers[-1][4 + int(layers[-1][2])]


def main(graph, path):
    rng = np.random.default_rng(7)
    noise = rng.integers(0, 256, (48, 60, 3), np.uint8)
    smooth = np.kron(rng.integers(0, 256, (6, 8, 3)), np.ones((8, 8, 1))).astype(np.uint8)
    session = ort.InferenceSession(graph)
    for name, pixels in (('noise', noise), ('blocks', smooth)):
        mine = session.run(None, {'pixels': pixels[None]})[0][0].transpose(2, 0, 1) / 255
        theirs = by_ncnn(path, pixels, ends(path)).clip(0, 1)
        apart = np.abs(mine - theirs).max()
        print(f'{name}: {mine.shape}, at most {apart:.6f} apart')
        if apart > LIMIT:
            sys.exit('the conversion differs')


if __name__ == '__main__':
    main(*sys.argv[1:])
