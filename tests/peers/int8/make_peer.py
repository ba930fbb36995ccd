#!/usr/bin/env python3
"""What TensorFlow Lite's interpreter makes of an int8 model, for tests/unit/quant/tflite_peer_test.cpp.

    pip install torch ai-edge-litert pillow
    tests/peers/int8/make_peer.py MCUNET_FOLDER IMAGENET_SAMPLE_FOLDER OUT.npz
    HYBRID_PEER_INT8=OUT.npz build/release/tests/unit_quant '[peer]'

Reads mcunet-320kb-1mb_imagenet.tflite and .pth, and the images and class list (imagenet_wnids.txt, beside the folder)
of an ImageNet sample. Writes, with C = 55 convolutions and T tensors in the order in which they are computed:

    tensors.scale, tensors.zero_point [T]; conv.I.weights [outputs, kernel, kernel, inputs], .scales, .biases: the
        .tflite's own, I = 0 .. C - 1
    float.weights: the .pth's parameters and batch norm statistics, one after the other
    images [n, 176, 176, 3] uint8, labels [n]: the shorter side to 201 pixels (Pillow's bilinear), the middle 176
    logits [n, 1000] int8: the interpreter's, with its reference kernels
    exact.I.tensor.T: every tensor of the first images
"""
import pathlib
import sys

import numpy as np
import torch
from ai_edge_litert.interpreter import Interpreter, OpResolverType
from PIL import Image

SIZE, SHORTER_SIDE, EXACT_IMAGES = 176, 201, 4


def prepared(path):
    image = Image.open(path).convert("RGB")
    width, height = image.size
    share = SHORTER_SIDE / min(width, height)
    width, height = int(width * share + 1e-9), int(height * share + 1e-9)
    left, top = round((width - SIZE) / 2), round((height - SIZE) / 2)
    image = image.resize((width, height), Image.BILINEAR).crop((left, top, left + SIZE, top + SIZE))
    return np.asarray(image)


def quantization(interpreter, tensor):
    details = next(d for d in interpreter.get_tensor_details() if d["index"] == tensor)
    return details["quantization_parameters"]


def parameters(interpreter, arrays):
    """Fills arrays with the model's constants and returns its tensors' numbers in the order of computation."""
    tensors = [interpreter.get_input_details()[0]["index"]]
    convolutions = 0
    for operation in interpreter._get_ops_details():
        if operation["op_name"] in ("PAD", "RESHAPE"):  # the padding is kernel / 2 on each side throughout
            continue
        tensors.append(int(operation["outputs"][0]))
        if operation["op_name"] not in ("CONV_2D", "DEPTHWISE_CONV_2D"):
            continue
        weights, biases = operation["inputs"][1:3]
        values = interpreter.get_tensor(weights)
        if operation["op_name"] == "DEPTHWISE_CONV_2D":  # [1, kernel, kernel, channels]
            values = values.transpose(3, 1, 2, 0)
        arrays[f"conv.{convolutions}.weights"] = np.ascontiguousarray(values)
        arrays[f"conv.{convolutions}.scales"] = quantization(interpreter, weights)["scales"]
        arrays[f"conv.{convolutions}.biases"] = interpreter.get_tensor(biases)
        convolutions += 1
    scales = [quantization(interpreter, tensor) for tensor in tensors]
    arrays["tensors.scale"] = np.array([s["scales"][0] for s in scales], np.float32)
    arrays["tensors.zero_point"] = np.array([s["zero_points"][0] for s in scales], np.int32)
    return tensors


def main(models, sample, out):
    models, sample = pathlib.Path(models), pathlib.Path(sample)
    interpreter = Interpreter(
        str(models / "mcunet-320kb-1mb_imagenet.tflite"),
        experimental_op_resolver_type=OpResolverType.BUILTIN_REF,
        experimental_preserve_all_tensors=True,
    )
    interpreter.allocate_tensors()
    arrays = {}
    tensors = parameters(interpreter, arrays)
    state = torch.load(models / "mcunet-320kb-1mb_imagenet.pth", map_location="cpu", weights_only=True)["state_dict"]
    kept = [value.numpy().ravel() for key, value in state.items() if not key.endswith("num_batches_tracked")]
    arrays["float.weights"] = np.concatenate(kept).astype(np.float32)

    classes = [line.split()[0] for line in open(sample.parent / "imagenet_wnids.txt")]
    files = sorted(sample.glob("train/*/*.JPEG"))
    images = np.stack([prepared(file) for file in files])
    labels = np.array([classes.index(file.parent.name) for file in files], np.int32)
    logits = []
    for i, image in enumerate(images):
        real = (image.astype(np.float32) / np.float32(255) - np.float32(0.5)) / np.float32(0.5)
        units = np.round(real / arrays["tensors.scale"][0]) + arrays["tensors.zero_point"][0]
        interpreter.set_tensor(tensors[0], np.clip(units, -128, 127).astype(np.int8)[None])
        interpreter.invoke()
        logits.append(interpreter.get_tensor(interpreter.get_output_details()[0]["index"])[0])
        if i < EXACT_IMAGES:
            for t, tensor in enumerate(tensors):
                arrays[f"exact.{i}.tensor.{t}"] = interpreter.get_tensor(tensor).ravel()
    arrays.update(images=images, labels=labels, logits=np.stack(logits))
    np.savez(out, **arrays)
    print(f"top-1 of the .tflite on {len(files)} images: {np.mean(np.argmax(logits, 1) == labels):.2%}")


if __name__ == "__main__":
    main(*sys.argv[1:])
