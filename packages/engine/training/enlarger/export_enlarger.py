"""python export_enlarger.py --model ../../models/<folder> --data data: writes enlarger.onnx."""
import argparse
import os
import sys

import torch

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..'))
from train_enlarger import Enlarger
from weight_only import store_int8


class Clamped(torch.nn.Module):
    def __init__(self, net):
        super().__init__()
        self.net = net

    def forward(self, image):
        return self.net(image).clamp(0, 1)


args = argparse.ArgumentParser()
args.add_argument('--model', required=True)
args.add_argument('--data', default='data')
args = args.parse_args()
saved = torch.load(os.path.join(args.data, 'enlarger.pt'))
net = Enlarger().eval()
net.load_state_dict(saved['enlarger'])
plain = os.path.join(args.data, 'enlarger.onnx')
torch.onnx.export(Clamped(net), torch.rand(1, 3, 64, 64), plain, opset_version=14, input_names=['image'],
                  output_names=['enlarged'], dynamic_axes={'image': {0: 'B'}, 'enlarged': {0: 'B'}})
store_int8(plain, os.path.join(args.model, 'enlarger.onnx'))
print(saved['report'])
