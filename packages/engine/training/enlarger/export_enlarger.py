"""python export_enlarger.py --model ../../models/<folder> --data data: writes enlarger.onnx."""
import argparse
import os
import sys

import torch
import torch.nn.functional as F

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..'))
from train_enlarger import Enlarger
from weight_only import store_int8


class Pixels(torch.nn.Module):
    """The network, edges made steep, and bytes row by row, as an encoder for files wants them.

    Steep edges: a shock filter. Each round adds the difference from a blurred copy, then keeps every value between the
    smallest and the largest of its neighbourhood, so that edges get narrow without halos and flat areas stay flat.
    """

    def __init__(self, net, rounds=3, reach=2, blur=9, sigma=3.0):
        super().__init__()
        self.net, self.rounds, self.reach, self.blur = net, rounds, reach, blur
        bell = torch.exp(-(torch.arange(blur) - blur // 2).float() ** 2 / (2 * sigma * sigma))
        bell = bell / bell.sum()
        self.register_buffer('across', bell.view(1, 1, 1, blur).expand(3, 1, 1, blur).contiguous())
        self.register_buffer('down', bell.view(1, 1, blur, 1).expand(3, 1, blur, 1).contiguous())

    def blurred(self, y):
        p = self.blur // 2
        y = F.conv2d(F.pad(y, (p, p, p, p), mode='replicate'), self.across, groups=3)
        return F.conv2d(y, self.down, groups=3)

    def largest(self, y):
        r = self.reach
        return F.max_pool2d(F.max_pool2d(y, (1, 2 * r + 1), 1, (0, r)), (2 * r + 1, 1), 1, (r, 0))

    def forward(self, image):
        y = self.net(image).clamp(0, 1)
        for _ in range(self.rounds):
            low, high = -self.largest(-y), self.largest(y)
            y = torch.minimum(torch.maximum(2 * y - self.blurred(y), low), high)
        return (y * 255 + .5).floor().to(torch.uint8).permute(0, 2, 3, 1)


args = argparse.ArgumentParser()
args.add_argument('--model', required=True)
args.add_argument('--data', default='data')
args = args.parse_args()
saved = torch.load(os.path.join(args.data, 'enlarger.pt'))
net = Enlarger().eval()
net.load_state_dict(saved['enlarger'])
plain = os.path.join(args.data, 'enlarger.onnx')
torch.onnx.export(Pixels(net), torch.rand(1, 3, 64, 64), plain, opset_version=14, input_names=['image'],
                  output_names=['pixels'], dynamic_axes={'image': {0: 'B'}, 'pixels': {0: 'B'}})
store_int8(plain, os.path.join(args.model, 'enlarger.onnx'))
print(saved['report'])
