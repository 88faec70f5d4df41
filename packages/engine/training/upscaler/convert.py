"""Turns a network of ncnn (.param and .bin) into ONNX.

python convert.py models/realesr-animevideov3-x4 floats.onnx
python convert.py models-upconv_7_photo/scale2.0x_model photo.onnx --pixels

The graph takes a picture as float32, B x 3 x H x W in 0..1, and gives it enlarged, not clipped; with --pixels it takes
and gives bytes, 1 x H x W x 3, as pictures lie in memory. Weights are stored as they come, in half precision, and
unfolded when the graph is loaded; the arithmetic is float32.
"""
import argparse
import os

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

HALF = 0x01306B47
NEAREST, BICUBIC = 1, 3


class Weights:
    """Reads the .bin file: tensors follow each other in the order of the layers."""

    def __init__(self, path):
        self.data, self.at = open(path, 'rb').read(), 0

    def _take(self, kind, count):
        taken = np.frombuffer(self.data, kind, count, self.at)
        self.at += taken.nbytes + -taken.nbytes % 4
        return taken

    def kernel(self, count):
        (flag,) = self._take('<u4', 1)
        assert flag in (0, HALF), hex(flag)
        return self._take('<f2' if flag == HALF else '<f4', count)

    def plain(self, count):
        return self._take('<f4', count)


def read_layers(path):
    lines = open(path).read().splitlines()
    assert lines[0] == '7767517', 'no .param file'
    for line in lines[2:]:
        kind, name, ins, outs, *rest = line.split()
        ins, outs = int(ins), int(outs)
        pairs = [pair.split('=') for pair in rest[ins + outs:]]
        yield kind, name, rest[:ins], rest[ins:ins + outs], {int(k): v for k, v in pairs}


class Builder:
    def __init__(self):
        self.nodes, self.stored, self.same = [], [], {}

    def keep(self, name, array):
        self.stored.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def half(self, name, array):
        stored = self.keep(name + '_f16', array.astype(np.float16))
        return self.add('Cast', [stored], name, to=TensorProto.FLOAT)

    def add(self, kind, inputs, output, **attributes):
        self.nodes.append(helper.make_node(kind, [self.same.get(i, i) for i in inputs], [output], **attributes))
        return output


def activate(b, p, name, output):
    """A convolution may carry its activation: 1 is ReLU, 2 leaky ReLU with the slope in a list."""
    kind = int(p.get(9, 0))
    if kind == 1:
        b.add('Relu', [name], output)
    elif kind == 2:
        count, slope = p[-23310].split(',')
        assert count == '1'
        b.add('LeakyRelu', [name], output, alpha=float(slope))
    else:
        assert kind == 0, kind


def convolution(b, w, name, inputs, output, p, deconvolution):
    out, size, bias = int(p[0]), int(p[1]), int(p.get(5, 0))
    count = int(p[6])
    kernel = w.kernel(count).reshape(out, count // out // size // size, size, size)
    weight = b.half(name + '_w', kernel.transpose(1, 0, 2, 3) if deconvolution else kernel)
    tensors = [inputs[0], weight] + ([b.keep(name + '_b', w.plain(out))] if bias else [])
    made = output if int(p.get(9, 0)) == 0 else name
    b.add('ConvTranspose' if deconvolution else 'Conv', tensors, made, kernel_shape=[size] * 2,
          strides=[int(p.get(3, 1))] * 2, pads=[int(p.get(4, 0))] * 4)
    activate(b, p, name, output)


def from_pixels(b):
    b.add('Cast', ['pixels'], 'bytes', to=TensorProto.FLOAT)
    b.add('Mul', ['bytes', b.keep('in_scale', np.float32(1 / 255))], 'rows')
    return b.add('Transpose', ['rows'], 'image', perm=[0, 3, 1, 2])


def to_pixels(b, output):
    b.add('Mul', [output, b.keep('out_scale', np.float32(255))], 'scaled')
    b.add('Clip', ['scaled', b.keep('low', np.float32(0)), b.keep('high', np.float32(255))], 'clipped')
    b.add('Round', ['clipped'], 'whole')
    b.add('Transpose', ['whole'], 'out_rows', perm=[0, 2, 3, 1])
    b.add('Cast', ['out_rows'], 'enlarged', to=TensorProto.UINT8)


def convert(path, pixels):
    b, w = Builder(), Weights(path + '.bin')
    taken = from_pixels(b) if pixels else 'image'
    for kind, name, inputs, outputs, p in read_layers(path + '.param'):
        output = outputs[0]
        if kind == 'Input':
            b.same[output] = taken
        elif kind == 'Split':
            b.same.update({o: b.same.get(inputs[0], inputs[0]) for o in outputs})
        elif kind in ('Convolution', 'Deconvolution'):
            convolution(b, w, name, inputs, output, p, kind == 'Deconvolution')
        elif kind == 'PReLU':
            slope = b.keep(name + '_s', w.plain(int(p[0])).reshape(-1, 1, 1))
            b.add('PRelu', [inputs[0], slope], output)
        elif kind == 'PixelShuffle':
            b.add('DepthToSpace', inputs, output, blocksize=int(p[0]), mode='CRD')
        elif kind == 'Interp':
            assert int(p[0]) in (NEAREST, BICUBIC), p
            scales = b.keep(name + '_scales', np.array([1, 1, float(p[1]), float(p[2])], np.float32))
            how = dict(mode='nearest', nearest_mode='floor', coordinate_transformation_mode='asymmetric')
            if int(p[0]) == BICUBIC:
                how = dict(mode='cubic', cubic_coeff_a=-0.75, coordinate_transformation_mode='half_pixel')
            b.add('Resize', [inputs[0], '', scales], output, **how)
        elif kind == 'Concat':
            b.add('Concat', inputs, output, axis=1)
        elif kind == 'BinaryOp':
            assert int(p.get(0, 0)) == 0
            b.add('Add', inputs, output)
        elif kind == 'Eltwise':
            assert int(p[0]) == 1
            scaled = [f'{output}_{i}' for i in range(2)]
            factors = [float(v) for v in p[-23301].split(',')[1:]] if -23301 in p else [1, 1]
            for i, factor in enumerate(factors):
                b.add('Mul', [inputs[i], b.keep(scaled[i] + '_k', np.float32(factor))], scaled[i])
            b.add('Add', scaled, output)
        else:
            raise ValueError(kind)
    assert w.at == len(w.data), 'weights are left over'
    if pixels:
        to_pixels(b, output)
        values = [helper.make_tensor_value_info(n, TensorProto.UINT8, [1, h, w, 3])
                  for n, h, w in (('pixels', 'H', 'W'), ('enlarged', 'OH', 'OW'))]
    else:
        b.add('Identity', [output], 'enlarged')
        values = [helper.make_tensor_value_info(n, TensorProto.FLOAT, ['B', 3, h, w])
                  for n, h, w in (('image', 'H', 'W'), ('enlarged', 'OH', 'OW'))]
    graph = helper.make_graph(b.nodes, 'upscaler', values[:1], values[1:], b.stored)
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid('', 16)])
    made.ir_version = 8
    onnx.checker.check_model(made)
    return made


if __name__ == '__main__':
    args = argparse.ArgumentParser()
    args.add_argument('network', help='path of the .param and .bin files, without the ending')
    args.add_argument('out')
    args.add_argument('--pixels', action='store_true', help='bytes in and out, as the engine wants them')
    args = args.parse_args()
    onnx.save(convert(args.network, args.pixels), args.out)
    print(args.out, os.path.getsize(args.out))
