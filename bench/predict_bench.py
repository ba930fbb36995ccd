#!/usr/bin/env python3
"""Forward passes of `hybrid predict` beside PyTorch eager: same weights, images, batch and threads, in turns.

    python3 bench/predict_bench.py --program build/bench/bench/predict_bench --model mcunet-5fps \
        --description mcunet-5fps_imagenet.json
    python3 bench/predict_bench.py --program build/bench/bench/predict_bench --model mobilenet-v3-large-100-tv

needs torch, numpy and, for MobileNetV3, torchvision. PyTorch runs as its user would write it: nn modules in evaluation
mode under torch.inference_mode(), in its default memory layout and, as a second opponent, in channels-last.
"""

import argparse
import json
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn


class Conv(nn.Module):
    def __init__(self, inputs, outputs, kernel=1, stride=1, groups=1, act=True):
        super().__init__()
        self.conv = nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, groups=groups, bias=False)
        self.bn = nn.BatchNorm2d(outputs)
        self.act = nn.ReLU6(inplace=True) if act else nn.Identity()

    def forward(self, x):
        return self.act(self.bn(self.conv(x)))


class Mobile(nn.Module):
    def __init__(self, spec):
        super().__init__()
        inputs, outputs = spec["in_channels"], spec["out_channels"]
        middle = spec["mid_channels"] or round(inputs * spec["expand_ratio"])
        if spec["expand_ratio"] != 1:
            self.inverted_bottleneck = Conv(inputs, middle)
        self.depth_conv = Conv(middle, middle, spec["kernel_size"], spec["stride"], middle)
        self.point_linear = Conv(middle, outputs, act=False)

    def forward(self, x):
        for layer in self.children():
            x = layer(x)
        return x


class Block(nn.Module):
    def __init__(self, spec):
        super().__init__()
        self.mobile_inverted_conv = Mobile(spec["mobile_inverted_conv"])
        self.residual = spec["shortcut"] is not None

    def forward(self, x):
        y = self.mobile_inverted_conv(x)
        return x + y if self.residual else y


class McuNet(nn.Module):
    """A network of the MCUNet zoo, under the zoo's names."""

    def __init__(self, description, classes):
        super().__init__()
        spec = json.loads(Path(description).read_text())
        self.first_conv = Conv(3, spec["first_conv"]["out_channels"], 3, 2)
        self.blocks = nn.ModuleList(Block(b) for b in spec["blocks"] if b["mobile_inverted_conv"]["name"] != "ZeroLayer")
        last = spec["blocks"][-1]["mobile_inverted_conv"]["out_channels"]
        self.classifier = nn.Linear(last, classes)

    def forward(self, x):
        x = self.first_conv(x)
        for block in self.blocks:
            x = block(x)
        return self.classifier(x.mean((2, 3)))


def build(args):
    torch.manual_seed(1)
    if args.description:
        net = McuNet(args.description, args.classes)
    else:
        import torchvision
        net = getattr(torchvision.models, args.torchvision)(weights=None, num_classes=args.classes)
    for module in net.modules():  # statistics that are not the identity, activations that do not vanish
        if isinstance(module, nn.BatchNorm2d):
            nn.init.uniform_(module.running_mean, -0.1, 0.1)
            nn.init.uniform_(module.running_var, 0.5, 1.5)
    return net.eval()


def rate(net, images, batch):
    start = time.perf_counter()
    for part in images.split(batch):
        net(part)
    return len(images) / (time.perf_counter() - start)


def ours(process):
    process.stdin.write("go\n")
    process.stdin.flush()
    return float(process.stdout.readline())


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--model", required=True, help="name for the program")
    parser.add_argument("--description", help="zoo JSON of the same network; else torchvision's")
    parser.add_argument("--torchvision", default="mobilenet_v3_large")
    parser.add_argument("--classes", type=int, default=100)
    parser.add_argument("--side", type=int, default=96)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--images", type=int, default=256)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--precision", default="fp32")
    args = parser.parse_args()
    torch.set_num_threads(args.threads)

    with torch.inference_mode(), tempfile.TemporaryDirectory() as folder:
        net = build(args)
        images = torch.randn(args.images, 3, args.side, args.side)
        torch.save(net.state_dict(), f"{folder}/weights.pth")
        np.save(f"{folder}/images.npy", images.numpy())
        np.save(f"{folder}/logits.npy", net(images).numpy())
        process = subprocess.Popen([args.program, args.model, folder, str(args.batch), str(args.threads), args.precision],
                                   stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        difference = float(process.stdout.readline())
        rows = []
        for _ in range(args.rounds + 2):
            default = rate(net.to(memory_format=torch.contiguous_format), images, args.batch)
            last = rate(net.to(memory_format=torch.channels_last),
                        images.contiguous(memory_format=torch.channels_last), args.batch)
            rows.append((ours(process), default, last))
        process.stdin.close()
        process.wait()
    rows = rows[2:]  # warm-up
    hybrid, default, last = (statistics.median(column) for column in zip(*rows))
    ratio = statistics.median(r[0] / r[1] for r in rows)
    ratio_last = statistics.median(r[0] / r[2] for r in rows)
    print(f"{args.model} {args.side} px {args.precision}, batch {args.batch}, {args.threads} threads, torch "
          f"{torch.__version__}: largest difference of a logit {difference:.1e}")
    print(f"images/s, medians of {args.rounds}: hybrid {hybrid:.0f}, eager {default:.0f}, eager channels-last {last:.0f}; "
          f"median ratios {ratio:.2f}, {ratio_last:.2f}")


if __name__ == "__main__":
    main()
