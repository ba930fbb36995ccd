#!/usr/bin/env python3
"""Seconds and peak memory of `hybrid evaluate` with every method on random outputs of a given size, beside the size of the
input: python3 bench/evaluate_bench.py --program build/release/bin/hybrid 10000x100 50000x1000"""
import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time

import numpy as np


def write_pair(folder, n, k):
    rng = np.random.default_rng(1)
    labels = rng.integers(0, k, n).astype(np.int32)
    for name, skill in (("base", 4), ("cloud", 6)):
        logits = 1.3 * rng.normal(size=(n, k)).astype(np.float32)
        logits[np.arange(n), labels] += skill
        np.savez(os.path.join(folder, name + ".npz"), labels=labels, logits=logits)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", default="build/release/bin/hybrid")
    parser.add_argument("--write", help=argparse.SUPPRESS)
    parser.add_argument("sizes", nargs="+")
    args = parser.parse_args()
    if args.write:
        n, k = map(int, args.sizes[0].split("x"))
        return write_pair(args.write, n, k)
    for size in args.sizes:
        n, k = map(int, size.split("x"))
        with tempfile.TemporaryDirectory() as folder:
            # By a process of its own: a program's peak memory counts what its parent held when it was started.
            subprocess.run([sys.executable, __file__, "--write", folder, size], check=True)
            megabytes = 2 * n * k * 4 / 2**20
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            start = time.perf_counter()
            subprocess.run([args.program, "evaluate", "-q", "--base", folder + "/base.npz", "--cloud", folder + "/cloud.npz",
                            "--bootstrap", "1000", "--out", folder + "/run"], check=True, stdout=subprocess.DEVNULL)
            seconds = time.perf_counter() - start
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            with open(folder + "/run/manifest.json") as file:
                peak = json.load(file)["peak_memory_mb"]
            print(f"{size}: {seconds:.1f} s, {after.ru_utime - before.ru_utime:.1f} s of CPU, peak {peak:.0f} MB; input "
                  f"{megabytes:.0f} MB, twice that and 64: {2 * megabytes + 64:.0f}")


main()
