"""The images of load_bench.cpp in two normalised views of one decode, by torchvision with Pillow and a DataLoader.
Prints images/s. The first batch, with which the workers start, is not timed; batches of 32 are faster there than of 256.

python3 load_bench.py WORKERS FOLDER [ROUNDS]        FOLDER: a folder per class"""
import sys
import time

import torch
from torchvision import datasets, transforms

workers, folder = int(sys.argv[1]), sys.argv[2]
rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 10
torch.set_num_threads(1)  # each worker is a process


def view(size):
    return transforms.Compose([
        transforms.Resize(round(size / 0.875)), transforms.CenterCrop(size), transforms.ToTensor(),
        transforms.Normalize([0.485, 0.456, 0.406], [0.229, 0.224, 0.225])])


class TwoViews:
    def __init__(self):
        self.views = [view(96), view(236)]

    def __call__(self, image):
        return [v(image) for v in self.views]


images = datasets.ImageFolder(folder, TwoViews())
repeated = torch.utils.data.ConcatDataset([images] * rounds)
loader = iter(torch.utils.data.DataLoader(repeated, batch_size=32, num_workers=workers))
next(loader)
start = time.monotonic()
seen = 0
for (small, large), labels in loader:
    seen += len(labels)
assert small.shape[1:] == (3, 96, 96) and large.shape[1:] == (3, 236, 236)
print(f"{seen / (time.monotonic() - start):.1f}")
