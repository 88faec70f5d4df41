"""Writes the tiny models that the tests use: python fixtures.py ../test/models

Each has the graphs of a real model, in 16 x 16. What differs is the U-Net: `calm` predicts something harmless, `nan`
divides zero by zero, `hang` loops without end, `grow` builds ever larger tensors, `black` ends in a black picture.
"""
import hashlib
import json
import os
import sys

import numpy as np
import onnx
from onnx import TensorProto as T
from onnx import helper as h
from onnx import numpy_helper

LATENT, WORDS, DIMS, SIZE = (4, 4, 4), 4, 2, 16
FLOAT, INT = 'float32', 'int64'


def value(name, kind, shape):
    return h.make_tensor_value_info(name, T.FLOAT if kind == FLOAT else T.INT64, shape)


def const(name, array):
    return numpy_helper.from_array(np.asarray(array), name)


def save(folder, name, nodes, inputs, outputs, stored):
    graph = h.make_graph(nodes, name, [value(*i) for i in inputs], [value(*o) for o in outputs], stored)
    model = h.make_model(graph, opset_imports=[h.make_opsetid('', 14)])
    model.ir_version = 8
    onnx.checker.check_model(model)
    path = os.path.join(folder, name + '.onnx')
    onnx.save(model, path)
    spec = lambda values: {n: {'type': k, 'shape': s} for n, k, s in values}
    return {'file': name + '.onnx', 'sha256': checksum(path), 'inputs': spec(inputs), 'outputs': spec(outputs)}


def checksum(path):
    return hashlib.sha256(open(path, 'rb').read()).hexdigest()


def loop(body_nodes, state, stored, trips):
    """A Loop over one float tensor of any shape; without trips it never ends."""
    body = h.make_graph(
        [h.make_node('Identity', ['go'], ['go_on'])] + body_nodes, 'body',
        [h.make_tensor_value_info('i', T.INT64, []), h.make_tensor_value_info('go', T.BOOL, []),
         h.make_tensor_value_info('s', T.FLOAT, None)],
        [h.make_tensor_value_info('go_on', T.BOOL, []), h.make_tensor_value_info('s_next', T.FLOAT, None)], stored)
    return [h.make_node('Loop', [trips, 'true', state], ['looped'], body=body)]


def unet(folder, kind):
    inputs = [('x', FLOAT, ['B', *LATENT]), ('t', FLOAT, ['B']), ('ctx', FLOAT, ['B', DIMS])]
    stored = [const('true', np.array(True)), const('zero', np.float32(0)), const('third', np.float32(0.3))]
    if kind == 'nan':
        nodes = [h.make_node('Mul', ['x', 'zero'], ['nothing']), h.make_node('Div', ['nothing', 'nothing'], ['v'])]
    elif kind == 'hang':
        body = [h.make_node('Sin', ['s'], ['s_next'])]
        nodes = loop(body, 'x', [], '') + [h.make_node('Mul', ['looped', 'third'], ['v'])]
    elif kind == 'grow':
        body = [h.make_node('Concat', ['s', 's'], ['s_next'], axis=0)]
        stored.append(const('trips', np.int64(26)))
        nodes = loop(body, 'x', [], 'trips') + [
            h.make_node('ReduceMean', ['looped'], ['mean'], keepdims=1), h.make_node('Add', ['x', 'mean'], ['v'])]
    else:
        nodes = [h.make_node('Mul', ['x', 'third'], ['v'])]
    return save(folder, 'unet', nodes, inputs, [('v', FLOAT, ['B', *LATENT])], stored)


def build(root, kind):
    folder = os.path.join(root, kind)
    os.makedirs(folder, exist_ok=True)
    text = save(folder, 'text_encoder',
                [h.make_node('ReduceMean', ['glove'], ['ctx'], axes=[1], keepdims=0)],
                [('ids', INT, ['B', WORDS]), ('glove', FLOAT, ['B', WORDS, DIMS])], [('ctx', FLOAT, ['B', DIMS])], [])
    shift = -50.0 if kind == 'black' else 0.0
    decoder = save(
        folder, 'decoder',
        [h.make_node('Slice', ['z', 'from', 'to', 'axis'], ['colours']), h.make_node('Resize', ['colours', '', 'scales'], ['large'], mode='linear'),
         h.make_node('Add', ['large', 'shift'], ['shifted']), h.make_node('Sigmoid', ['shifted'], ['image'])],
        [('z', FLOAT, ['B', *LATENT])], [('image', FLOAT, ['B', 3, SIZE, SIZE])],
        [const('from', np.array([0])), const('to', np.array([3])), const('axis', np.array([1])),
         const('scales', np.array([1, 1, 4, 4], np.float32)), const('shift', np.float32(shift))])
    graphs = {'text_encoder': text, 'unet': unet(folder, kind), 'decoder': decoder}
    data = {'tokenizer.json': json.dumps({'vocab': ['<pad>', '<unk>', 'red', 'apple'], 'glove_words': ['red', 'apple'], 'stop': ['a']}).encode(),
            'vectors.bin': np.array([[100, 0], [0, 100]], np.int8).tobytes(), 'scales.bin': np.array([.01, .01], np.float16).tobytes(),
            'NOTICE': b'Made by training/fixtures.py; no one else\'s work.\n'}
    for name, content in data.items():
        open(os.path.join(folder, name), 'wb').write(content)
    named = lambda name: {'file': name, 'sha256': checksum(os.path.join(folder, name))}
    manifest = {
        'manifest_version': 1, 'name': kind, 'version': '1', 'license': 'MIT', 'notices': ['NOTICE'], 'task': 'image',
        'native': {'width': SIZE, 'height': SIZE}, 'latent': list(LATENT), 'parametrisation': 'rectified_flow', 'sampler': 'euler',
        'tokenizer': {'kind': 'words', 'words': named('tokenizer.json'), 'max_words': WORDS, 'vectors': named('vectors.bin'),
                      'vector_scales': named('scales.bin'), 'dimensions': DIMS},
        'graphs': graphs}
    with open(os.path.join(folder, 'manifest.json'), 'w') as file:
        file.write(json.dumps(manifest, indent=2) + '\n')


for kind in ('calm', 'nan', 'hang', 'grow', 'black'):
    build(sys.argv[1], kind)
