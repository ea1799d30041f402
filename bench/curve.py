"""Cost a row against the rows of the list, and against the numbers of the registry; writes bench/curve.svg.

Usage: bench/curve.py MEASURE [ROWS...]      e.g. bench/curve.py rows 1000000 1000000000
       bench/curve.py registry 1000000 250000000
       bench/curve.py plot
measure: runs the release build, adds lines to build/curve.csv: what, size, threads, nanoseconds a row, the median of
three runs (five for registry). The list is of 10 million rows, half of them on the registry (of 250 million numbers four in
five). For more or fewer rows it is given again and again on standard input, without its header but the first time, until
there are as many as wanted. plot draws all lines that are there.
Plain Python; files go to build/curve.
"""

import json
import math
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WORK = ROOT / "build/curve"
BIN = ROOT / "build/release"
ROWS = 10_000_000
POLICY = ROOT / "bench/one-list.toml"


def prepared(registry):
    """The list and a store with a registry of that many numbers, made where they are not there."""
    WORK.mkdir(parents=True, exist_ok=True)
    calls = WORK / f"list-{registry}.csv"
    if not calls.exists():
        with calls.open("wb") as out:
            subprocess.run([BIN / "bench/callsieve_bench_data", "list", str(ROWS), str(registry)], stdout=out, check=True,
                           stderr=subprocess.DEVNULL)
    store = WORK / f"store-{registry}"
    if not store.exists():
        numbers = WORK / "registry.txt"
        for name, count in (("blacklist", 1), ("registry", registry)):
            with numbers.open("wb") as out:
                subprocess.run([BIN / "bench/callsieve_bench_data", "digits", str(count)], stdout=out, check=True)
            subprocess.run([BIN / "callsieve", "import", name, numbers, "--format", "digits", "--region", "US", "--obtained",
                            "2026-02-25", "--store", store], check=True, stdout=subprocess.DEVNULL,
                           stderr=subprocess.DEVNULL)
        numbers.unlink()
    return calls, store


def run(calls, store, threads):
    """The command that scrubs a file, or standard input."""
    return [BIN / "callsieve", "scrub", calls, "--policy", POLICY, "--as-of", "2026-02-25", "--store", store,
            "--threads", str(threads), "-o", "/dev/null", "--report", WORK / "report.json"]


def reported():
    """Seconds of the last run, and its rows."""
    report = json.loads((WORK / "report.json").read_text())
    return report["seconds"], report["rows"]["read"]


def scrub_file(calls, store, threads):
    subprocess.run(run(calls, store, threads), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    return reported()


def scrub_rows(calls, store, rows, threads):
    """One run over so many rows, given on standard input."""
    content = calls.read_bytes()
    header = content.index(b"\n") + 1
    body = memoryview(content)[header:]
    whole, rest = divmod(rows, ROWS)
    end = header
    for _ in range(rest):
        end = content.index(b"\n", end) + 1
    child = subprocess.Popen(run("-", store, threads), stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    child.stdin.write(content[:header])
    for _ in range(whole):
        child.stdin.write(body)
    child.stdin.write(content[header:end])
    child.stdin.close()
    if child.wait() != 0:
        raise SystemExit("the scrub failed")
    return reported()


def measure(what, sizes):
    with (ROOT / "build/curve.csv").open("a") as out:
        for size in sizes:
            calls, store = prepared(size if what == "registry" else 10_000_000)
            for threads in (1, 2) if what == "registry" or size < 1e9 else (1,):  # a pipe's writer wants a core too
                best = sorted(scrub_file(calls, store, threads) if what == "registry" else
                              scrub_rows(calls, store, size, threads) for _ in range(5 if what == "registry" else
                                                                                     3 if size < 2e8 else 1))
                seconds, read = best[len(best) // 2]
                line = f"{what},{size},{threads},{seconds * 1e9 / read:.2f}"
                print(line, flush=True)
                print(line, file=out, flush=True)


def plot():
    lines = [line.split(",") for line in (ROOT / "build/curve.csv").read_text().split()]
    points = {}
    for what, size, threads, cost in lines:
        points.setdefault((what, threads), {})[int(size)] = float(cost)
    panels = [panel for panel in (("rows", "rows of the list"), ("registry", "numbers of the registry"))
              if any(what == panel[0] for what, _ in points)]
    width, height, left, bottom = 360, 220, 46, 40
    most = max(max(of.values()) for of in points.values()) * 1.15
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {len(panels) * (width + 20)} {height + 30}" font-family="sans-serif" '
             'font-size="11" role="img">',
             "<title>" + ", ".join(f"nanoseconds a row by {title}" for _, title in panels) + "</title>",
             "<style>text{fill:#333}line,rect{stroke:#999}.t1{stroke:#2563eb;fill:#2563eb}.t2{stroke:#c2410c;fill:#c2410c}"
             "polyline{fill:none!important;stroke-width:2}@media(prefers-color-scheme:dark){text{fill:#ddd}"
             ".t1{stroke:#7aa2ff;fill:#7aa2ff}.t2{stroke:#ff9d66;fill:#ff9d66}}</style>"]
    for panel, (what, title) in enumerate(panels):
        x0 = left + panel * (width + 20)
        sizes = sorted({size for (of, _), some in points.items() if of == what for size in some})
        low, high = math.log10(sizes[0]), math.log10(sizes[-1])
        x = lambda size: x0 + (math.log10(size) - low) / max(high - low, 1e-9) * (width - left - 20)
        y = lambda cost: height - bottom + 20 - cost / most * (height - bottom)
        parts.append(f'<line x1="{x0}" y1="{y(0):.0f}" x2="{x0 + width - left - 20}" y2="{y(0):.0f}"/>')
        for tick in range(0, int(most) + 1, 10):
            parts.append(f'<line x1="{x0 - 4}" y1="{y(tick):.1f}" x2="{x0}" y2="{y(tick):.1f}"/>'
                         f'<text x="{x0 - 8}" y="{y(tick) + 4:.1f}" text-anchor="end">{tick}</text>')
        for size in sizes:
            word = f"{size // 10**9} G" if size >= 10**9 else f"{size // 10**6} M"
            parts.append(f'<text x="{x(size):.1f}" y="{y(0) + 16:.0f}" text-anchor="middle">{word}</text>')
        parts.append(f'<text x="{x0 + (width - left) / 2 - 10}" y="{y(0) + 34:.0f}" text-anchor="middle">{title}</text>')
        for threads, aside in (("1", -7), ("2", 14)):  # their names stand on either side
            some = sorted(points.get((what, threads), {}).items())
            at = [(x(size), y(cost)) for size, cost in some]
            parts.append(f'<polyline class="t{threads}" points="{" ".join(f"{a:.1f},{b:.1f}" for a, b in at)}"/>')
            parts += [f'<circle class="t{threads}" cx="{a:.1f}" cy="{b:.1f}" r="2.5"/>' for a, b in at]
            if at:
                parts.append(f'<text x="{at[0][0] + 4:.1f}" y="{at[0][1] + aside:.1f}">{threads} thread{"s" if threads == "2" else ""}'
                             f', ns a row</text>')
    parts.append("</svg>")
    (ROOT / "bench/curve.svg").write_text("\n".join(parts) + "\n")


if __name__ == "__main__":
    os.chdir(ROOT)
    if sys.argv[1:] == ["plot"]:
        plot()
    elif len(sys.argv) > 2 and sys.argv[1] in ("rows", "registry"):
        measure(sys.argv[1], [int(size) for size in sys.argv[2:]])
    else:
        raise SystemExit(__doc__)
