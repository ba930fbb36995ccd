#!/usr/bin/env python3
"""Counts of timm's and torchvision's networks, for tests/unit/arch/peer_counts_test.cpp.

    pip install torch torchvision timm
    tests/peers/arch/count_with_torch.py tests/unit/arch/peer_counts.json

Builds each network on PyTorch's `meta` device, where a forward pass computes shapes only, and adds up the
multiply-accumulates of every convolution and fully connected layer that it passes, whatever its size.
"""
import json
import sys

import timm
import torch
import torchvision


def counts(model, resolution):
    macs = 0

    def add(layer, inputs, output):
        nonlocal macs
        if isinstance(layer, torch.nn.Conv2d):
            macs += layer.weight[0].numel() * output[0].numel()
        else:
            macs += layer.weight.numel()

    for layer in model.modules():
        if isinstance(layer, (torch.nn.Conv2d, torch.nn.Linear)):
            layer.register_forward_hook(add)
    model.eval()(torch.empty(1, 3, resolution, resolution, device="meta"))
    return {"macs": macs, "parameters": sum(p.numel() for p in model.parameters())}


RESOLUTIONS = [224, 240, 260, 300, 380, 456, 528, 600]  # of EfficientNet-B0 to B7


def networks():
    """Our name, library, how it is made there, resolutions."""
    for b, resolution in enumerate(RESOLUTIONS):
        sizes = sorted({224, resolution})
        yield f"efficientnet-b{b}", "timm", lambda b=b: timm.create_model(f"efficientnet_b{b}"), sizes
        yield f"efficientnet-b{b}", "torchvision", getattr(torchvision.models, f"efficientnet_b{b}"), sizes
    for width in (35, 50, 75, 100, 140):
        yield (f"mobilenet-v2-{width:03}", "timm", lambda w=width: timm.create_model(f"mobilenetv2_{w:03}"), [224, 96])
        yield (f"mobilenet-v2-{width:03}", "torchvision",
               lambda w=width: torchvision.models.mobilenet_v2(width_mult=w / 100), [224])
    for size in ("small", "large"):
        for width in (50, 75, 100, 125):
            # timm registers few of these widths; its generator makes them all.
            make = lambda s=size, w=width: timm.models.mobilenetv3._gen_mobilenet_v3(f"mobilenetv3_{s}", w / 100)
            yield f"mobilenet-v3-{size}-{width:03}", "timm", make, [224, 160, 96]
        yield (f"mobilenet-v3-{size}-100", "torchvision", getattr(torchvision.models, f"mobilenet_v3_{size}"), [224])


def main():
    rows = []
    with torch.device("meta"):
        for name, library, make, resolutions in networks():
            for resolution in resolutions:
                rows.append({"network": name, "library": library, "resolution": resolution} | counts(make(), resolution))
    made_with = {module.__name__: module.__version__ for module in (torch, torchvision, timm)}
    lines = ",\n".join("    " + json.dumps(row) for row in rows)
    with open(sys.argv[1], "w") as file:
        file.write(f'{{\n  "made_with": {json.dumps(made_with)},\n  "rows": [\n{lines}\n  ]\n}}\n')


if __name__ == "__main__":
    main()
