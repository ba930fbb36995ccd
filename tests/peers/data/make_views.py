#!/usr/bin/env python3
"""What torchvision's evaluation transforms make of real images, for tests/unit/transforms/transforms_peer_test.cpp.

    python3 make_views.py FOLDER views.npz     # NumPy, Pillow < 13, torchvision; FOLDER: a folder per class
    HYBRID_PEER_VIEWS=views.npz build/release/tests/unit_transforms "[peer-views]"
"""
import os
import sys

import numpy as np
from PIL import Image
from torchvision import transforms
from torchvision.transforms import InterpolationMode

folder, out = os.path.abspath(sys.argv[1]), sys.argv[2]
views = {f"{name}{size}": transforms.Compose([transforms.Resize(round(size / 0.875), mode), transforms.CenterCrop(size)])
         for name, mode in (("bilinear", InterpolationMode.BILINEAR), ("bicubic", InterpolationMode.BICUBIC))
         for size in (48, 96, 236)}
paths = sorted(os.path.join(at, name) for at, _, names in os.walk(folder) for name in names)
arrays = {name: [] for name in views}
for path in paths:
    image = Image.open(path).convert("RGB")
    for name, view in views.items():
        arrays[name].append(np.asarray(view(image)).transpose(2, 0, 1))
paths = np.array([p.encode() for p in paths])
np.savez(out, paths=np.frombuffer(b"\n".join(paths), np.uint8).astype(np.int32),
         **{name: np.stack(a).astype(np.int32) for name, a in arrays.items()})
