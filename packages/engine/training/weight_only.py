"""Stores a graph's large weights as int8 with a scale per row; the runtime unfolds them when it loads."""
import numpy as np
import onnx
from onnx import helper, numpy_helper


def store_int8(source, target):
    model = onnx.load(source)
    graph, nodes, stored = model.graph, [], []
    for tensor in graph.initializer:
        array = numpy_helper.to_array(tensor)
        if array.dtype != np.float32 or array.ndim not in (2, 4) or array.size < 4096:
            stored.append(tensor)
            continue
        rows = array.reshape(len(array), -1)
        scale = np.abs(rows).max(1) / 127 + 1e-12
        whole = np.clip(np.round(rows / scale[:, None]), -127, 127).astype(np.int8).reshape(array.shape)
        parts = {'_q': whole, '_s': scale.astype(np.float32), '_z': np.zeros(len(scale), np.int8)}
        stored += [numpy_helper.from_array(value, tensor.name + end) for end, value in parts.items()]
        nodes.append(helper.make_node('DequantizeLinear', [tensor.name + end for end in parts], [tensor.name], axis=0))
    nodes += graph.node
    del graph.node[:], graph.initializer[:]
    graph.node.extend(nodes)
    graph.initializer.extend(stored)
    onnx.checker.check_model(model)
    onnx.save(model, target)
