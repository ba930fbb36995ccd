#!/usr/bin/env python3
"""Training beside other programs: images/s of quickstart's two networks on an idle machine, beside busy loops (one per
CPU) and beside endless series of short processes, with all threads, with one, and with all of them waiting passively.

    bench/busy_bench.py build/release/bin/train-hybrid [--other NAME=PROGRAM ...] [--turns 3]

Competitors run in turn, a turn in a random order; printed are medians, each as a share of the best competitor's and of
the fair share: the speed on the idle machine times threads / (threads + other programs). A run that takes more than 60 s
is ended and counts as 0. `--other` adds a build from elsewhere, such as the last release's.
"""
import argparse
import os
import random
import re
import statistics
import subprocess
import tempfile

# Enough for half a second or more per epoch on an idle core.
SETTINGS = ["data.train_limit=12000", "data.test_limit=500", "base.pretrain.epochs=2", "cloud.pretrain.epochs=1",
            "training.update=none", "training.control=false", "training.epochs=1", "router.epochs=1",
            "evaluation.bootstrap=100"]
EPOCH = re.compile(r"^(base|cloud) +epoch +\d+/\d+ .* (\d+) images/s", re.MULTILINE)


def speeds(program, threads, environment):
    """Images/s of the base's and of the cloud's last epoch of pre-training."""
    with tempfile.TemporaryDirectory() as folder:
        command = [program, "--config", "configs/quickstart.yaml", "--threads", str(threads), "--out", folder + "/run"]
        for setting in SETTINGS:
            command += ["--set", setting]
        process = subprocess.Popen(command, env=os.environ | environment, text=True, stdout=subprocess.DEVNULL,
                                   stderr=subprocess.PIPE)
        try:
            log = process.communicate(timeout=60)[1]
        except subprocess.TimeoutExpired:
            process.kill()
            log = process.communicate()[1]
    found = dict.fromkeys(("base", "cloud"), 0.0)
    for network, speed in EPOCH.findall(log):
        found[network] = float(speed)
    return found


def start_others(kind, cpus):
    """Starts other programs; returns them, and how many want to run at any time."""
    commands = {"idle": [],
                "busy loops": ["while :; do :; done"] * cpus,
                "short processes": ["while :; do sh -c 'i=0; while [ $i -lt 2000 ]; do i=$((i+1)); done'; done"] * 3 * cpus}
    return [subprocess.Popen(["sh", "-c", command], start_new_session=False) for command in commands[kind]]


def stop(processes):
    for process in processes:
        process.kill()
    for process in processes:
        process.wait()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--other", action="append", default=[], metavar="NAME=PROGRAM")
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument("--kinds", default="idle,busy loops,short processes")
    args = parser.parse_args()
    cpus = len(os.sched_getaffinity(0))
    competitors = {"ours": (args.program, cpus, {}), "one thread": (args.program, 1, {}),
                   "passive": (args.program, cpus, {"OMP_WAIT_POLICY": "passive"})}
    for other in args.other:
        name, _, program = other.partition("=")
        competitors[name] = (program, cpus, {})
    idle = None
    for kind in args.kinds.split(","):
        others = start_others(kind, cpus)
        seen = {name: {"base": [], "cloud": []} for name in competitors}
        try:
            for _ in range(args.turns):
                for name in random.sample(list(competitors), len(competitors)):
                    for network, speed in speeds(*competitors[name]).items():
                        seen[name][network].append(speed)
        finally:
            stop(others)
        medians = {name: {k: statistics.median(v) for k, v in found.items()} for name, found in seen.items()}
        if kind == "idle":
            idle = {k: max(m[k] for m in medians.values()) for k in ("base", "cloud")}
        for network in ("base", "cloud"):
            best = max(m[network] for m in medians.values()) or 1
            for name, m in medians.items():
                speed = m[network]
                line = f"{kind:<16} {network:<6} {name:<11} {speed:7.0f} images/s  {speed / best:4.2f} of the best"
                if idle and others:
                    line += f"  {speed / (idle[network] * cpus / (cpus + len(others))):4.2f} of the fair share"
                print(line, flush=True)


if __name__ == "__main__":
    main()
