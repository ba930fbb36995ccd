#!/usr/bin/env python3
"""Makes the fixture of the public contract: two models' prediction sets in every form, and what `hybrid evaluate` says
of them. The expected numbers are computed here, from the definitions, and not taken from the program.

    python3 make_fixture.py        # needs NumPy; rewrites input/ and expected/

Construction: the true class gets a bonus, all classes get normal noise; the cloud's bonus is larger. Some labels
are wrong, so that the cloud errs where it is sure. Logits have two decimals, so that every form holds the same
numbers and ties occur.
"""
import csv
import json
import math
import os

import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
N_TUNE, N_TEST, CLASSES = 60, 80, 4
COVERAGES = [0.9, 0.75, 0.5, 0]
BUDGETS = [600, 1000, 1400, 1600]
LATENCY, ENERGY = (200, 2000), (10.368, 216)  # profile paper-table3: always, if sent
MACS = {"base": 12790000, "cloud": 600000000}


def make_set(rng, labels, bonus):
    logits = rng.normal(0, 1, (len(labels), CLASSES))
    logits[np.arange(len(labels)), labels] += bonus
    return np.round(logits, 2)


def save_folder(path, arrays):
    os.makedirs(path, exist_ok=True)
    for name, array in arrays.items():
        if name == "meta":
            with open(os.path.join(path, "meta.json"), "w") as file:
                file.write(str(array))
        else:
            np.save(os.path.join(path, name + ".npy"), array)


def save_csv(path, arrays):
    with open(path, "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["id", "label"] + [f"z{c}" for c in range(CLASSES)])
        for id_, label, row in zip(arrays["ids"], arrays["labels"], arrays["logits"]):
            writer.writerow([id_, label] + [repr(float(z)) for z in row])


def make_split(rng, name, n):
    labels = rng.integers(0, CLASSES, n)
    ids = np.array([f"{name}-{i:03d}" for i in range(n)])
    seen = np.where(rng.random(n) < 0.1, rng.integers(0, CLASSES, n), labels)
    result = {}
    for model, bonus in (("base", 1.5), ("cloud", 3.5)):
        arrays = {"labels": labels, "logits": make_set(rng, seen, bonus), "ids": ids,
                  "meta": np.array(json.dumps({"model": model, "macs": MACS[model], "input_bytes": 27648}))}
        stem = os.path.join(HERE, "input", f"{name}-{model}")
        np.savez(stem + ".npz", **arrays)
        save_folder(stem, arrays)
        save_csv(stem + ".csv", arrays)
        result[model] = arrays
    return result


def measures(split):
    """Routing scores (larger wants the cloud) and who is right."""
    z = split["base"]["logits"]
    p = np.exp(z - z.max(1, keepdims=True))
    p /= p.sum(1, keepdims=True)
    top = -np.sort(-p, 1)
    scores = {"entropy": -(p * np.log(p)).sum(1), "margin": 1 - (top[:, 0] - top[:, 1]), "max_prob": 1 - top[:, 0]}
    right = {model: (split[model]["logits"].argmax(1) == split[model]["labels"]).astype(int) for model in split}
    # Equal numbers that rounding told apart are ties.
    return {name: np.round(s, 12) for name, s in scores.items()}, right["base"], right["cloud"]


def wilson(p, n):
    z = 1.959963984540054
    centre, spread, scale = p + z * z / (2 * n), z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)), 1 + z * z / n
    return max(0, (centre - spread) / scale), min(1, (centre + spread) / scale)


def curve(scores, base, cloud):
    """(sent, right) at every cut between different scores, from nothing to everything sent."""
    points = [(0, base.sum())]
    for t in sorted(set(scores), reverse=True):
        sent = scores >= t
        points.append((sent.sum(), np.where(sent, cloud, base).sum()))
    return np.array(points, float)


def accuracy_at(points, coverage, n):
    return np.interp((1 - coverage) * n, points[:, 0], points[:, 1]) / n


def area(points, n):
    return ((points[1:, 0] - points[:-1, 0]) * (points[1:, 1] + points[:-1, 1]) / 2).sum() / n / n


def auroc(scores, positive):
    p, q = scores[positive], scores[~positive]
    return ((p[:, None] > q).sum() + 0.5 * (p[:, None] == q).sum()) / (len(p) * len(q))


def average_precision(scores, positive):
    total = 0
    for t in set(scores[positive]):
        at_least = scores >= t
        total += (positive & (scores == t)).sum() * (positive & at_least).sum() / at_least.sum()
    return total / positive.sum()


def mcnemar(a, b):
    first, second = int((a > b).sum()), int((b > a).sum())
    n, fewer = first + second, min(first, second)
    return min(1.0, 2 * sum(math.comb(n, k) for k in range(fewer + 1)) / 2**n)


def regret(sent, base, cloud):
    """Against an oracle without a budget, where each input is sent with the probability `sent`."""
    gain = cloud - base
    return {"oracle_agreement": np.where(gain > 0, sent, 1 - sent).mean(),
            "missed_help": ((1 - sent) * np.maximum(gain, 0)).mean(),
            "useless_send": (sent * (gain == 0)).mean(),
            "harmful_send": (sent * np.maximum(-gain, 0)).mean()}


def latency_quantile(per_cent, coverage):
    """Of a mixture: a share `coverage` takes what every input takes, the rest waits for the cloud on top."""
    return LATENCY[0] if 100 * coverage >= per_cent - 1e-7 else sum(LATENCY)


def point(target, coverage, accuracy, matched, lost, threshold=None, kept=None, sent=None, cloud_only=False,
          tuned=None):
    low, high = wilson(accuracy, N_TEST)
    pay = lambda always, if_sent: if_sent if cloud_only else always + (1 - coverage) * if_sent
    return {"target_coverage": target, "coverage": coverage, "threshold": threshold, "accuracy": accuracy, "ci_low": low,
            "ci_high": high, "matched_accuracy": matched, "kept_accuracy": kept, "sent_accuracy": sent,
            "latency_ms": pay(*LATENCY), "energy_mj": pay(*ENERGY), "macs": pay(MACS["base"], MACS["cloud"]),
            "tuned_coverage": tuned,
            "coverage_error": None if tuned is None else math.sqrt(tuned * (1 - tuned) * (1 / N_TUNE + 1 / N_TEST)),
            **lost,
            **{f"latency_p{q}_ms": LATENCY[1] if cloud_only else latency_quantile(q, coverage) for q in (50, 95, 99)},
            "deadline_misses": None}


def threshold_at(scores, coverage):
    rank = math.ceil(coverage * len(scores) - 1e-9)
    return np.sort(scores)[rank - 1] if rank > 0 else -math.inf


def scored_point(target, tune_scores, scores, base, cloud):
    t = threshold_at(tune_scores, target)
    sent = scores > t
    final = np.where(sent, cloud, base)
    return point(target, (~sent).mean(), final.mean(), accuracy_at(curve(scores, base, cloud), target, N_TEST),
                 regret(sent.astype(float), base, cloud), tuned=(tune_scores <= t).mean(),
                 threshold=None if math.isinf(t) else t, kept=base[~sent].mean() if (~sent).any() else None,
                 sent=cloud[sent].mean() if sent.any() else None)


def expected(tune, test):
    tune_scores, _, _ = measures(tune)
    scores, base, cloud = measures(test)
    a_b, a_g = base.mean(), cloud.mean()
    positive = (base == 0) & (cloud == 1)
    helpful, harmful = positive.mean(), ((base == 1) & (cloud == 0)).mean()
    no_router = {"auroc": None, "average_precision": None, "brier": None, "ece": None, "reliability": []}
    alike = lambda sent: regret(np.full(N_TEST, sent, float), base, cloud)
    empty = {"audc": None, "apgr": None, "router": no_router}

    def random_point(c):
        accuracy = c * a_b + (1 - c) * a_g
        return point(c, c, accuracy, accuracy, alike(1 - c), kept=a_b if c > 0 else None, sent=a_g)

    def oracle_point(c):
        sent = min(1 - c, helpful)
        accuracy = a_b + sent
        lost = regret(np.where(positive, sent / helpful, 0), base, cloud)
        return point(c, 1 - sent, accuracy, accuracy, lost, kept=a_b / (1 - sent), sent=1 if sent > 0 else None)

    methods = {
        "on_device": {"points": [point(1, 1, a_b, a_b, alike(0), kept=a_b)], **empty},
        "on_cloud": {"points": [point(0, 0, a_g, a_g, alike(1), sent=a_g, cloud_only=True)], **empty},
        "random": {"points": [random_point(c) for c in COVERAGES],
                   "audc": (a_b + a_g) / 2, "apgr": 0.5, "router": no_router}}
    for name, s in scores.items():
        audc = area(curve(s, base, cloud), N_TEST)
        methods[name] = {"points": [scored_point(c, tune_scores[name], s, base, cloud) for c in COVERAGES],
                         "audc": audc, "apgr": (audc - a_b) / (a_g - a_b),
                         "router": {"auroc": auroc(s, positive), "average_precision": average_precision(s, positive),
                                    "brier": None, "ece": None, "reliability": []}}
    methods["oracle"] = {"points": [oracle_point(c) for c in COVERAGES], **empty}

    def comparison(name, against, c):
        all_scores = {"random": np.zeros(N_TEST), **scores}
        matched = [accuracy_at(curve(all_scores[m], base, cloud), c, N_TEST) for m in (name, against)]
        sends = [all_scores[m] > threshold_at(all_scores[m], c) for m in (name, against)]
        final = [np.where(send, cloud, base) for send in sends]
        # Where ties make the two send different numbers, the test would compare the numbers.
        fair = sends[0].sum() == sends[1].sum()
        # The bootstrap's interval depends on its random numbers: "any" number will do.
        return {"method": name, "against": against, "target_coverage": c, "delta": matched[0] - matched[1],
                "ci_low": "any", "ci_high": "any", "p_mcnemar": mcnemar(*final) if fair else None}

    comparisons = [comparison(name, against, c) for name in ("random", "entropy", "margin", "max_prob")
                   for against in ("max_prob", "entropy") if against != name for c in COVERAGES]
    def outage(name, c, share):
        sent = scores[name] > threshold_at(tune_scores[name], c)
        answered = sent * (1 - share)  # an outage falls back to the base, after as long as an answer takes
        return {"method": name, "target_coverage": c, "outage": share,
                "accuracy": (base + answered * (cloud - base)).mean(),
                "latency_ms": LATENCY[0] + sent.mean() * LATENCY[1], "energy_mj": ENERGY[0] + sent.mean() * ENERGY[1]}

    outages = [outage(name, c, share) for name in scores for c in COVERAGES for share in (0.05, 0.2)]
    ceilings = [{"target_coverage": c, "paper_upper_bound": min((a_g - a_b) / (1 - a_b) * (1 - c) + a_b, a_g),
                 "at_most": a_b + min(1 - c, helpful),
                 "exactly": a_b + min(1 - c, helpful) - max(0, (1 - c) - (1 - harmful))} for c in COVERAGES]

    def within(name, budget):
        """Eq. 1 turned round: what the budget leaves for sending, over what sending costs."""
        c = max(0, 1 - (budget - LATENCY[0]) / LATENCY[1])
        if name in scores:
            return scored_point(c, tune_scores[name], scores[name], base, cloud)
        if name == "on_cloud":
            return methods[name]["points"][0] if LATENCY[1] <= budget else None
        return {"on_device": lambda: methods[name]["points"][0], "random": lambda: random_point(c),
                "oracle": lambda: oracle_point(c)}[name]()

    def bounds(budget):
        c = max(0, 1 - (budget - LATENCY[0]) / LATENCY[1])
        return {"budget_ms": budget, "coverage": c, "energy_mj": ENERGY[0] + (1 - c) * ENERGY[1],
                "paper_upper_bound": min((a_g - a_b) / (1 - a_b) * (1 - c) + a_b, a_g),
                "ceiling": a_b + min(1 - c, helpful)}

    budgets = [{"profile": "paper-table3", "bounds": [bounds(budget) for budget in BUDGETS],
                "points": [{"method": name, "budget_ms": budget, "point": within(name, budget)}
                           for name in methods for budget in BUDGETS]}]
    return {"schema_version": 1,
            "data": {"n_tune": N_TUNE, "n_test": N_TEST, "classes": CLASSES, "base_accuracy": a_b, "cloud_accuracy": a_g,
                     "helpful": helpful, "harmful": harmful},
            "methods": methods, "comparisons": comparisons, "ceilings": ceilings, "skipped": {}, "outages": outages,
            "budgets": budgets}


def plain(value):
    """Without NumPy's types."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value.item() if isinstance(value, np.generic) else value


def main():
    rng = np.random.default_rng(2022)
    tune, test = make_split(rng, "tune", N_TUNE), make_split(rng, "test", N_TEST)
    metrics = plain(expected(tune, test))
    os.makedirs(os.path.join(HERE, "expected"), exist_ok=True)
    with open(os.path.join(HERE, "expected", "metrics.json"), "w") as file:
        json.dump(metrics, file, indent=1)
        file.write("\n")
    with open(os.path.join(HERE, "expected", "curves.csv"), "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["method"] + list(metrics["methods"]["on_device"]["points"][0]))
        for name, method in metrics["methods"].items():
            for row in method["points"]:
                writer.writerow([name] + ["" if value is None else repr(value) for value in row.values()])


main()
