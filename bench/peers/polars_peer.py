"""Polars. Usage: polars_peer.py load REGISTRY PARQUET | scrub LIST PARQUET OUTPUT (threads by POLARS_MAX_THREADS)"""

import sys

import polars

if sys.argv[1] == "load":
    polars.read_csv(sys.argv[2], has_header=False, new_columns=["number"], schema={"number": polars.Int64}).write_parquet(sys.argv[3])
else:
    calls, registry, output = sys.argv[2:]
    polars.scan_csv(calls).join(polars.scan_parquet(registry), left_on="phone", right_on="number", how="anti").sink_csv(output)
