"""Measures the graph of links beside igraph and networkx, on a made graph.

    python3 -m venv venv && venv/bin/pip install igraph networkx numpy scipy
    cargo build --release --example graph-speed && cargo build --release
    venv/bin/python benches/compare_graph.py

What is made and what is measured stands in benches/README.md. Linux only.
"""

import argparse
import json
import random
import subprocess
import sys
import tempfile
from pathlib import Path

from measure import Failure, measure, output

HERE = Path(__file__).resolve().parent
# So many paths are asked of all, and more of annalist: the others take long.
PATHS = 8
RELATIONS = ["follows", "responds_to", "implements", "reverses", "refers_to"]


def make(folder, events, seed):
    """Events in the order of time, each with two links to earlier ones, once as files of annalist and
    once as plain numbers. Half of the links go to one of the last thousand events, the others
    anywhere, to early ones more often."""
    rng = random.Random(seed)
    with open(folder / "events.csv", "w") as out:
        out.write("uid,title,kind,date\n")
        for n in range(1, events + 1):
            day = n * 3650 // (events + 1)
            out.write(f"b:{n},An event,consult,{2015 + day // 365}-{day % 365 // 31 + 1:02}\n")
    with open(folder / "links.csv", "w") as out, open(folder / "edges", "w") as plain:
        out.write("from,to,relation,confidence,rationale\n")
        for n in range(2, events + 1):
            for relation in rng.sample(RELATIONS, 2):
                near = rng.random() < 0.5
                back = rng.randrange(1, min(n, 1001)) if near else 0
                to = n - back if near else 1 + int((n - 1) * rng.random() ** 2)
                confidence = rng.randrange(50, 101)
                out.write(f"b:{n},b:{to},{relation},{confidence / 100},made\n")
                plain.write(f"{n} {to} {confidence}\n")


# What both contenders do alike; it stands before their own part.
SHARED = """
import json, math, sys, time
def mb(name):
    line = next(l for l in open('/proc/self/status') if l.startswith(name))
    return int(line.split()[1]) * 1024 / 1e6
path, ends, iterations = sys.argv[1], json.loads(sys.argv[2]), int(sys.argv[3])
def each(work, all):
    times = []
    for one in all:
        start = time.perf_counter(); work(one); times.append(time.perf_counter() - start)
    return times
median = lambda times: sorted(times)[len(times) // 2]
pairs = list(zip(ends[::2], ends[1::2]))[:PATHS]
sure = []
def tell(**own):
    print(json.dumps(dict(load_s=load, graph_mb=after - before, peak_mb=mb('VmHWM'),
        neighbours_s=median(neighbours), path_s=median(paths), path_worst_s=max(paths), paths=len(paths),
        confidence=sum(sure), **own)))
"""

IGRAPH = """
import igraph
import numpy
numbers = numpy.loadtxt(path, dtype=numpy.int64)
before = mb('VmRSS')
start = time.perf_counter()
graph = igraph.Graph(n=int(numbers[:, :2].max()) + 1, edges=numbers[:, :2], directed=True)
costs = [-math.log(c / 100) for c in numbers[:, 2].tolist()]
load = time.perf_counter() - start
after = mb('VmRSS')
neighbours = each(lambda n: graph.neighbors(n, mode='all'), ends)
def walk(pair):
    found = graph.get_shortest_path(pair[0], pair[1], weights=costs, mode='all', output='epath')
    sure.append(math.exp(-sum(costs[e] for e in found)))
paths = each(walk, pairs)
start = time.perf_counter()
# PRPACK has no iterations to count: it solves to its own tolerance.
ranks = graph.pagerank(damping=0.85, implementation='prpack')
rank = time.perf_counter() - start
tell(page_rank_settled_s=rank, page_rank_top=max(range(len(ranks)), key=ranks.__getitem__))
"""

NETWORKX = """
import networkx
before = mb('VmRSS')
start = time.perf_counter()
graph = networkx.MultiDiGraph()
for line in open(path):
    a, b, c = map(int, line.split())
    graph.add_edge(a, b, cost=-math.log(c / 100))
load = time.perf_counter() - start
after = mb('VmRSS')
both = graph.to_undirected(as_view=True)
neighbours = each(lambda n: list(both[n]), ends)
def walk(pair):
    cost, _ = networkx.bidirectional_dijkstra(both, pair[0], pair[1], weight='cost')
    sure.append(math.exp(-cost))
paths = each(walk, pairs)
start = time.perf_counter()
try:
    networkx.pagerank(graph, alpha=0.85, max_iter=iterations, tol=0)
except networkx.PowerIterationFailedConvergence:
    pass
rank = time.perf_counter() - start
tell(page_rank_s=rank)
"""


def contender(script, python, edges, ends, iterations, paths):
    script = (SHARED + script).replace("PATHS", str(paths))
    return json.loads(output([python, "-c", script, edges, json.dumps(ends), iterations]))


def agree(rows):
    """All find paths that are as trustworthy, and the same event on top."""
    for what in ["confidence", "page_rank_top"]:
        found = [row[what] for row in rows if what in row]
        if any(abs(value - found[0]) > 1e-6 * abs(found[0]) for value in found):
            raise Failure(f"{what} differs: {found}")


def annalist(options, folder, name, ends):
    """Imports what was made and measures the graph of it."""
    db = folder / f"{name}.db"
    took = {}
    if not db.exists():
        for what in ["events", "links"]:
            took[what] = measure([options.annalist, "--db", db, "import", folder / f"{what}.csv", "-q"])
    measured = json.loads(output([options.speed, db, "--iterations", options.iterations,
                                  "--ends", ",".join(map(str, ends))]))
    return {**measured, "import": took}


def some(events, seed, many=200):
    rng = random.Random(seed)
    return [rng.randrange(1, events + 1) for _ in range(many)]


def shown(name, events, row):
    settled = row.get("page_rank_settled_s")
    path = f"{1e3 * row['path_s']:,.1f} / {1e3 * row['path_worst_s']:,.1f}"
    return (f"| {name} | {events:,} | {row['load_s']:.2f} | {row['graph_mb']:,.0f} | {row['peak_mb']:,.0f} "
            f"| {1e6 * row['neighbours_s']:,.1f} | {path} | {figure(row.get('page_rank_s'))} "
            f"| {figure(settled)} |")


def figure(seconds):
    return "" if seconds is None else f"{seconds:.2f}"


def main():
    release = HERE.parent / "target/release"
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--events", type=int, default=5_000_000, help="twice as many links")
    parser.add_argument("--iterations", type=int, default=10, help="of PageRank")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--annalist", default=release / "annalist")
    parser.add_argument("--speed", default=release / "examples/graph-speed")
    parser.add_argument("--skip", nargs="*", default=[], choices=["igraph", "networkx"])
    parser.add_argument("--temp", type=Path, help="keeps what is made there, and takes what is there")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.temp or Path(temporary)
        rows = []
        for events in [options.events, options.events // 10]:
            at = folder / str(events)
            if not (at / "edges").exists():
                at.mkdir(parents=True, exist_ok=True)
                make(at, events, options.seed)
            ends = some(events, options.seed)
            own = annalist(options, at, "made", ends)
            for what, took in own["import"].items():
                print(f"import of {what}: {took['wall_s']:.1f} s, CPU {took['cpu_s']:.1f} s, "
                      f"{took['peak_mb']:,.0f} MB", file=sys.stderr)
            print(json.dumps(own), file=sys.stderr)
            found = [own]
            rows.append(shown("annalist", events, own))
            if "igraph" not in options.skip:
                own = contender(IGRAPH, sys.executable, at / "edges", ends, options.iterations, PATHS)
                print(json.dumps(own), file=sys.stderr)
                found.append(own)
                rows.append(shown("igraph", events, own))
            if "networkx" not in options.skip and events < options.events:
                own = contender(NETWORKX, sys.executable, at / "edges", ends, options.iterations, PATHS)
                print(json.dumps(own), file=sys.stderr)
                found.append(own)
                rows.append(shown("networkx", events, own))
            agree(found)
    print("| | events | load s | graph MB | peak MB | neighbours µs | path ms, median / worst "
          f"| PageRank s, {options.iterations} iterations | to 1e-10 |")
    print("|---|--:|--:|--:|--:|--:|--:|--:|--:|")
    print("\n".join(rows))


if __name__ == "__main__":
    try:
        main()
    except Failure as failure:
        sys.exit(f"error: {failure}")
