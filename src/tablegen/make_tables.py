#!/usr/bin/env python3
"""Makes all generated tables, in the source tree or in another folder.

    python3 src/tablegen/make_tables.py [FOLDER]

They depend on nothing but the release of the `phonenumbers` package and on the Unicode release that this Python knows.
tests/number proves that the checked-in files are current.
"""

import pathlib
import sys

import make_plan
import make_time_zones
import make_unicode
import make_wide_plan


def tables():
    """The files by their place in the source tree."""
    plan = make_plan.Plan()
    return {
        "src/number/plan_tables.cpp": make_plan.written(plan),
        "src/number/plan_tables_wide.cpp": make_wide_plan.written(plan),
        "src/number/time_zone_tables.cpp": make_time_zones.written(),
        "src/number/unicode_tables.cpp": make_unicode.written(),
        "tests/number/number_automaton.cpp": make_plan.automaton_written(plan),
    }


if __name__ == "__main__":
    if len(sys.argv) > 2:
        sys.exit(__doc__)
    root = pathlib.Path(sys.argv[1] if len(sys.argv) == 2 else __file__).resolve()
    root = root if len(sys.argv) == 2 else root.parents[2]
    for place, text in tables().items():
        (root / place).parent.mkdir(parents=True, exist_ok=True)
        (root / place).write_text(text, encoding="ascii", newline="\n")
