#!/usr/bin/env python3
"""Pairs of models, as different as possible, on which routers are compared: prediction sets in --out.

CIFAR-100 with published networks (also in 8-bit integers, at lower resolution, with noisy labels, and telling label and
confidence only), Fashion-MNIST with networks of a finished quickstart run, IMDb reviews with bag-of-words models, and
simulated ones. What has no data or weights is left out and said so. Needs numpy and scikit-learn; about ten minutes on a
core.

    python3 bench/pairs/make_pairs.py --data DATA --models MODELS --run results/quickstart-... --out pairs

DATA holds cifar-100-binary/ and aclImdb/, MODELS mcunet/ and the TorchScript files.
"""
import argparse
import glob
import os
import subprocess

import numpy as np

CIFAR = "--data cifar100 --mean 0.5071,0.4867,0.4408 --std 0.2675,0.2565,0.2761".split()
NETWORKS = {  # name: model, weights, further options
    "5fps": ("mcunet-5fps", "mcunet/mcunet-5fps_cifar100.safetensors", []),
    "5fps-48px": ("mcunet-5fps", "mcunet/mcunet-5fps_cifar100.safetensors", ["--resolution", "48"]),
    "5fps-64px": ("mcunet-5fps", "mcunet/mcunet-5fps_cifar100.safetensors", ["--resolution", "64"]),
    "5fps-int8": ("mcunet-5fps", "mcunet/mcunet-5fps_cifar100.safetensors", ["--int8"]),
    "256kb": ("mcunet-256kb", "mcunet/mcunet-256kb_cifar100.safetensors", []),
    "320kb": ("mcunet-320kb", "mcunet/mcunet-320kb_cifar100.safetensors", []),
    "large": ("micronet_main_cifar100.ts.pt", None, []),
    "exit": ("micronet_exit_cifar100.ts.pt", None, []),
}
CIFAR_PAIRS = {"5fps-large": ("5fps", "large"), "256kb-large": ("256kb", "large"), "exit-320kb": ("exit", "320kb"),
               "64px-large": ("5fps-64px", "large"), "int8-256kb": ("5fps-int8", "256kb"), "exit-large": ("exit", "large"),
               "320kb-exit": ("320kb", "exit"), "5fps-320kb": ("5fps", "320kb"), "exit-256kb": ("exit", "256kb"),
               "48px-large": ("5fps-48px", "large")}


def log_softmax(logits):
    shifted = logits.astype(float) - logits.max(1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(1, keepdims=True))


def save(out, name, base, cloud, labels):
    """Two dictionaries of arrays."""
    np.savez(os.path.join(out, f"{name}.base.npz"), labels=labels, **base)
    np.savez(os.path.join(out, f"{name}.cloud.npz"), labels=labels, **cloud)
    print(f"{name}: {len(labels)} examples")


def cifar(args):
    if not os.path.exists(os.path.join(args.data, "cifar-100-binary")):
        return print("left out: CIFAR-100, no cifar-100-binary in --data")
    outputs = {}
    for name, (model, weights, more) in NETWORKS.items():
        path = os.path.join(args.out, f"network-{name}.npz")
        if not os.path.exists(path):
            model = os.path.join(args.models, model) if weights is None else model
            command = [args.program, "predict", *CIFAR, "--model", model, "--out", path, *more]
            command += ["--weights", os.path.join(args.models, weights)] if weights else []
            subprocess.run(command, check=True, env={**os.environ, "HYBRID_DATA": args.data})
        outputs[name] = np.load(path)
    labels = outputs["large"]["labels"]
    for name, (base, cloud) in CIFAR_PAIRS.items():
        save(args.out, name, {"logits": outputs[base]["logits"]}, {"logits": outputs[cloud]["logits"]}, labels)
    sure = log_softmax(outputs["320kb"]["logits"])
    save(args.out, "confidence-only", {"predicted": sure.argmax(1), "confidence": np.exp(sure.max(1))},
         {"predicted": outputs["large"]["logits"].argmax(1)}, labels)
    rng = np.random.default_rng(1)
    noisy = np.where(rng.random(len(labels)) < 0.15, rng.integers(0, 100, len(labels)), labels)
    by_class = np.where((labels % 4 == 0) & (rng.random(len(labels)) < 0.5), rng.integers(0, 100, len(labels)), labels)
    neighbour = np.where((labels < 50) & (rng.random(len(labels)) < 0.3), (labels + 1) % 100, labels)
    for name, wrong in (("label-noise", noisy), ("class-noise", by_class), ("neighbour-noise", neighbour)):
        save(args.out, name, {"logits": outputs["5fps"]["logits"]}, {"logits": outputs["large"]["logits"]},
             wrong.astype(np.int32))
    # Twenty groups of five classes each: what a model thinks of a group is the sum over its classes.
    groups = {name: np.exp(log_softmax(outputs[name]["logits"])).reshape(-1, 20, 5).sum(2) for name in ("5fps", "256kb")}
    save(args.out, "twenty-groups", {"probabilities": groups["5fps"]}, {"probabilities": groups["256kb"]}, labels // 5)


def simulated(args):
    for family, classes in (("specialist", 50), ("label_noise", 20)):
        folder = os.path.join(args.out, "simulated-" + family)
        subprocess.run([args.program, "simulate", "--family", family, "--n", "10000", "--classes", str(classes), "--out",
                        folder], check=True, stdout=subprocess.DEVNULL)
        for role in ("base", "cloud"):
            os.replace(os.path.join(folder, role + ".npz"), os.path.join(args.out, f"simulated-{family}.{role}.npz"))
        print(f"simulated-{family}: 10000 examples")


def fashion(args):
    if not args.run:
        return print("left out: Fashion-MNIST, no --run (a finished `scripts/quickstart`)")
    load = lambda name: np.load(os.path.join(args.run, "predictions", f"{name}-test.npz"))
    cloud = load("cloud")
    for name in ("base_before", "base_control"):
        save(args.out, "fashion-" + name.split("_")[1], {"logits": load(name)["logits"]}, {"logits": cloud["logits"]},
             cloud["labels"])


def reviews(args, split):
    texts, labels = [], []
    for label, folder in enumerate(("neg", "pos")):
        for path in sorted(glob.glob(os.path.join(args.data, "aclImdb", split, folder, "*.txt"))):
            with open(path, encoding="utf8") as file:
                texts.append(file.read())
            labels.append(label)
    return texts, np.array(labels, np.int32)


def imdb(args):
    if not os.path.exists(os.path.join(args.data, "aclImdb")):
        return print("left out: IMDb, no aclImdb in --data")
    from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.naive_bayes import MultinomialNB
    from sklearn.pipeline import make_pipeline
    train, y = reviews(args, "train")
    test, labels = reviews(args, "test")
    models = {
        "words": make_pipeline(CountVectorizer(max_features=500, binary=True, stop_words="english"),
                               LogisticRegression(C=0.05, max_iter=300)),
        "letters": make_pipeline(TfidfVectorizer(analyzer="char", ngram_range=(3, 3), max_features=3000, sublinear_tf=True),
                                 LogisticRegression(max_iter=200)),
        "bayes": make_pipeline(CountVectorizer(max_features=2000, binary=True), MultinomialNB()),
        "cloud": make_pipeline(TfidfVectorizer(ngram_range=(1, 2), min_df=3, sublinear_tf=True, max_features=200000),
                               LogisticRegression(C=10, max_iter=200))}
    outputs = {name: model.fit(train, y).predict_proba(test) for name, model in models.items()}
    for name in ("words", "bayes", "letters"):
        save(args.out, "imdb-" + name, {"probabilities": outputs[name]}, {"probabilities": outputs["cloud"]}, labels)


def specialist(args):
    """A cloud that knows half of the classes: the gain from sending depends on the class that the base answers."""
    for classes in (10, 100):
        rng = np.random.default_rng(classes)
        labels = rng.integers(0, classes, 10000).astype(np.int32)
        logits = 1.3 * rng.normal(size=(10000, classes))
        logits[np.arange(10000), labels] += 2.9
        right = rng.random(10000) < np.where(logits.argmax(1) < classes // 2, 0.95, 0.6)
        save(args.out, f"specialist-{classes}", {"logits": logits.astype(np.float32)},
             {"predicted": np.where(right, labels, (labels + 1) % classes)}, labels)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default="build/release/bin/hybrid")
    parser.add_argument("--data", default=os.environ.get("HYBRID_DATA", ""))
    parser.add_argument("--models", default="")
    parser.add_argument("--run", help="a finished quickstart run, for Fashion-MNIST")
    parser.add_argument("--out", required=True)
    args = parser.parse_args()
    os.makedirs(args.out, exist_ok=True)
    for make in (cifar, fashion, imdb, specialist, simulated):
        make(args)


main()
