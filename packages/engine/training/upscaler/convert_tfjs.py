"""Turns a TensorFlow.js layers model of @upscalerjs into ONNX with int8 weights.

python convert_tfjs.py node_modules/@upscalerjs/esrgan-medium/models/x4 enlarger.onnx --range 255

The graph takes and gives pictures as N x 3 x H x W in 0..1; --range is the range the original works in
(255 for slim and medium, 1 for thick).
"""
import argparse
import json
import os

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper


def read_weights(folder, manifest):
    weights = {}
    for group in manifest:
        data = b''.join(open(os.path.join(folder, p), 'rb').read() for p in group['paths'])
        at = 0
        for entry in group['weights']:
            assert entry['dtype'] == 'float32' and 'quantization' not in entry, entry
            count = int(np.prod(entry['shape']))
            weights[entry['name']] = np.frombuffer(data, '<f4', count, at).reshape(entry['shape'])
            at += 4 * count
        assert at == len(data)
    return weights


class Builder:
    def __init__(self):
        self.nodes, self.stored = [], []

    def keep(self, name, array):
        self.stored.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def add(self, kind, inputs, output, **attributes):
        self.nodes.append(helper.make_node(kind, inputs, [output], **attributes))
        return output

    def weight(self, name, array):
        """Symmetric int8 per output channel; small tensors stay float32."""
        if array.size < 4096:
            return self.keep(name, array.astype(np.float32))
        scale = np.abs(array).max((1, 2, 3)) / 127 + 1e-12
        whole = np.clip(np.round(array / scale[:, None, None, None]), -127, 127).astype(np.int8)
        parts = [self.keep(name + '_q', whole), self.keep(name + '_s', scale.astype(np.float32)),
                 self.keep(name + '_z', np.zeros(len(scale), np.int8))]
        return self.add('DequantizeLinear', parts, name, axis=0)


def convert(folder, value_range):
    model = json.load(open(os.path.join(folder, 'model.json')))
    weights = read_weights(folder, model['weightsManifest'])
    b = Builder()
    last = None
    for layer in model['modelTopology']['model_config']['config']['layers']:
        kind, name, config = layer['class_name'], layer['name'], layer['config']
        inputs = [i[0] for i in layer['inbound_nodes'][0]] if layer['inbound_nodes'] else []
        if kind == 'InputLayer':
            b.add('Mul', ['image', b.keep('in_scale', np.float32(value_range))], name)
        elif kind == 'Conv2D':
            assert config['activation'] == 'linear' and config['strides'] == [1, 1], config
            kernel = weights[name + '/kernel'].transpose(3, 2, 0, 1)
            half = kernel.shape[2] // 2
            b.add('Conv', [inputs[0], b.weight(name + '_w', kernel), b.keep(name + '_b', weights[name + '/bias'])], name,
                  pads=[half] * 4, kernel_shape=list(kernel.shape[2:]))
        elif kind == 'Activation':
            assert config['activation'] == 'relu'
            b.add('Relu', inputs, name)
        elif kind == 'Concatenate':
            b.add('Concat', inputs, name, axis=1)
        elif kind == 'Add':
            b.add('Add', inputs, name)
        elif kind == 'MultiplyBeta':
            b.add('Mul', [inputs[0], b.keep(name + '_beta', np.float32(config.get('beta', 0.2)))], name)
        elif kind == 'UpSampling2D':
            assert config['interpolation'] == 'nearest'
            scales = b.keep(name + '_scales', np.array([1, 1, *config['size']], np.float32))
            b.add('Resize', [inputs[0], '', scales], name, mode='nearest', nearest_mode='floor',
                  coordinate_transformation_mode='asymmetric')
        elif kind.startswith('PixelShuffle'):
            b.add('DepthToSpace', inputs, name, blocksize=config['scale'], mode='DCR')
        else:
            raise ValueError(kind)
        last = name
    b.add('Mul', [last, b.keep('out_scale', np.float32(1 / value_range))], 'scaled')
    b.add('Clip', ['scaled', b.keep('low', np.float32(0)), b.keep('high', np.float32(1))], 'enlarged')
    value = lambda n, h, w: helper.make_tensor_value_info(n, TensorProto.FLOAT, ['B', 3, h, w])
    graph = helper.make_graph(b.nodes, 'enlarger', [value('image', 'H', 'W')], [value('enlarged', 'OH', 'OW')], b.stored)
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid('', 14)])
    made.ir_version = 8
    onnx.checker.check_model(made)
    return made


if __name__ == '__main__':
    args = argparse.ArgumentParser()
    args.add_argument('folder')
    args.add_argument('out')
    args.add_argument('--range', type=float, required=True)
    args = args.parse_args()
    onnx.save(convert(args.folder, args.range), args.out)
    print(args.out, os.path.getsize(args.out))
