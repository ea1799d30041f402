"""Runs the callsieve program in a scratch folder: what the tests of the command line share."""

import json
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import unittest

TOOL = os.environ.get("CALLSIEVE_TOOL", "callsieve")


def random_seed(usual=None):
    """The seed of a random test, printed: $CALLSIEVE_SEED, else `usual`, else a new one in every run."""
    given = os.environ.get("CALLSIEVE_SEED")
    seed = int(given) if given else random.SystemRandom().randrange(10 ** 6) if usual is None else usual
    print(f"CALLSIEVE_SEED={seed}", flush=True)
    return seed


class ToolTest(unittest.TestCase):
    """Every test starts in an empty folder of its own, with no store yet."""

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="callsieve-test-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def run_tool(self, *arguments, expect=0, stdin=b"", environment=None):
        """Runs callsieve with these arguments; the exit status must be `expect`."""
        settings = {k: v for k, v in os.environ.items() if k != "CALLSIEVE_STORE"}
        settings.update(environment or {})
        done = subprocess.run(
            [TOOL, *map(str, arguments)], cwd=self.folder, input=stdin, env=settings,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=300, check=False)
        self.assertEqual(
            done.returncode, expect,
            f"callsieve {' '.join(map(str, arguments))}\nstdout: {done.stdout[:2000]!r}\nstderr: {done.stderr[:2000]!r}")
        return done

    def words(self, *arguments, expect=0, **more):
        """What it said on stderr."""
        return self.run_tool(*arguments, expect=expect, **more).stderr.decode()

    def json(self, *arguments, expect=0, **more):
        return json.loads(self.run_tool(*arguments, expect=expect, **more).stdout)

    def write(self, name, content):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return name

    def read(self, name):
        return (self.folder / name).read_bytes()


def main():
    """Runs the tests of the calling file; the closing line says how many passed."""
    if shutil.which(TOOL) is None:
        sys.exit(f"CALLSIEVE_TOOL={TOOL}: no such program")
    unittest.main(verbosity=1)
