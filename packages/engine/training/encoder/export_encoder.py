"""python export_encoder.py --model ../../models/<folder> --data data: writes encoder.onnx and says how good it is."""
import argparse
import os
import sys

import numpy as np
import onnxruntime as ort
import torch

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..'))
from networks import Encoder
from weight_only import store_int8


class FromPicture(torch.nn.Module):
    """Takes pictures in 0..1, as the decoder gives them."""

    def __init__(self, encoder):
        super().__init__()
        self.encoder = encoder

    def forward(self, image):
        return self.encoder(image * 2 - 1)


args = argparse.ArgumentParser()
args.add_argument('--model', required=True)
args.add_argument('--data', default='data')
args = args.parse_args()
saved = torch.load(os.path.join(args.data, 'encoder.pt'))
encoder = Encoder().eval()
encoder.load_state_dict(saved['encoder'])
plain, target = os.path.join(args.data, 'encoder.onnx'), os.path.join(args.model, 'encoder.onnx')
torch.onnx.export(FromPicture(encoder), torch.rand(1, 3, 64, 64), plain, opset_version=14, input_names=['image'],
                  output_names=['z'], dynamic_axes={'image': {0: 'B'}, 'z': {0: 'B'}})
store_int8(plain, target)
icons = np.fromfile(os.path.join(args.data, 'icons-64.u8'), np.uint8).reshape(-1, 64, 64, 4)[::23].astype(np.float32) / 255
image = np.ascontiguousarray((icons[..., :3] * icons[..., 3:] + 1 - icons[..., 3:]).transpose(0, 3, 1, 2))
z = ort.InferenceSession(target).run(None, {'image': image})[0]
back = ort.InferenceSession(os.path.join(args.model, 'decoder.onnx')).run(None, {'z': z})[0]
error = ((back - image) ** 2).mean((1, 2, 3))
print('int8 round trip of %d icons: %.2f dB; trained: %s' % (len(image), (-10 * np.log10(error)).mean(), saved['report']))
