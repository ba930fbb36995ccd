"""Writes what timm and torchvision call the tensors of their networks, for tests/unit/weights/dialects_test.cpp.

Run with both installed (written with timm 1.0.22 and torchvision 0.26.0):
    python tests/peers/weights/list_tensors.py tests/unit/weights/names
One file per network. A line has a module and its tensors with their shapes: "features.0.1 weight 32, bias 32, ...".
"""
import sys
from pathlib import Path

import timm
import torchvision

NETWORKS = {
    "timm": ["mobilenetv2_035", "mobilenetv2_100", "mobilenetv3_small_050", "mobilenetv3_small_100",
             "mobilenetv3_large_100", "efficientnet_b0", "efficientnet_b3"],
    "torchvision": ["mobilenet_v2", "mobilenet_v3_small", "mobilenet_v3_large", "efficientnet_b0", "efficientnet_b3"],
}


def lines(network):
    modules = {}
    for key, tensor in network.state_dict().items():
        module, leaf = key.rsplit(".", 1)
        modules.setdefault(module, []).append(" ".join([leaf, *map(str, tensor.shape)]))
    return [f"{module} {', '.join(tensors)}" for module, tensors in modules.items()]


def main(folder):
    for library, names in NETWORKS.items():
        for name in names:
            make = timm.create_model if library == "timm" else torchvision.models.get_model
            (Path(folder) / f"{library}-{name}.txt").write_text("\n".join(lines(make(name))) + "\n")


main(sys.argv[1])
