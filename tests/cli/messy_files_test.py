"""Call lists as tools and people write them, made at random, against an oracle that knows what it wrote.

Usage: messy_files_test.py [--seed S] [--files N] [--show N]    a run; the seed is printed, and is new when none is given
       messy_files_test.py --seed S --only I [--keep DIR]       one file of that run; its bytes and outputs stay in DIR
       messy_files_test.py --seed S --only I --shrink KIND [--keep DIR]   ... with as few rows and columns as fail so
KIND is a failure's place in the printed table (1 is the worst). $CALLSIEVE_SEED goes before --seed.
"""

import argparse
import collections
import concurrent.futures
import copy
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import tool
from messy.mutations import MUTATIONS, try_mutations
from messy.numbers import BLACKLISTED, REGIONS, REGISTERED, Pool
from messy.oracle import HARM, judge
from messy.writer import make_file

POLICY = """name = "messy"
region = "US"
otherwise = { allow = "clear" }
[[rule]]
block = "objection"
when = { listed = "blacklist" }
[[rule]]
block = "registry"
when = { listed = "registry" }
"""
MOST_REFUSED = 0.02  # of ordinary files
POLICY_DAY = "2026-11-30"


def make_store(folder, pool):
    (folder / "policy.toml").write_text(POLICY)
    for name, status in (("blacklist", BLACKLISTED), ("registry", REGISTERED)):
        (folder / f"{name}.txt").write_text("".join(f"+{number}\n" for number in pool.of(status)))
        subprocess.run([tool.TOOL, "import", name, f"{name}.txt", "--kind", "set", "--covers", "world", "--region", "US",
                        "--obtained", POLICY_DAY, "--store", "store"], cwd=folder, check=True, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL)


class Bench:
    """Where files are scrubbed: a folder of this process, beside the store of all."""

    def __init__(self, store, pool):
        self.store, self.pool = store, pool
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="messy-", dir=store))

    def read(self, name):
        path = self.folder / name
        return path.read_bytes() if path.exists() else None

    def scrub(self, file):
        for name in ("kept", "rejected", "books.json"):
            (self.folder / name).unlink(missing_ok=True)
        (self.folder / "leads.csv").write_bytes(file.data())
        done = subprocess.run(
            [tool.TOOL, "scrub", "leads.csv", "-o", "kept", "--rejected", "rejected", "--report", "books.json", "--policy",
             self.store / "policy.toml", "--store", self.store / "store", "--as-of", POLICY_DAY, "--region", file.region,
             "--threads", "2" if len(file.rows) > 1000 else "1"],
            cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, timeout=120, check=False)
        books = self.read("books.json")
        self.outputs = self.read("kept"), self.read("rejected") or b"", json.loads(books) if books else None
        return judge(file, self.pool, done, *self.outputs)


BENCH = None


def begin_process(store, seed):
    global BENCH
    BENCH = Bench(store, Pool(seed))


def seed_of(seed, index):
    return f"{seed}:{index}"


def try_file(seed, index):
    file = make_file(seed_of(seed, index), BENCH.pool)
    outcome, refused = BENCH.scrub(file)
    mutated = []
    if refused is None and not outcome.failures and len(file.rows) < 100 and index % 4 == 0:
        mutated = try_mutations(file, BENCH.pool, *BENCH.outputs)
    return index, file.ordinary, len(file.rows), outcome.failures, outcome.notes, refused, mutated


def message_kind(words):
    """A refusal without what differs from file to file."""
    line = words.strip().splitlines()[-1]
    line = re.sub(r"^callsieve: |leads\.csv", "", line)
    line = re.sub(r'"[^"]*"|\([^)]*\)', "...", line)
    return re.sub(r"the columns are .*", "the columns are ...", re.sub(r"\d+", "N", line))[:150]


class Table:
    """What all files came to."""

    def __init__(self):
        self.files = self.rows = self.ordinary = 0
        self.failures, self.refused = collections.defaultdict(list), collections.defaultdict(list)
        self.notes, self.mutated, self.unseen = collections.Counter(), collections.Counter(), []

    def add(self, index, ordinary, rows, failures, notes, refused, mutated):
        self.files, self.rows, self.ordinary = self.files + 1, self.rows + rows, self.ordinary + ordinary
        for kind in dict.fromkeys(kind for kind, _ in failures):
            self.failures[kind].append((index, next(detail for its, detail in failures if its == kind)))
        for note in set(notes):
            self.notes[note] += 1
        for name, seen in mutated:
            self.mutated[name] += 1
            if not seen:
                self.unseen.append((name, index))
        if refused is not None:
            self.refused[("ordinary" if ordinary else "other", message_kind(refused))].append(index)

    def refused_ordinary(self):
        return sum(len(files) for (of, _), files in self.refused.items() if of == "ordinary")

    def say(self, show):
        print(f"{self.files} files with {self.rows} rows; {self.ordinary} ordinary ones, {self.refused_ordinary()} of them refused")
        for (of, message), files in sorted(self.refused.items(), key=lambda one: (one[0][0] == "other", -len(one[1]))):
            print(f"  refused, {of}: {len(files):4}  {message}  (files {', '.join(map(str, files[:4]))})")
        print(f"{sum(self.mutated.values())} wrong outputs were shown to the oracle, of {len(self.mutated)} kinds")
        for name in MUTATIONS if show else ():
            print(f"  mutation: {self.mutated[name.__name__]:5} {name.__name__}")
        for name, index in self.unseen[:10]:
            print(f"FAILURE: file {index}: the oracle does not see that a program {name}")
        for note, count in self.notes.most_common(20 if show else 0):
            print(f"  note: {count:4} files  {note}")
        for place, kind in enumerate(HARM, 1):
            if kind in self.failures:
                print(f"FAILURE {place}: {len(self.failures[kind])} files: {kind}")
                for index, detail in self.failures[kind][:max(show, 2)]:
                    print(f"    file {index}: {detail}")

    def failed(self):
        bad = bool(self.failures or self.unseen)
        if self.ordinary and self.refused_ordinary() > max(1, MOST_REFUSED * self.ordinary):
            print(f"FAILURE: more than {MOST_REFUSED:.0%} of the ordinary files are refused")
            bad = True
        return bad


def without_column(file, place):
    smaller = copy.deepcopy(file)
    del smaller.columns[place]
    if smaller.header_fields is not None:
        del smaller.header_fields[place]
    for row in smaller.rows:
        if place < len(row.fields):
            del row.fields[place], row.cells[place]
    return smaller


def shrink(file, fails):
    """As few rows and columns as still fail."""
    step = max(1, len(file.rows) // 2)
    while step >= 1:
        at = 0
        while at < len(file.rows) and len(file.rows) > 1:
            smaller = copy.copy(file)
            smaller.rows = file.rows[:at] + file.rows[at + step:]
            if smaller.rows and fails(smaller):
                file = smaller
            else:
                at += step
        step //= 2
    for place in reversed(range(len(file.columns))):
        if file.columns[place].kind != "name":
            smaller = without_column(file, place)
            file = smaller if fails(smaller) else file
    return file


def one_file(options):
    file = make_file(seed_of(options.seed, options.only), BENCH.pool)
    if options.shrink:
        kind = HARM[options.shrink - 1]
        if kind == "an ordinary file is refused":
            fails = lambda smaller: BENCH.scrub(smaller)[1] is not None
        else:
            fails = lambda smaller: any(its == kind for its, _ in BENCH.scrub(smaller)[0].failures)
        file = shrink(file, fails)
    outcome, refused = BENCH.scrub(file)
    print(f"region {file.region}, {file.encoding}, {len(file.rows)} rows; columns " +
          ", ".join(f"{column.kind} {column.header!r}" for column in file.columns))
    print(f"refused: {refused}" if refused else "not refused")
    for kind, detail in outcome.failures[:20]:
        print(f"{HARM.index(kind) + 1}: {kind}: {detail}")
    if options.keep:
        shutil.copytree(BENCH.folder, options.keep, dirs_exist_ok=True)
        shutil.copytree(BENCH.store / "store", pathlib.Path(options.keep) / "store", dirs_exist_ok=True)
        shutil.copy(BENCH.store / "policy.toml", options.keep)
    elif options.shrink:
        sys.stdout.flush()
        sys.stdout.buffer.write(file.data() + b"\n")
    return bool(outcome.failures)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--files", type=int, default=300)
    parser.add_argument("--only", type=int)
    parser.add_argument("--shrink", type=int)
    parser.add_argument("--keep")
    parser.add_argument("--show", type=int, default=0)
    parser.add_argument("--processes", type=int, default=os.cpu_count())
    options = parser.parse_args()
    if shutil.which(tool.TOOL) is None:
        sys.exit(f"CALLSIEVE_TOOL={tool.TOOL}: no such program")
    options.seed = tool.random_seed(options.seed)
    print(f"{options.files} files, regions {', '.join(REGIONS)}", flush=True)
    store = pathlib.Path(tempfile.mkdtemp(prefix="callsieve-messy-"))
    try:
        make_store(store, Pool(options.seed))
        if options.only is not None:
            begin_process(store, options.seed)
            sys.exit(one_file(options))
        table = Table()
        with concurrent.futures.ProcessPoolExecutor(options.processes, initializer=begin_process,
                                                    initargs=(store, options.seed)) as processes:
            for result in processes.map(try_file, [options.seed] * options.files, range(options.files), chunksize=8):
                table.add(*result)
        table.say(options.show)
        sys.exit(table.failed())
    finally:
        shutil.rmtree(store, ignore_errors=True)


if __name__ == "__main__":
    main()
