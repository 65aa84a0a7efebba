"""Fits the weights by which storylines weigh what two events share.

    python3 -m venv fit && fit/bin/pip install numpy scikit-learn
    cargo build --release --example story-pairs
    target/release/examples/story-pairs ITEMS_FOLDER 2022 | fit/bin/python benches/stories/fit.py

Prints the constants of `src/graph/common.rs`. Pairs that share neither a name nor a country are left
out, as there. With --firsts FILE only the items whose places are listed in it are used.
"""
import sys

import numpy as np
from sklearn.linear_model import LogisticRegression

table = np.loadtxt(sys.stdin, delimiter=",")
kept = (table[:, 3] > 0) | (table[:, 5] > 0)
table = table[kept]
same, features = table[:, 2], table[:, 3:]
mean, spread = features.mean(0), features.std(0) + 1e-9
model = LogisticRegression(max_iter=5000).fit((features - mean) / spread, same)
weights = model.coef_[0] / spread
bias = model.intercept_[0] - (weights * mean).sum()
print(f"{len(same)} pairs, {same.mean():.3f} of them under one heading", file=sys.stderr)
print("const WEIGHTS: [f64; FEATURES] = [")
print("".join(f"    {weight:.3f},\n" for weight in weights), end="];\n")
print(f"const BIAS: f64 = {bias:.3f};")
