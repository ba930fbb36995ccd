#!/usr/bin/env python3
"""Thresholds that other libraries certify for an accuracy, for tests/unit/eval/certified_peer_test.cpp.

    python3 certify.py > ../data/certified_accuracy.csv     # NumPy, MAPIE 1.6, zugzwang 1.1

- mapie: Learn then Test with its exact binomial p-values (`binary`) and fixed sequence, from sending everything. The
  sizes are powers of two: it takes ceil(n * (errors / n)), which otherwise may be one error too many.
- zugzwang: its `crc_rcps` bounds P(wrong and accepted), which is 1 - accuracy where the cloud is always right. It
  spends half of the delta it is given, so it is given twice ours.

crepes has no counterpart: its p-values and sets hold in expectation over the examples, not with a confidence.
"""
import warnings

import numpy as np
from mapie.risk_control.fwer_control import control_fwer
from mapie.risk_control.methods import compute_hoeffding_bentkus_p_value
from zugzwang.core.guarantees.crc import crc_rcps

warnings.simplefilter("ignore")
print("n,accuracy,delta,mapie_kept,zugzwang_kept")
for n in (64, 256, 1024, 4096):
    i = np.arange(n)
    score = (i * 7919 + 13) % 10007                       # all different
    base = (i * 31 + 7) % 101 >= score * 70 // 10007       # right less often at high scores
    cloud = (i * 57 + 3) % 100 >= 8
    order = np.argsort(score)
    for accuracy in (0.7, 0.8, 0.85, 0.9):
        for delta in (0.2, 0.05, 0.01):
            # Kept: the m lowest scores, m = 0 ... n.
            right = np.concatenate([[0], np.cumsum(base[order])]) + np.concatenate(
                [[0], np.cumsum(cloud[order[::-1]])])[::-1]
            p_values = compute_hoeffding_bentkus_p_value(1 - right / n, n, 1 - accuracy, binary=True)[:, 0]
            passed = control_fwer(p_values, delta, "fixed_sequence")
            mapie = int(passed.max()) if len(passed) else -1
            zugzwang = crc_rcps(-score.astype(float), (~base).astype(int), 1 - accuracy, 2 * delta)
            print(f"{n},{accuracy},{delta},{mapie},{zugzwang.n_accepted}")
