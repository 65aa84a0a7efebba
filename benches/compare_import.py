#!/usr/bin/env python3
"""Loads one GDELT 2.0 events file with annalist, DuckDB, sqlite3 and PostgreSQL and compares them.

    python3 benches/compare_import.py --sample 20180101000000.export.CSV --rows 5000000

The file is made from the sample, a GDELT 2.0 export as published, by benches/gdelt_generate, or
given with --file. Every load runs in fresh processes, in turn, into an empty database, with the
file in the page cache and earlier writes on the disk. The table goes to standard output, in
Markdown, progress to standard error. What is made on the way is removed. Needs Linux;
benches/README.md says how to read the numbers.
"""

import argparse
import contextlib
import datetime
import importlib.metadata
import json
import os
import platform
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from measure import MB, Failure, Server, measure, output, postgres_bin

ROOT = Path(__file__).resolve().parent.parent


def columns():
    """The 61 columns of a GDELT 2.0 event and their types, which DuckDB and PostgreSQL share."""
    yield from [("GlobalEventID", "BIGINT"), ("SQLDATE", "INTEGER"), ("MonthYear", "INTEGER")]
    yield from [("Year", "SMALLINT"), ("FractionDate", "DOUBLE PRECISION")]
    parts = "Code Name CountryCode KnownGroupCode EthnicCode Religion1Code Religion2Code " \
        "Type1Code Type2Code Type3Code"
    for actor in ("Actor1", "Actor2"):
        yield from ((actor + part, "TEXT") for part in parts.split())
    yield from [("IsRootEvent", "SMALLINT"), ("EventCode", "TEXT"), ("EventBaseCode", "TEXT")]
    yield from [("EventRootCode", "TEXT"), ("QuadClass", "SMALLINT")]
    yield from [("GoldsteinScale", "DOUBLE PRECISION"), ("NumMentions", "INTEGER")]
    yield from [("NumSources", "INTEGER"), ("NumArticles", "INTEGER")]
    yield "AvgTone", "DOUBLE PRECISION"
    for place in ("Actor1Geo", "Actor2Geo", "ActionGeo"):
        yield place + "_Type", "SMALLINT"
        for part in ("Fullname", "CountryCode", "ADM1Code", "ADM2Code"):
            yield f"{place}_{part}", "TEXT"
        yield from [(place + "_Lat", "DOUBLE PRECISION"), (place + "_Long", "DOUBLE PRECISION")]
        yield place + "_FeatureID", "TEXT"
    yield from [("DATEADDED", "BIGINT"), ("SOURCEURL", "TEXT")]


TYPED = ", ".join(f"{name} {kind}" for name, kind in columns())
UNTYPED = ", ".join(name for name, _ in columns())


def quoted(text):
    """A string of SQL."""
    return "'" + str(text).replace("'", "''") + "'"


# The loads: each takes the run and gives what it took, the size on disk and the rows


class Run:
    """What a load works with: the options, the file, an empty folder and the server."""

    def __init__(self, options, file, folder, server):
        self.options, self.file, self.folder, self.server = options, file, folder, server

    def bytes_in_folder(self):
        return sum(path.stat().st_size for path in self.folder.rglob("*") if path.is_file())


def annalist(run):
    to_db = [run.options.annalist, "--db", run.folder / "events.db"]
    took = measure([*to_db, "import", run.file, "-q"])
    size = run.bytes_in_folder()
    return took, size, annalist_rows(to_db)


def annalist_rows(to_db):
    return json.loads(output([*to_db, "count", "--format", "json"]))[0]["events"]


def duckdb(run):
    connect = f"import duckdb; db = duckdb.connect({str(run.folder / 'events.duckdb')!r}, " \
        f"config={{'threads': {run.options.threads}}}); "
    statements = [
        f"CREATE TABLE events ({TYPED})",
        f"COPY events FROM {quoted(run.file)} "
        "(FORMAT csv, DELIMITER '\t', HEADER false, QUOTE '', ESCAPE '')",
        "CHECKPOINT",
    ]
    load = "".join(f"db.execute({statement!r}); " for statement in statements)
    took = measure([sys.executable, "-c", connect + load + "db.close()"])
    size = run.bytes_in_folder()
    count = "print(db.execute('SELECT count(*) FROM events').fetchone()[0])"
    return took, size, output([sys.executable, "-c", connect + count])


def sqlite3(run):
    # The mode called ascii splits at the separators and nowhere else; tabs would obey quotes.
    script = f"""PRAGMA journal_mode = OFF;
CREATE TABLE events ({UNTYPED});
.mode ascii
.separator "\\t" "\\n"
.import "{run.file}" events
"""
    db = run.folder / "events.sqlite"
    took = measure(["sqlite3", "-bail", db], script=script)
    return took, run.bytes_in_folder(), output(["sqlite3", db, "SELECT count(*) FROM events"])


def postgres(run, kind=""):
    # A quote that no text holds, so that quotes and backslashes are characters like others.
    copy = f"COPY events FROM {quoted(run.file)} " \
        r"(FORMAT csv, DELIMITER E'\t', QUOTE E'\x01', NULL '')"
    with database(run.server) as name:
        load = run.server.psql(name, f"CREATE {kind} TABLE events ({TYPED})", copy)
        took = measure(load, run.server)
        rows = run.server.ask(name, "SELECT count(*) FROM events")
        return took, size_of(run.server, name), rows


def postgres_unlogged(run):
    return postgres(run, "UNLOGGED")


def annalist_postgres(run):
    with database(run.server) as name:
        host = str(run.server.folder).replace("/", "%2F")
        to_db = [run.options.annalist, "--db", f"postgres://annalist@{host}/{name}"]
        took = measure([*to_db, "import", run.file, "-q"], run.server)
        return took, size_of(run.server, name), annalist_rows(to_db)


@contextlib.contextmanager
def database(server):
    server.ask("postgres", "CREATE DATABASE load", "CHECKPOINT")
    try:
        yield "load"
    finally:
        server.ask("postgres", "DROP DATABASE load WITH (FORCE)")


def size_of(server, name):
    return int(server.ask(name, "CHECKPOINT", f"SELECT pg_database_size('{name}')"))


LOADS = {
    "annalist": ("annalist import", annalist),
    "duckdb": ("DuckDB, native table", duckdb),
    "sqlite3": ("sqlite3 .import, journal off", sqlite3),
    "postgres": ("PostgreSQL COPY", postgres),
    "postgres-unlogged": ("PostgreSQL COPY, unlogged", postgres_unlogged),
    "annalist-postgres": ("annalist import into PostgreSQL", annalist_postgres),
}


# What is needed


def missing(loads, options):
    """What has to be installed before these loads can run, each with how."""
    if any(load.startswith("annalist") for load in loads) and not options.annalist.is_file():
        yield f"annalist: no {options.annalist}; run `cargo build --release`, with `--features " \
            "postgres` for annalist-postgres"
    if "duckdb" in loads and not version("duckdb"):
        yield "DuckDB: `python3 -m venv V && V/bin/pip install duckdb`, and V/bin/python for this"
    if "sqlite3" in loads and not shutil.which("sqlite3"):
        yield "sqlite3: `sudo apt-get install sqlite3`"
    if any("postgres" in load for load in loads) and not (postgres_bin() and shutil.which("psql")):
        yield "PostgreSQL: `sudo apt-get install postgresql`"


def version(package):
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return None


def machine(loads, options):
    """What the numbers depend on beside the programs compared."""
    about_cpus = Path("/proc/cpuinfo").read_text().splitlines()
    cpus = [line.partition(": ")[2] for line in about_cpus if line.startswith("model name")]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    programs = {
        "annalist": lambda: output([options.annalist, "--version"]),
        "duckdb": lambda: f"DuckDB {version('duckdb')}, {options.threads} threads",
        "sqlite3": lambda: "sqlite3 " + output(["sqlite3", "--version"]).split()[0],
        "postgres": lambda: "PostgreSQL " + output(["psql", "--version"]).split()[2],
    }
    return {
        "date": datetime.date.today().isoformat(),
        "cpu": f"{len(cpus)} x {cpus[0] if cpus else platform.machine()}",
        "memory_gb": round(memory / 1e9, 1),
        "system": f"{platform.system()} {platform.release()}",
        "programs": [tell() for program, tell in programs.items()
                     if any(program in load for load in loads)],
    }


# The comparison


def arguments():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--sample", type=Path, help="a GDELT 2.0 export file to make the rows from")
    source.add_argument("--file", type=Path, help="load this file instead of making one")
    parser.add_argument("--rows", type=int, default=5_000_000, help="rows to make (%(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="another seed makes other rows")
    parser.add_argument("--annalist", type=Path, default=ROOT / "target/release/annalist",
                        help="the program to measure (target/release/annalist)")
    parser.add_argument("--skip", nargs="+", default=[], choices=LOADS, metavar="LOAD",
                        help="leave out: " + ", ".join(LOADS))
    parser.add_argument("--threads", type=int, default=2, help="of DuckDB (%(default)s)")
    parser.add_argument("--repeat", type=int, default=1, help="runs of each; medians are shown")
    parser.add_argument("--temp", type=Path, help="a folder with room for four times the file")
    parser.add_argument("--json", type=Path, help="write every run to this file, too")
    return parser.parse_args()


def generate(options, file):
    tell(f"making {options.rows} rows from {options.sample}")
    command = ["cargo", "run", "--release", "--quiet", "--example", "gdelt-generate", "--",
               options.sample.resolve(), file, "--rows", options.rows, "--seed", options.seed]
    if subprocess.run(list(map(str, command)), cwd=ROOT).returncode:
        raise Failure("the generator failed; see above")


def read_once(file):
    """Brings the file into the page cache; the number of its lines."""
    with file.open("rb", buffering=0) as bytes_of:
        return sum(chunk.count(b"\n") for chunk in iter(lambda: bytes_of.read(1 << 20), b""))


def tell(message):
    print(message, file=sys.stderr, flush=True)


def compare(options, loads, folder):
    file = options.file.resolve() if options.file else folder / "events.export.CSV"
    if not options.file:
        generate(options, file)
    bytes_of, lines = file.stat().st_size, read_once(file)
    about = machine(loads, options) | {"bytes": bytes_of, "rows": lines}
    runs, failures = [], {}
    with contextlib.ExitStack() as stack:
        server = None
        if any("postgres" in load for load in loads):
            server = stack.enter_context(Server(folder / "server"))
        # In turns, so that what disturbs the machine for a while does not hit one load alone.
        for turn in range(options.repeat):
            for load in loads:
                read_once(file)
                os.sync()
                place = folder / "run"
                place.mkdir()
                try:
                    took, size, rows = LOADS[load][1](Run(options, file, place, server))
                    if int(rows) != lines:
                        raise Failure(f"{rows} rows instead of {lines}")
                    runs.append({"load": load, **took, "size_mb": size / MB})
                    tell(f"{turn + 1}/{options.repeat} {load}: {took['wall_s']:.1f} s")
                except Failure as failure:
                    failures[load] = str(failure)
                    tell(f"{turn + 1}/{options.repeat} {load}: failed: {failure}")
                shutil.rmtree(place)
    return about, runs, failures


def medians(runs):
    """Of each load that ran, in the order of `LOADS`."""
    by_load = {load: [run for run in runs if run["load"] == load] for load in LOADS}
    return {load: {key: statistics.median(run[key] for run in of) for key in of[0] if key != "load"}
            for load, of in by_load.items() if of}


def table(about, of_loads, repeat):
    yield f"{about['rows']:,} rows, {about['bytes'] / MB:,.0f} MB; median of {repeat}; " \
        f"{about['date']}, {about['cpu']}, {about['memory_gb']} GB, {about['system']}; " \
        f"{'; '.join(about['programs'])}."
    yield ""
    yield "| load | wall s | CPU s | memory MB | disk MB | the same / DuckDB's | others' CPU s |"
    yield "|---|--:|--:|--:|--:|---|--:|"
    keys = ("wall_s", "cpu_s", "peak_mb", "size_mb")
    base = of_loads.get("duckdb")
    for load, took in of_loads.items():
        ratios = ", ".join(f"{took[key] / base[key]:.2f}" for key in keys) if base else ""
        numbers = " | ".join(f"{took[key]:,.{digits}f}" for key, digits in zip(keys, (1, 1, 0, 0)))
        yield f"| {LOADS[load][0]} | {numbers} | {ratios} | {took['others_s']:.1f} |"


def main():
    options = arguments()
    options.annalist = options.annalist.resolve()
    loads = [load for load in LOADS if load not in options.skip]
    needed = list(missing(loads, options))
    if needed:
        raise Failure("\n".join(["missing; install or leave out with --skip:", *needed]))
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    with tempfile.TemporaryDirectory(prefix="compare-import-", dir=options.temp) as folder:
        os.chmod(folder, 0o755)  # The server reads the file and may be another user.
        about, runs, failures = compare(options, loads, Path(folder))
    print("\n".join(table(about, medians(runs), options.repeat)))
    for load, failure in failures.items():
        reasons = [line for line in failure.splitlines() if "error" in line.lower()]
        print(f"\n{LOADS[load][0]} failed: {(reasons or [failure])[0]}")
    if options.json:
        options.json.write_text(
            json.dumps(about | {"runs": runs, "failures": failures}, indent=1) + "\n")
    return 1 if failures else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (Failure, OSError) as error:
        sys.exit(f"error: {error}")
