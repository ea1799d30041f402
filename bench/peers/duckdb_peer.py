"""DuckDB. Usage: duckdb_peer.py load REGISTRY DATABASE | scrub LIST DATABASE OUTPUT THREADS"""

import sys

import duckdb

if sys.argv[1] == "load":
    database = duckdb.connect(sys.argv[3])
    database.execute("CREATE TABLE registry AS SELECT column0 AS number FROM read_csv(?, header = false, "
                     "columns = {'column0': 'BIGINT'})", [sys.argv[2]])
else:
    calls, file, output, threads = sys.argv[2:]
    database = duckdb.connect(file, read_only=True, config={"threads": int(threads)})
    database.execute(f"COPY (SELECT * FROM read_csv('{calls}', header = true, types = {{'phone': 'BIGINT'}}) AS calls "
                     f"ANTI JOIN registry ON calls.phone = registry.number) TO '{output}' (HEADER, DELIMITER ',')")
