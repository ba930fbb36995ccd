#!/usr/bin/env python3
"""Logits of `hybrid predict` beside timm's and torchvision's own networks: the same random weights, the same images.

    python3 tests/peers/nets/compare_logits.py build/release/bin/hybrid [NAME ...]

For networks whose published weights are not at hand. Batch norm's scales are random, its statistics those of the images, so
that a wrong epsilon or a layer left out shows and no activation explodes. Exits with 1 if a network's logits differ by more than 1e-3 of their spread, or one argmax does.
Needs torch, torchvision, timm, numpy and pillow.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import timm
import torch
import torchvision
from PIL import Image

CLASSES, IMAGES, MEAN, STD = 4, 8, (0.5, 0.4, 0.6), (0.25, 0.3, 0.2)
# our name: (library, its name, resolution)
NETWORKS = {
    "mobilenet-v2-100": ("torchvision", "mobilenet_v2", 96),
    "mobilenet-v2-050": ("timm", "mobilenetv2_050", 96),
    "mobilenet-v2-140": ("timm", "mobilenetv2_140", 96),
    "mobilenet-v3-small-100-tv": ("torchvision", "mobilenet_v3_small", 96),
    "mobilenet-v3-large-100-tv": ("torchvision", "mobilenet_v3_large", 96),
    "mobilenet-v3-small-050": ("timm", "mobilenetv3_small_050", 96),
    "mobilenet-v3-small-100": ("timm", "mobilenetv3_small_100", 96),
    "mobilenet-v3-large-075": ("timm", "mobilenetv3_large_075", 96),
    "mobilenet-v3-large-100": ("timm", "mobilenetv3_large_100", 96),
    "efficientnet-b0": ("timm", "efficientnet_b0", 96),
    "efficientnet-b1": ("torchvision", "efficientnet_b1", 96),
    "efficientnet-b2": ("timm", "efficientnet_b2", 96),
    "efficientnet-b3": ("torchvision", "efficientnet_b3", 96),
    "efficientnet-b4": ("timm", "efficientnet_b4", 96),
    "efficientnet-b5-tv": ("torchvision", "efficientnet_b5", 96),
    "efficientnet-b7-tv": ("torchvision", "efficientnet_b7", 96),
}


def peer(library, name, images):
    torch.manual_seed(1)
    if library == "timm":
        network = timm.create_model(name, num_classes=CLASSES)
    else:
        network = getattr(torchvision.models, name)(num_classes=CLASSES)
    for module in network.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            torch.nn.init.uniform_(module.weight, 0.5, 1.5)
            torch.nn.init.uniform_(module.bias, -0.5, 0.5)
            module.momentum = 1.0
    with torch.no_grad():
        network.train()(images)
    return network.eval()


def make_images(root, size):
    rng = np.random.default_rng(1)
    pixels = []
    for c in range(CLASSES):
        folder = root / "test" / f"class{c}"
        folder.mkdir(parents=True)
        for i in range(IMAGES // CLASSES):
            image = rng.integers(0, 256, (size, size, 3), dtype=np.uint8)
            Image.fromarray(image).save(folder / f"{i}.png")
            pixels.append(image)
    batch = torch.from_numpy(np.stack(pixels)).permute(0, 3, 1, 2).float() / 255
    return (batch - torch.tensor(MEAN).view(3, 1, 1)) / torch.tensor(STD).view(3, 1, 1)


def compare(program, ours, library, name, size):
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        batch = make_images(root, size)
        network = peer(library, name, batch)
        torch.save(network.state_dict(), root / "weights.pth")
        with torch.inference_mode():
            expected = network(batch).numpy()
        subprocess.run([program, "predict", "--quiet", "--model", ours, "--weights", root / "weights.pth", "--data",
                        "image_folder", "--root", root, "--resolution", str(size), "--mean", ",".join(map(str, MEAN)),
                        "--std", ",".join(map(str, STD)), "--threads", "1", "--out", root / "set.npz"],
                       check=True, stdout=subprocess.DEVNULL)
        got = np.load(root / "set.npz")["logits"]
    error = np.abs(got - expected).max() / expected.std()
    good = error < 1e-3 and (got.argmax(1) == expected.argmax(1)).all()
    print(f"{ours:28} {library + '/' + name:36} largest difference {error:.1e} of the spread  {'equal' if good else 'DIFFERENT'}")
    return good


def main():
    program, wanted = sys.argv[1], sys.argv[2:] or list(NETWORKS)
    torch.set_num_threads(1)
    sys.exit(0 if all([compare(program, name, *NETWORKS[name]) for name in wanted]) else 1)


if __name__ == "__main__":
    main()
