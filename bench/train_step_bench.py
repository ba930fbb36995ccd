"""Fine-tuning MCUNet-5FPS at 96 pixels in PyTorch eager, batches of 128 that are in memory already. Prints images/s.

python3 train_step_bench.py DESCRIPTION.json THREADS STEPS [channels_last]"""
import json
import sys
import time

import torch
from torch import nn

description = json.load(open(sys.argv[1]))
torch.set_num_threads(int(sys.argv[2]))
steps = int(sys.argv[3])
layout = torch.channels_last if "channels_last" in sys.argv[4:] else torch.contiguous_format


def conv(inputs, outputs, kernel, stride, groups, relu):
    layers = [nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, groups=groups, bias=False), nn.BatchNorm2d(outputs)]
    return nn.Sequential(*layers, *([nn.ReLU6(inplace=True)] if relu else []))


class Block(nn.Module):
    def __init__(self, block):
        super().__init__()
        c = block["mobile_inverted_conv"]
        middle = c["mid_channels"] or round(c["in_channels"] * c["expand_ratio"])
        layers = [] if c["expand_ratio"] == 1 else [conv(c["in_channels"], middle, 1, 1, 1, True)]
        layers += [conv(middle, middle, c["kernel_size"], c["stride"], middle, True), conv(middle, c["out_channels"], 1, 1, 1, False)]
        self.body = nn.Sequential(*layers)
        self.residual = block["shortcut"] is not None

    def forward(self, x):
        return x + self.body(x) if self.residual else self.body(x)


first, last = description["first_conv"], description["classifier"]["in_features"]
network = nn.Sequential(
    conv(3, first["out_channels"], 3, 2, 1, True),
    *[Block(b) for b in description["blocks"]],
    nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(last, 100)).to(memory_format=layout)
optimizer = torch.optim.SGD(network.parameters(), lr=1e-3, momentum=0.9, weight_decay=1e-5)
images = torch.randn(128, 3, 96, 96).contiguous(memory_format=layout)
labels = torch.randint(0, 100, (128,))


def step():
    loss = nn.functional.cross_entropy(network(images), labels)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()


for _ in range(steps):
    step()
start = time.time()
for _ in range(steps):
    step()
print(round(128 * steps / (time.time() - start), 1))
