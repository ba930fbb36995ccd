"""Random weights of timm and torchvision through `hybrid model import` and `export` and back: every number the same.

    python tests/peers/weights/round_trip.py build/release/bin/hybrid
Needs torch, timm, torchvision and safetensors (written with 2.11, 1.0.22, 0.26.0 and 0.7.0).
"""
import subprocess
import sys
import tempfile
from pathlib import Path

import timm
import torch
import torchvision
from safetensors.torch import load_file

NETWORKS = [("timm", "mobilenetv3_small_050", "mobilenet-v3-small-050"), ("timm", "efficientnet_b3", "efficientnet-b3"),
            ("timm", "mobilenetv2_035", "mobilenet-v2-035"),
            ("torchvision", "mobilenet_v3_large", "mobilenet-v3-large-100"),
            ("torchvision", "efficientnet_b0", "efficientnet-b0"), ("torchvision", "mobilenet_v2", "mobilenet-v2-100")]


def check(program, folder, library, name, ours, zipped):
    make = timm.create_model if library == "timm" else torchvision.models.get_model
    expected = make(name).state_dict()
    torch.save(expected, folder / "theirs.pth", _use_new_zipfile_serialization=zipped)
    model = ["--model", ours, "--force"]
    subprocess.run([program, "model", "import", folder / "theirs.pth", *model, "--out", folder / "ours.st"], check=True)
    subprocess.run([program, "model", "export", folder / "ours.st", *model, "--names", library,
                    "--out", folder / "back.st"], check=True)
    back = load_file(folder / "back.st")
    assert set(back) == set(expected)
    for key, tensor in expected.items():
        assert back[key].dtype == tensor.dtype and torch.equal(back[key], tensor), key


with tempfile.TemporaryDirectory() as folder:
    for library, name, ours in NETWORKS:
        for zipped in (True, False):
            check(sys.argv[1], Path(folder), library, name, ours, zipped)
            print(library, name, "zip" if zipped else "legacy", "equal")
