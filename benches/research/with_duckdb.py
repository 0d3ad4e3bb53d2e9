"""Answers questions with DuckDB on the facts that the engine has: prints times and answers as JSON.

Usage: with_duckdb.py FACTS.csv QUESTIONS.json THREADS WARM RUNS
"""

import json
import sys
import time

import duckdb

NUMBERS = {
    "seq": "BIGINT",
    "part": "TINYINT",
    "month": "INTEGER",
    "year": "SMALLINT",
    "contracts": "TINYINT",
    "amount_usd_cents": "BIGINT",
    "technology_fee_usd_cents": "BIGINT",
    "royalty_rate": "INTEGER",
}


def load(connection, path):
    """The facts, in their order, every word of a closed or small set as an ENUM: as narrow as DuckDB has them."""
    types = ", ".join(f"'{name}': '{kind}'" for name, kind in NUMBERS.items())
    # A question mark cannot stand here; the path is the bench's own.
    source = f"read_csv('{path}', header = true, all_varchar = false, auto_detect = true, types = {{{types}}})"
    names = [row[0] for row in connection.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()]
    words = [name for name in names if name not in NUMBERS]
    every = {**NUMBERS, **{name: "VARCHAR" for name in words}}
    types = ", ".join(f"'{name}': '{kind}'" for name, kind in every.items())
    connection.execute(f"CREATE TABLE read AS SELECT * FROM read_csv('{path}', header = true, types = {{{types}}})")
    for name in words:
        connection.execute(f"CREATE TYPE type_{name} AS ENUM (SELECT DISTINCT {name} FROM read ORDER BY 1)")
    columns = ", ".join(f"CAST({name} AS type_{name}) AS {name}" if name in words else name for name in names)
    connection.execute(f"CREATE TABLE facts AS SELECT {columns} FROM read")
    connection.execute("DROP TABLE read")


def main():
    path, questions, threads, warm, runs = sys.argv[1:]
    connection = duckdb.connect()
    connection.execute(f"SET threads = {int(threads)}")
    began = time.perf_counter()
    load(connection, path)
    loaded = time.perf_counter() - began
    answers = []
    with open(questions, encoding="utf-8") as file:
        statements = json.load(file)
    for statement in statements:
        waits = []
        for turn in range(int(warm) + int(runs)):
            began = time.perf_counter()
            # The first row only: turning rows into objects of Python is not DuckDB's work.
            connection.execute(statement).fetchone()
            if turn >= int(warm):
                waits.append((time.perf_counter() - began) * 1000)
        answers.append({"waits_ms": waits, "rows": connection.execute(statement).fetchall()})
    json.dump({"version": duckdb.__version__, "loaded_in": loaded, "answers": answers}, sys.stdout)


main()
