#!/usr/bin/env python3
"""Draws the same events with annalist and with matplotlib, and says what each takes.

    cargo build --release --bin annalist --example chart-draw
    python3 -m venv /tmp/venv && /tmp/venv/bin/pip install matplotlib
    /tmp/venv/bin/python benches/compare_charts.py [--bin target/release] [--events 1000] [--runs 9]

matplotlib draws the fast way: all events as one collection, under a title and a legend, without the
labels that annalist packs and without any tooltips. Both draw 1600 by 900 pixels. The runs of both
take turns; medians are compared.
"""

import argparse
import csv
import datetime
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

LIMITS = {("whole", "png"): 0.03, ("whole", "svg"): 0.03, ("drawing", "png"): 0.04, ("drawing", "svg"): 0.01}
KINDS = "statement consult agree support accuse reject threaten protest sanction assault aid mobilize".split()


def write_events(path, count):
    """Events of twelve kinds over five and a half years, the same ones every time."""
    chance = random.Random(1)
    first = datetime.date(2020, 1, 1)
    with open(path, "w", newline="") as file:
        out = csv.writer(file)
        out.writerow(["uid", "title", "kind", "date", "actors"])
        for nth in range(count):
            day = first + datetime.timedelta(days=chance.randrange(2000))
            title = f"Event number {nth} of a title of some length"
            out.writerow([f"k-{nth}", title, chance.choice(KINDS), day, "Ukraine; Russia"])


def draw_with_matplotlib(events, picture):
    """What a process of matplotlib does; how long the drawing alone took goes to standard output."""
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.dates
    import matplotlib.pyplot as plt

    with open(events, newline="") as file:
        rows = list(csv.DictReader(file))
    start = time.perf_counter()
    kinds = sorted({row["kind"] for row in rows})
    place = {kind: nth for nth, kind in enumerate(kinds)}
    days = matplotlib.dates.date2num([datetime.date.fromisoformat(row["date"]) for row in rows])
    colours = [place[row["kind"]] for row in rows]
    figure, axes = plt.subplots(figsize=(16, 9))
    marks = axes.scatter(days, colours, c=colours, cmap="tab20", s=25)
    axes.xaxis_date()
    axes.set_yticks([])
    axes.set_title("Timeline", loc="left")
    axes.legend(marks.legend_elements(num=None)[0], kinds, ncols=len(kinds), loc="lower center")
    figure.savefig(picture, dpi=100)
    print(json.dumps({"drawing": time.perf_counter() - start}))


def whole(command):
    """Wall time of a process in seconds, and what it says."""
    start = time.perf_counter()
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=True)
    return time.perf_counter() - start, done.stdout


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--bin", type=Path, default=Path("target/release"))
    options.add_argument("--events", type=int, default=1000)
    options.add_argument("--runs", type=int, default=9)
    options.add_argument("--matplotlib", nargs=2, metavar=("EVENTS", "PICTURE"), help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.matplotlib:
        return draw_with_matplotlib(*given.matplotlib)

    import matplotlib

    annalist, alone = given.bin / "annalist", given.bin / "examples" / "chart-draw"
    with tempfile.TemporaryDirectory() as folder:
        events, database = Path(folder, "events.csv"), Path(folder, "events.db")
        write_events(events, given.events)
        whole([annalist, "--db", database, "import", events, "-q"])
        print(f"{given.events:,} events, {given.runs} runs, matplotlib {matplotlib.__version__}\n")
        print("| | format | annalist ms | matplotlib ms | ratio | at most | |")
        print("|---|---|--:|--:|--:|--:|---|")
        for ending in ("png", "svg"):
            picture = Path(folder, f"picture.{ending}")
            ours, theirs = {"whole": [], "drawing": []}, {"whole": [], "drawing": []}
            for _ in range(given.runs):
                chart = ["chart", "timeline", "--scale", 1, "-q", "-o", picture]
                ours["whole"].append(whole([annalist, "--db", database, *chart])[0])
                took = json.loads(whole([alone, database, "timeline", ending, 5])[1])
                ours["drawing"].append(took["whole_s"] - took["asked_s"])
                wall, said = whole([sys.executable, __file__, "--matplotlib", events, picture])
                theirs["whole"].append(wall)
                theirs["drawing"].append(json.loads(said)["drawing"])
            for what in ("whole", "drawing"):
                a, b = statistics.median(ours[what]), statistics.median(theirs[what])
                limit = LIMITS[what, ending]
                verdict = "" if a / b <= limit else "missed"
                named = "whole process" if what == "whole" else "drawing alone"
                print(f"| {named} | {ending} | {a * 1000:.1f} | {b * 1000:.1f} | {a / b:.3f} | {limit} | {verdict} |")


main()
