#!/usr/bin/env python3
"""Asks annalist, DuckDB, polars, SQLite and PostgreSQL the same questions and compares the times.

    python3 -m venv venv && venv/bin/pip install duckdb polars psycopg2-binary pyarrow
    cargo build --release && cargo build --release --example query-speed
    venv/bin/python benches/compare_queries.py events.db

The database holds a GDELT 2.0 file that annalist has imported (benches/README.md). The others get
its events as annalist exports them, in one flat table, with the indexes and the wording that suit
each best. Every answer is compared with annalist's. Linux only.
"""

import argparse
import datetime
import json
import sqlite3
import statistics
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import polars
import psycopg2

from measure import Failure, Server, output

ROOT = Path(__file__).resolve().parent.parent
FIRST = 100
SHOWN = "n, id, day, kind, title, place, lat, lon, actor1, actor2, publisher, url"
COLUMNS = {
    "n": "BIGINT", "id": "BIGINT", "day": "DATE", "kind": "TEXT", "title": "TEXT", "place": "TEXT",
    "country": "TEXT", "lat": "DOUBLE PRECISION", "lon": "DOUBLE PRECISION", "actor1": "TEXT",
    "country1": "TEXT", "actor2": "TEXT", "country2": "TEXT", "publisher": "TEXT", "url": "TEXT",
    "words": "TEXT",
}
# Those that a question needs, and that let its answer be read off the index.
INDEXES = ["actor1, day, n", "actor2, day, n", "country1, day, n", "country2, day, n",
           "country1, country2, day", "day, country1, country2", "day, lat, lon, n",
           "country, kind, day", "country, day"]


# The questions: what is asked of annalist, and the same as what the others understand


class Question:
    """`shape` names the method of the contenders that answers it with `given`."""

    def __init__(self, group, limit, query, shape, by=None, first=None, **given):
        self.group, self.limit, self.shape, self.given = group, limit, shape, given
        self.asked = {"query": query, "by": by, "limit": first}


def questions():
    for name, since, until in [("United States", "2020-03-01", "2020-06-30"),
                               ("Israel", "2018-01-01", "2018-12-31"),
                               ("Nigeria", "2023-05-01", "2023-05-31")]:
        yield actor("a common actor and dates, first 100", 0.1, "country", name, since, until)
    for name in ["Azerbaijan", "Syria", "Mexico"]:
        yield actor("a medium actor and dates, first 100", 0.35, "country", name, "2017-01-01", "2024-12-31")
    for name in ["US Mayor", "New York Business", "Jerusalem Authorities"]:
        yield actor("a rare actor, first 100", 1.0, "actor", name, "2015-01-01", "2025-12-31")
    for pair in ["USA>CHN", "NGA>KEN", "ISR>IRN"]:
        first, second = pair.split(">")
        yield Question("a pair by month", 1.0, f"dyad:{pair}", "pair", by="month",
                       first_country=first, second_country=second)
    for year in [2016, 2020, 2024]:
        yield Question("top pairs of a year", 0.2, f"since:{year} until:{year}", "pairs", by="dyad",
                       year=year)
    for box, year in [((22, 44, 40, 52), 2020), ((-10, 35, 40, 70), 2018), ((30, 12, 63, 42), 2023)]:
        query = f"bbox:{','.join(map(str, box))} since:{year} until:{year}"
        yield Question("a box and a year, counted", 0.5, query, "box", box=box, year=year)
        yield Question("a box and a year, first 100", 0.5, query, "boxed", first=FIRST, box=box, year=year)
    for country in ["KEN", "USA", "UKR"]:
        yield Question("a country by day", 0.02, f"in:{country}", "days", by="day", country=country)
        yield Question("a country's talks by day", 1.0, f"in:{country} kind:consult", "days", by="day",
                       country=country, kind="consult")
    for word in ["Kinshasa", "Lirangdian", "Mombasa"]:
        yield Question("a word, first 100", 1.0, word, "word", first=FIRST, word=word.lower())


def actor(group, limit, column, name, since, until):
    key = "actor" if column == "country" else "exactly"
    query = f'{key}:"{name}" since:{since} until:{until}'
    code = {"United States": "USA", "Israel": "ISR", "Nigeria": "NGA", "Azerbaijan": "AZE",
            "Syria": "SYR", "Mexico": "MEX"}.get(name, name)
    return Question(group, limit, query, "actor", first=FIRST, column=column, value=code,
                    since=since, until=until)


# The contenders: each method gives the ids of events, a number, or pairs of a value and a number


class Sql:
    """A database that is asked in SQL. The dialects differ in what serves an actor best."""

    month = "to_char(day, 'YYYY-MM')"
    day = "to_char(day, 'YYYY-MM-DD')"

    def ids(self, sql):
        return [row[1] for row in self.rows(sql)]

    def actor(self, column, value, since, until):
        dates = f"day BETWEEN '{since}' AND '{until}'"
        first, second = (
            f"SELECT * FROM (SELECT {SHOWN} FROM flat WHERE {condition} AND {dates}"
            f" ORDER BY day, n LIMIT {FIRST}) AS part"
            for condition in (f"{column}1 = '{value}'",
                              f"{column}2 = '{value}' AND {column}1 IS DISTINCT FROM '{value}'"))
        return self.ids(f"{first} UNION ALL {second} ORDER BY 3, 1 LIMIT {FIRST}")

    def pair(self, first_country, second_country):
        return self.rows(
            f"SELECT {self.month}, count(*) FROM flat WHERE country1 = '{first_country}'"
            f" AND country2 = '{second_country}' GROUP BY 1 ORDER BY 1")

    def pairs(self, year):
        return self.rows(
            "SELECT country1 || '>' || country2, count(*) AS events FROM flat"
            f" WHERE day BETWEEN '{year}-01-01' AND '{year}-12-31' AND country1 <> country2"
            " GROUP BY country1, country2 ORDER BY 2 DESC, 1")

    def within(self, box, year):
        west, south, east, north = box
        return f"FROM flat WHERE day BETWEEN '{year}-01-01' AND '{year}-12-31'" \
            f" AND lat BETWEEN {south} AND {north} AND lon BETWEEN {west} AND {east}"

    def box(self, box, year):
        return self.rows(f"SELECT count(*) {self.within(box, year)}")[0][0]

    def boxed(self, box, year):
        return self.ids(f"SELECT {SHOWN} {self.within(box, year)} ORDER BY day, n LIMIT {FIRST}")

    def days(self, country, kind=None):
        kind = f" AND kind = '{kind}'" if kind else ""
        return self.rows(f"SELECT {self.day}, count(*) FROM flat WHERE country = '{country}'{kind}"
                         " GROUP BY 1 ORDER BY 1")


class DuckDb(Sql):
    """Scans columns; an index would not be used for these."""

    month, day = "strftime(day, '%Y-%m')", "strftime(day, '%Y-%m-%d')"

    def __init__(self, folder):
        self.db = duckdb.connect(str(folder / "flat.duckdb"), config={"threads": 2})

    def rows(self, sql):
        return self.db.execute(sql).fetchall()

    def actor(self, column, value, since, until):
        return self.ids(
            f"SELECT {SHOWN} FROM flat WHERE ({column}1 = '{value}' OR {column}2 = '{value}')"
            f" AND day BETWEEN '{since}' AND '{until}' ORDER BY n LIMIT {FIRST}")

    def word(self, word):
        return self.ids(f"SELECT {SHOWN} FROM flat WHERE contains(lower(words), '{word}')"
                        f" ORDER BY n LIMIT {FIRST}")


class Sqlite(Sql):
    month, day = "substr(day, 1, 7)", "day"

    def __init__(self, folder):
        self.db = sqlite3.connect(folder / "flat.sqlite")
        self.db.execute("PRAGMA cache_size = -1000000")

    def rows(self, sql):
        return self.db.execute(sql).fetchall()

    def word(self, word):
        return self.ids(f"SELECT {SHOWN} FROM flat WHERE n IN (SELECT rowid FROM texts WHERE texts"
                        f" MATCH '{word}' ORDER BY rowid LIMIT {FIRST}) ORDER BY n")


class Postgres(Sql):
    def __init__(self, folder, server):
        self.db = psycopg2.connect(host=str(server.folder), user="annalist", dbname="flat")
        self.db.autocommit = True
        self.cursor = self.db.cursor()

    def rows(self, sql):
        self.cursor.execute(sql)
        return self.cursor.fetchall()

    def word(self, word):
        return self.ids(f"SELECT {SHOWN} FROM flat WHERE to_tsvector('simple', words) @@"
                        f" to_tsquery('simple', '{word}') ORDER BY n LIMIT {FIRST}")


class Polars:
    def __init__(self, folder):
        self.flat = polars.read_parquet(folder / "flat.parquet").lazy()
        self.day = polars.col("day")

    def ids(self, where):
        found = self.flat.filter(where).head(FIRST).select(SHOWN.split(", ")).collect()
        return [row[1] for row in found.rows()]

    def between(self, since, until):
        date = datetime.date.fromisoformat
        return self.day.is_between(date(since), date(until))

    def counts(self, where, value):
        return self.flat.filter(where).group_by(value.alias("value")).len().sort("value").collect().rows()

    def actor(self, column, value, since, until):
        first, second = polars.col(f"{column}1"), polars.col(f"{column}2")
        return self.ids(((first == value) | (second == value)) & self.between(since, until))

    def pair(self, first_country, second_country):
        where = (polars.col("country1") == first_country) & (polars.col("country2") == second_country)
        return self.counts(where, self.day.dt.strftime("%Y-%m"))

    def pairs(self, year):
        where = self.between(f"{year}-01-01", f"{year}-12-31") \
            & (polars.col("country1") != polars.col("country2"))
        found = self.flat.filter(where).group_by("country1", "country2").len().collect().rows()
        found = [(f"{first}>{second}", n) for first, second, n in found]
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))

    def within(self, box, year):
        west, south, east, north = box
        return self.between(f"{year}-01-01", f"{year}-12-31") \
            & polars.col("lat").is_between(south, north) & polars.col("lon").is_between(west, east)

    def box(self, box, year):
        return self.flat.filter(self.within(box, year)).select(polars.len()).collect().item()

    def boxed(self, box, year):
        return self.ids(self.within(box, year))

    def days(self, country, kind=None):
        where = polars.col("country") == country
        if kind:
            where &= polars.col("kind") == kind
        found = self.flat.filter(where).group_by("day").len().sort("day").collect().rows()
        return [(day.isoformat(), n) for day, n in found]

    def word(self, word):
        return self.ids(polars.col("words").str.to_lowercase().str.contains(word, literal=True))


class Annalist:
    """A process that asks through the library and tells how long each answer took."""

    def __init__(self, example, db, repeat):
        self.process = subprocess.Popen(
            [example, db, "--repeat", str(repeat)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            text=True)

    def ask(self, question):
        self.process.stdin.write(json.dumps(question.asked) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise Failure(f"annalist gave up at {question.asked}")
        told = json.loads(line)
        answer = told["answer"]
        if question.asked["limit"]:
            answer = [int(uid.partition(":")[2]) for uid in answer]
        return told["seconds"], answer


# Making the flat table


def export(annalist, db, folder):
    """The events as DuckDB reads them from what annalist exports, in the order of their dates."""
    if (folder / "flat.parquet").is_file():
        return
    output([annalist, "--db", db, "export", "--to", "jsonl", "-o", folder / "events.jsonl"])
    made = duckdb.connect(str(folder / "flat.duckdb"), config={"threads": 2})
    part = 'STRUCT("name" VARCHAR, country VARCHAR, surface VARCHAR)[]'
    place = 'STRUCT("name" VARCHAR, country VARCHAR, admin1 VARCHAR, lat DOUBLE, lon DOUBLE)'
    made.execute(f"""CREATE TABLE flat AS
        SELECT row_number() OVER (ORDER BY earliest, id) AS n, id, earliest AS day, kind, title,
            place.name AS place, place.country AS country, place.lat AS lat, place.lon AS lon,
            actors[1].name AS actor1, actors[1].country AS country1,
            actors[2].name AS actor2, actors[2].country AS country2,
            citations[1].publisher AS publisher, citations[1].url AS url,
            concat_ws(' ', title, place.name, place.admin1, actors[1].name, actors[1].surface,
                actors[2].name, actors[2].surface) AS words
        FROM (SELECT *, CAST(split_part(uid, ':', 2) AS BIGINT) AS id FROM read_json(
            '{folder}/events.jsonl', format = 'newline_delimited', columns = {{
            uid: 'VARCHAR', title: 'VARCHAR', kind: 'VARCHAR', earliest: 'DATE', place: '{place}',
            actors: '{part}', citations: 'STRUCT(publisher VARCHAR, url VARCHAR)[]'}}))
        ORDER BY n""")
    made.execute(f"COPY (SELECT * FROM flat ORDER BY n) TO '{folder}/flat.csv' (HEADER false)")
    made.execute(f"COPY (SELECT * FROM flat ORDER BY n) TO '{folder}/flat.parquet'")
    made.close()
    (folder / "events.jsonl").unlink()


def fill_sqlite(folder):
    path = folder / "flat.sqlite"
    if path.is_file():
        return
    columns = ", ".join(f"{name} {kind.replace('DATE', 'TEXT')}" for name, kind in COLUMNS.items())
    columns = columns.replace("n BIGINT", "n INTEGER PRIMARY KEY", 1)
    indexes = "".join(f"CREATE INDEX flat_{i} ON flat ({of});\n" for i, of in enumerate(INDEXES))
    script = f"""PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -1000000;
CREATE TABLE flat ({columns});
.mode csv
.import "{folder}/flat.csv" flat
UPDATE flat SET country1 = NULL WHERE country1 = '';
UPDATE flat SET country2 = NULL WHERE country2 = '';
UPDATE flat SET lat = NULL, lon = NULL WHERE lat = '';
{indexes}CREATE VIRTUAL TABLE texts USING fts5(words, content = 'flat', content_rowid = 'n');
INSERT INTO texts(texts) VALUES ('rebuild');
ANALYZE;
"""
    subprocess.run(["sqlite3", "-bail", path], input=script, text=True, check=True)


def fill_postgres(folder, server):
    columns = ", ".join(f"{name} {kind}" for name, kind in COLUMNS.items())
    server.ask("postgres", "CREATE DATABASE flat")
    indexes = [f"CREATE INDEX ON flat ({of})" for of in INDEXES]
    server.ask(
        "flat", "SET maintenance_work_mem = '1GB'", f"CREATE UNLOGGED TABLE flat ({columns})",
        f"COPY flat FROM '{folder}/flat.csv' (FORMAT csv)", *indexes,
        "CREATE UNIQUE INDEX ON flat (n)",
        "CREATE INDEX ON flat USING gin (to_tsvector('simple', words))", "VACUUM ANALYZE flat")


# The comparison


def timed(contender, question, repeat):
    ask = getattr(contender, question.shape)
    seconds = []
    for _ in range(repeat + 1):
        start = time.perf_counter()
        answer = ask(**question.given)
        seconds.append(time.perf_counter() - start)
    return seconds[1:], answer


def same(ours, theirs):
    """Pairs that are as frequent may come in either order."""
    plain = [list(pair) if isinstance(pair, tuple) else pair for pair in theirs] \
        if isinstance(theirs, list) else theirs
    if isinstance(plain, list) and plain and isinstance(plain[0], list):
        return sorted(ours) == sorted(plain)
    return ours == plain


def compare(options, folder, server):
    contenders = {"DuckDB": DuckDb(folder), "polars": Polars(folder), "SQLite": Sqlite(folder)}
    if server:
        contenders["PostgreSQL"] = Postgres(folder, server)
    ours = Annalist(options.example, options.db, options.repeat)
    groups = {}
    for question in questions():
        seconds, answer = ours.ask(question)
        times = {"annalist": seconds}
        for name, contender in contenders.items():
            times[name], theirs = timed(contender, question, options.repeat)
            if not same(answer, theirs):
                sides = [str(side)[:200] for side in (answer, theirs)]
                print(f"{question.asked}: {name} answers otherwise\n  " + "\n  ".join(sides), file=sys.stderr)
        groups.setdefault((question.group, question.limit), []).append(times)
        print(question.asked, file=sys.stderr)
    return groups


def cold(options, folder):
    """From the start of a process to its end with the first row, in milliseconds."""
    first = f"SELECT {SHOWN} FROM flat WHERE country1 = 'USA' ORDER BY day, n LIMIT 1"
    commands = {
        "annalist": [options.annalist, "--db", options.db, "list", "by:USA", "--limit", "1",
                     "--format", "jsonl"],
        "sqlite3": ["sqlite3", folder / "flat.sqlite", first],
    }
    times = {name: [] for name in commands}
    for _ in range(options.repeat * 3):
        for name, command in commands.items():
            start = time.perf_counter()
            output(command)
            times[name].append(time.perf_counter() - start)
    return {name: 1000 * statistics.median(of) for name, of in times.items()}


def table(groups):
    names = list(next(iter(groups.values()))[0])
    yield "| question | " + " | ".join(f"{name} ms" for name in names) + " | to the best | at most | |"
    yield "|---|" + "--:|" * (len(names) + 2) + "---|"
    for (group, limit), of in groups.items():
        medians = {name: 1000 * statistics.median(statistics.median(times[name]) for times in of)
                   for name in names}
        ratio = medians["annalist"] / min(medians[name] for name in names[1:])
        cells = " | ".join(f"{medians[name]:.2f}" for name in names)
        verdict = "" if ratio <= limit else "missed"
        yield f"| {group} | {cells} | {ratio:.2f} | {limit} | {verdict} |"


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("db", type=Path, help="a database with GDELT events")
    parser.add_argument("--annalist", type=Path, default=ROOT / "target/release/annalist")
    parser.add_argument("--example", type=Path, default=ROOT / "target/release/examples/query-speed")
    parser.add_argument("--temp", type=Path, default=Path("compare-queries"),
                        help="a folder for what is made, 12 GB for 5 million events; it is kept")
    parser.add_argument("--repeat", type=int, default=7, help="medians of so many are shown")
    parser.add_argument("--skip-postgres", action="store_true")
    options = parser.parse_args()
    folder = options.temp.resolve()
    folder.mkdir(exist_ok=True)
    folder.chmod(0o755)
    export(options.annalist, options.db, folder)
    fill_sqlite(folder)
    if options.skip_postgres:
        groups = compare(options, folder, None)
    else:
        with Server(folder / "server") as server:
            fill_postgres(folder, server)
            groups = compare(options, folder, server)
    print("\n".join(table(groups)))
    took = cold(options, folder)
    print(f"\nA cold process to its first row: annalist {took['annalist']:.1f} ms, sqlite3"
          f" {took['sqlite3']:.1f} ms, {took['annalist'] / took['sqlite3']:.2f} (at most 0.33).")


if __name__ == "__main__":
    try:
        main()
    except Failure as failure:
        sys.exit(f"error: {failure}")
