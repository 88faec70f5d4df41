"""Compares the rebuilt decoder with a reference run: python check_decoder.py DECODER.onnx ref_z.f32 ref_img.f32"""
import sys

import numpy as np
import torch

from networks import decoder_from_onnx

z = torch.from_numpy(np.fromfile(sys.argv[2], np.float32).reshape(-1, 16, 8, 8))
wanted = torch.from_numpy(np.fromfile(sys.argv[3], np.float32).reshape(-1, 3, 64, 64))
with torch.no_grad():
    got = (decoder_from_onnx(sys.argv[1])(z).clamp(-1, 1) + 1) / 2
print('PSNR %.1f dB' % (-10 * (got - wanted).pow(2).mean().log10()).item())
