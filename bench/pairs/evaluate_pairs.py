#!/usr/bin/env python3
"""Every method on every pair that make_pairs.py made: mean over 20 random half splits of the matched accuracy, averaged over
c = 0.95, 0.9, 0.8, 0.7, 0.6, 0.5, minus max_prob's, with 5,000, 500 and 100 tuning examples.

    python3 bench/pairs/evaluate_pairs.py --pairs pairs --out results/published/pairs

The routers' constants (lib/routing/cross_fit.cpp, auto_router.cpp) were chosen on the pairs DEVELOPED_ON; those REPORTED_ON
were first looked at when the constants stood.
"""
import argparse
import csv
import os
import subprocess
import tempfile

DEVELOPED_ON = ["5fps-large", "256kb-large", "exit-320kb", "64px-large", "int8-256kb", "exit-large", "320kb-exit",
                "confidence-only", "label-noise", "class-noise", "imdb-words", "imdb-bayes", "specialist-10",
                "specialist-100"]
REPORTED_ON = ["5fps-320kb", "exit-256kb", "48px-large", "neighbour-noise", "twenty-groups", "imdb-letters",
               "simulated-specialist", "simulated-label_noise", "fashion-before", "fashion-control"]
METHODS = ["max_prob", "entropy", "margin", "knn", "logistic", "two_head", "router", "l2d_ce", "l2d_ova", "auto"]
LIMITS = [5000, 500, 100]


def evaluate(args, pair, limit):
    """(method, mean difference to max_prob in points, its interval) of each method."""
    with tempfile.TemporaryDirectory() as folder:
        run = os.path.join(folder, "run")
        subprocess.run([args.program, "evaluate", "-q", "--base", os.path.join(args.pairs, pair + ".base.npz"), "--cloud",
                        os.path.join(args.pairs, pair + ".cloud.npz"), "--repeats", str(args.repeats), "--tune-limit",
                        str(limit), "--bootstrap", "100", "--methods", ",".join(METHODS), "--out", run],
                       check=True, stdout=subprocess.DEVNULL)
        with open(os.path.join(run, "repeats.csv")) as file:
            for row in csv.DictReader(file):
                if row["against"] == "max_prob" and not row["target_coverage"]:
                    yield row["method"], *(100 * float(row[key]) for key in ("mean", "ci_low", "ci_high"))


def summary(rows, limits):
    """Markdown: means over the pairs, and how low auto gets on any pair."""
    methods = [m for m in METHODS if m != "max_prob"]
    lines = ["| tuning examples, pairs | " + " | ".join(methods) + " | auto's lowest |", "|---|" + "---:|" * (len(methods) + 1)]
    for limit in limits:
        for half, pairs in (("developed on", DEVELOPED_ON), ("reported", REPORTED_ON)):
            found = [r for r in rows if r["pair"] in pairs and r["tune_limit"] == limit]
            if not found:
                continue
            cells = []
            for method in methods:
                means = [r["mean"] for r in found if r["method"] == method]
                cells.append(f"{sum(means) / len(means):+.2f}")
            lowest = min((r for r in found if r["method"] == "auto"), key=lambda r: r["mean"])
            count = len({r["pair"] for r in found})
            lines.append(f"| {limit:,}, {count} {half} | " + " | ".join(cells) +
                         f" | {lowest['mean']:+.2f} ({lowest['pair']}) |")
    return "\n".join(lines)


def table(rows, limit):
    """Markdown: a row per pair, a column per method."""
    methods = [m for m in METHODS if m != "max_prob"]
    lines = ["| minus max_prob, points | " + " | ".join(methods) + " |", "|---|" + "---:|" * len(methods)]
    means = {}
    for half, pairs in (("developed on", DEVELOPED_ON), ("reported", REPORTED_ON)):
        for pair in pairs:
            found = {r["method"]: r for r in rows if r["pair"] == pair and r["tune_limit"] == limit}
            if not found:
                continue
            cells = []
            for method in methods:
                r = found.get(method)
                cells.append("–" if r is None else f"{r['mean']:+.2f}" + (
                    f" [{r['ci_low']:+.2f}, {r['ci_high']:+.2f}]" if method == "auto" else ""))
                if r is not None:
                    means.setdefault((half, method), []).append(r["mean"])
            lines.append(f"| {pair} ({half}) | " + " | ".join(cells) + " |")
        average = [means.get((half, m), []) for m in methods]
        lines.append(f"| **mean of the pairs {half}** | " +
                     " | ".join(f"**{sum(a) / len(a):+.2f}**" if a else "–" for a in average) + " |")
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default="build/release/bin/hybrid")
    parser.add_argument("--pairs", required=True)
    parser.add_argument("--repeats", type=int, default=20)
    parser.add_argument("--limits", type=lambda text: [int(n) for n in text.split(",")], default=LIMITS)
    parser.add_argument("--out", required=True)
    args = parser.parse_args()
    os.makedirs(args.out, exist_ok=True)
    rows = []
    for limit in args.limits:
        for pair in DEVELOPED_ON + REPORTED_ON:
            if not os.path.exists(os.path.join(args.pairs, pair + ".base.npz")):
                print(f"left out: {pair}")
                continue
            for method, mean, low, high in evaluate(args, pair, limit):
                rows.append({"pair": pair, "tune_limit": limit, "method": method, "mean": mean, "ci_low": low,
                             "ci_high": high})
            print(pair, limit, f"auto {next(r['mean'] for r in rows[::-1] if r['method'] == 'auto'):+.2f}", flush=True)
    with open(os.path.join(args.out, "pairs.csv"), "w", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    text = [f"# Routers on {len({r['pair'] for r in rows})} pairs of models\n\n"
            "Matched accuracy minus max_prob's in points, averaged over c = 0.95, 0.9, 0.8, 0.7, 0.6, 0.5: mean over "
            f"{args.repeats} random half splits, with the interval of overlapping splits for auto (Nadeau & Bengio 2003). "
            "Made by `bench/pairs/evaluate_pairs.py` from what `bench/pairs/make_pairs.py` makes. Constants were chosen on "
            "the pairs \"developed on\" alone. Means over the pairs on which a method can be computed:\n\n" +
            summary(rows, args.limits) + "\n"]
    for limit in args.limits:
        text.append(f"\n## {limit:,} tuning examples\n\n{table(rows, limit)}\n")
    with open(os.path.join(args.out, "pairs.md"), "w") as file:
        file.write("".join(text))


main()
