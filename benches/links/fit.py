"""Fits the weights by which suggested links are weighed, and says how well they do.

    python3 -m venv fit && fit/bin/pip install numpy pandas scikit-learn
    cargo build --release --example link-pairs
    target/release/examples/link-pairs annalist.db | fit/bin/python benches/links/fit.py data/coding/relations.csv

The database is the one that `annalist build` makes. A curated link is found if it is among the first
three suggestions of its later event; printed is how many are, with the right relation and at all, by
the weights fitted to all links, and by five-fold cross-validation over the later events.
"""
import sys

import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression

STRENGTH = 0.1  # the inverse of the penalty
CAUSAL = ["causes", "enables"]

table = pd.read_csv(sys.stdin)
names = list(table.columns[3:])
numbers = table[names].to_numpy(float)
relations = table["relation"].to_numpy()
later = table["later"].to_numpy()
spread = numbers.std(0) + 1e-9
mean = numbers.mean(0)
scaled = (numbers - mean) / spread


def fit(rows):
    return LogisticRegression(max_iter=600, C=STRENGTH).fit(scaled[rows], relations[rows])


def found(probabilities, classes):
    """Shares of the curated links found among the first three of their later events."""
    none = list(classes).index("none")
    allowed = probabilities.copy()
    allowed[:, none] = 0
    may_cause = numbers[:, names.index("causes")] > 0
    inside = (numbers[:, names.index("inside")] + numbers[:, names.index("around")]) > 0
    for relation in CAUSAL:
        allowed[~may_cause, list(classes).index(relation)] = 0
    allowed[~inside, list(classes).index("part_of")] = 0
    guess = classes[allowed.argmax(1)]
    sure = 1 - probabilities[:, none]
    right = paired = 0
    order = pd.DataFrame({"later": later, "sure": sure, "at": np.arange(len(sure))})
    for _, rows in order.sort_values("sure", ascending=False).groupby("later"):
        for at in rows["at"].head(3):
            if relations[at] != "none":
                paired += 1
                right += guess[at] == relations[at]
    links = (relations != "none").sum()
    return right / links, paired / links


everything = np.ones(len(relations), bool)
model = fit(everything)
print(f"{len(relations)} pairs, {(relations != 'none').sum()} links", file=sys.stderr)
print("fitted to all:   right %.3f, pair %.3f" % found(model.predict_proba(scaled), model.classes_), file=sys.stderr)
held = np.zeros((len(relations), len(model.classes_)))
fold = (later * 7919) % 5
for part in range(5):
    one = fit(fold != part)
    at = [list(model.classes_).index(name) for name in one.classes_]
    held[np.ix_(fold == part, at)] = one.predict_proba(scaled[fold == part])
print("cross-validated: right %.3f, pair %.3f" % found(held, model.classes_), file=sys.stderr)

classes = ["none"] + [name for name in model.classes_ if name != "none"]
at = [list(model.classes_).index(name) for name in classes]
weights = (model.coef_ / spread)[at]
bias = (model.intercept_ - (model.coef_ / spread * mean).sum(1))[at]
with open(sys.argv[1], "w") as out:
    print(",".join(["relation"] + classes), file=out)
    print(",".join(["bias"] + [f"{x:.3f}" for x in bias]), file=out)
    for row, name in enumerate(names):
        print(",".join([name] + [f"{x:.3f}" for x in weights[:, row]]), file=out)
