"""A failure is clean: whatever the system refuses, and whatever signal comes, each command ends with status 2 and words,
or is done, or dies of that signal. No temporary file is left, and what stood under an output's name stands."""

import os
import pathlib
import resource
import shutil
import signal
import subprocess
import tempfile
import time
import unittest

from tool import TOOL, main

# Sanitizers need an address space without limit, and take faults for themselves.
SANITIZED = any(word in pathlib.Path(shutil.which(TOOL) or TOOL).read_bytes() for word in (b"__asan_init", b"__tsan_init"))
FAULTS = (signal.SIGSEGV, signal.SIGBUS, signal.SIGFPE, signal.SIGILL, signal.SIGABRT, signal.SIGTRAP)
SECONDS = 120  # no run takes so long, on however slow a machine
ROWS = 40_000
POLICY = """
name      = "test"
region    = "US"
time_zone = "America/New_York"
otherwise = { allow = "clear" }

[[rule]]
block = "objection"
when  = { listed = "blacklist" }
"""
SCRUB = ("--policy", "policy.toml", "--as-of", "2026-11-24", "--store", "s")
OUTPUTS = ("-o", "out/kept.csv", "--rejected", "out/rejected.csv", "--report", "out/books.json")
COMMANDS = {
    "scrub": ("scrub", "leads.csv", *SCRUB, *OUTPUTS, "--dedupe", "--threads", "4"),
    "scrub from a pipe": ("scrub", "-", *SCRUB, *OUTPUTS),
    "scrub to standard output": ("scrub", "few.csv", *SCRUB),
    "import": ("import", "fresh", "numbers.txt", "--format", "digits", "--obtained", "2026-11-20", "--allow-bad", "--store", "s"),
    "import --json": ("import", "fresh", "few.txt", "--format", "digits", "--obtained", "2026-11-20", "--json", "--store", "s"),
    "add": ("add", "blacklist", "+12025550177", "--store", "s"),
    "remove": ("remove", "blacklist", "+12025550100", "--store", "s"),
    "check": ("check", "+12025550100", "+12025550199", *SCRUB),
    "check --json": ("check", "+12025550100", "--json", *SCRUB),
    "lists": ("lists", "--store", "s"),
    "lists --json": ("lists", "--json", "--store", "s"),
    "normalize": ("normalize", "--region", "US", "numbers.txt"),
    "export": ("export", "au-dncr", "au.txt", "--region", "AU", "--to", "out", "--lines", "100"),
    "export --json": ("export", "au-dncr", "au.txt", "--region", "AU", "--to", "out", "--json"),
    "verify": ("verify", "--store", "s"),
    "policies": ("policies", "--store", "s"),
    "policies --json": ("policies", "--json", "--store", "s"),
    "policy explain": ("policy", "explain", "policy.toml", "--svg", "out/rules.svg", "--store", "s"),
    "policy check": ("policy", "check", "policy.toml", "--store", "s"),
    "--help": ("--help",),
    "scrub --help": ("scrub", "--help"),
    "--version": ("--version",),
}
# Those that say the same are not asked twice where many limits are tried.
FEW = [name for name in COMMANDS if "--json" not in name and "--help" not in name and "--version" not in name]


def limit(which, most):
    return lambda: resource.setrlimit(which, (most, most))


def prepared(before):
    """What a process does before it becomes the program."""
    def prepare():
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGHUP):  # as a test in the background may have them
            signal.signal(number, signal.SIG_DFL)
        if before is not None:
            before()
    return prepare


def ignored_by_default(number):
    return number in (signal.SIGCHLD, signal.SIGCONT, signal.SIGURG, signal.SIGWINCH)


def stops_or_cannot_be_handled(number):
    return number in (signal.SIGKILL, signal.SIGSTOP, signal.SIGTSTP, signal.SIGTTIN, signal.SIGTTOU)


class World:
    """A folder with a store, inputs, and something under the name of each output."""

    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="callsieve-test-"))
        (self.folder / "out").mkdir()
        self.write("policy.toml", POLICY)
        self.write("leads.csv", "name,phone\n" + "".join(f"n{i},202555{i % 10_000:04}\n" for i in range(ROWS)))
        self.write("few.csv", "phone\n2025550100\n2025550111\n")
        self.write("few.txt", "+12025550100\n")
        self.write("numbers.txt", "".join(f"+1202{2_000_000 + 7 * i}\n" for i in range(ROWS)) + "bad\n")
        self.write("au.txt", "".join(f"04915701{i:02}\n" for i in range(56, 60)) * 3)
        done = self.run(("add", "blacklist", "+12025550100", "--create", "--store", "s"))
        assert done.returncode == 0, done.stderr
        done = self.run(("import", "registry", "numbers.txt", "--format", "digits", "--obtained", "2026-11-20", "--allow-bad",
                         "--store", "s"))
        assert done.returncode == 0, done.stderr
        for name in ("kept.csv", "rejected.csv", "books.json", "rules.svg"):
            self.write("out/" + name, "old")
        self.stored = tempfile.mkdtemp(prefix="callsieve-test-")
        shutil.copytree(self.folder, self.stored, dirs_exist_ok=True)

    def write(self, name, text):
        (self.folder / name).write_bytes(text.encode())

    def restore(self):
        for child in self.folder.iterdir():
            shutil.rmtree(child) if child.is_dir() else child.unlink()
        shutil.copytree(self.stored, self.folder, dirs_exist_ok=True)

    def files(self):
        """Every file and its bytes, and every temporary folder; but for the empty files that locks are, and the accounts
        of bad lines, which are for people whose import failed too."""
        found = {str(path.relative_to(self.folder)): path.read_bytes() if path.is_file() else b""
                 for path in self.folder.rglob("*") if path.is_file() or path.name.startswith(".callsieve-")}
        return {name: content for name, content in found.items()
                if not (name.endswith("lock") and not content) and not name.startswith("s/rejects/")}

    def run(self, arguments, before=None, stdout=subprocess.PIPE):
        stdin = (self.folder / "leads.csv").open("rb") if "-" in arguments else subprocess.DEVNULL
        try:
            return subprocess.run([TOOL, *arguments], cwd=self.folder, stdin=stdin, stdout=stdout, stderr=subprocess.PIPE,
                                  preexec_fn=prepared(before), timeout=SECONDS, check=False)
        finally:
            if stdin is not subprocess.DEVNULL:
                stdin.close()

    def start(self, arguments, before=None):
        return subprocess.Popen([TOOL, *arguments], cwd=self.folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE, preexec_fn=prepared(before))

    def remove(self):
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.rmtree(self.stored, ignore_errors=True)


class Failures(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = World()
        cls.addClassCleanup(cls.world.remove)
        cls.before = cls.world.files()
        cls.done = {}
        for name, arguments in COMMANDS.items():
            done = cls.world.run(arguments)
            assert done.returncode in (0, 1), (name, done)
            cls.done[name] = (done.returncode, done.stdout, set(cls.world.files()))
            cls.world.restore()

    def setUp(self):
        self.addCleanup(self.world.restore)

    def check_done(self, name, about):
        """The files are those of a run that did its work."""
        # Which state of a list a store has seen may be noted by the next one who reads it.
        noted = {each for each in self.done[name][2] if "revisions/" in each}
        self.assertEqual(set(self.world.files()) | noted, self.done[name][2], (name, about))

    def check(self, name, returncode, stdout, stderr, about, deaths=()):
        """One run that ended, with the folder as it left it; `about` says in a failure what was done to it."""
        about = f"{name}, {about}: status {returncode}, stderr {stderr[:500]!r}"
        now = self.world.files()
        self.assertFalse([each for each in now if ".callsieve-" in each], about)
        if returncode == self.done[name][0]:
            if stdout is not None:
                self.assertEqual(stdout, self.done[name][1], about)
            self.check_done(name, about)
        else:
            self.assertIn(returncode, {2, *deaths}, about)
            if returncode == 2:
                self.assertTrue(stderr, about)
                self.assertIn(b"callsieve", stderr, about)
            self.assertEqual(now, self.before, about)
        if now != self.before:
            self.world.restore()

    def try_all(self, names, before, about, deaths=()):
        for name in names:
            done = self.world.run(COMMANDS[name], before)
            self.check(name, done.returncode, done.stdout, done.stderr, about, deaths)

    def reaches_main(self, before):
        """Whether the loader and the run-time libraries get so far: nothing of ours can help them."""
        try:
            return self.world.run(("--version",), before).returncode in (0, 2)
        except (OSError, subprocess.SubprocessError):
            return False

    @unittest.skipIf(SANITIZED, "a sanitizer")
    def test_memory_refused(self):
        mebibyte = 1 << 20
        least = next(at for at in range(4, 400) if self.reaches_main(limit(resource.RLIMIT_AS, at * mebibyte)))
        steps = [*range(least, least + 24), *range(least + 24, least + 120, 8), 256, 512, 1024]
        for most in steps:
            self.try_all(FEW, limit(resource.RLIMIT_AS, most * mebibyte), f"{most} MiB of address space")
        for most in range(least * mebibyte, (least + 44) * mebibyte, mebibyte // 3):
            self.try_all(["scrub"], limit(resource.RLIMIT_AS, most), f"{most} bytes of address space")

    @unittest.skipIf(SANITIZED, "a sanitizer")
    def test_memory_refused_in_the_middle_of_a_job(self):
        most = 64 << 20
        before = limit(resource.RLIMIT_AS, most)
        if not self.reaches_main(before):
            self.skipTest("the program needs more than 64 MiB to start")
        for threads in ("1", "2", "8"):
            process = self.world.start(("scrub", "-", *SCRUB, *OUTPUTS, "--dedupe", "--threads", threads), before)
            try:
                process.stdin.write(b"phone\n")
                for area in range(201, 990):
                    process.stdin.write(b"".join(b"+1%d%07d\n" % (area, number) for number in range(2_000_000, 2_040_000)))
            except BrokenPipeError:
                pass
            stdout, stderr = self.finish(process)
            self.assertIn(process.returncode, (0, 2), stderr)
            self.check("scrub from a pipe", 2 if process.returncode == 2 else 0, stdout, stderr, f"{threads} threads, 64 MiB")
            self.world.restore()

    def finish(self, process):
        try:
            process.stdin.close()
        except BrokenPipeError:
            pass
        process.stdin = None
        return process.communicate(timeout=SECONDS)

    def test_threads_that_cannot_be_started(self):
        nobody = 65534

        def one_thread():
            if os.geteuid() == 0:  # whom that limit does not bind
                os.setgid(nobody)
                os.setuid(nobody)
            resource.setrlimit(resource.RLIMIT_NPROC, (1, 1))
        for path in (self.world.folder, *self.world.folder.rglob("*")):
            path.chmod(0o777)
        if not self.reaches_main(one_thread):
            self.skipTest("this user cannot run the program with so few processes")
        for name in FEW:
            done = self.world.run(COMMANDS[name], one_thread)
            self.check(name, done.returncode, done.stdout, done.stderr, "one thread")
            self.assertEqual(done.returncode, self.done[name][0], (name, done.stderr))  # what needs more goes on without
            for path in (self.world.folder, *self.world.folder.rglob("*")):
                path.chmod(0o777)

    def test_few_descriptors(self):
        for most in range(3, 24):
            if self.reaches_main(limit(resource.RLIMIT_NOFILE, most)):
                self.try_all(FEW, limit(resource.RLIMIT_NOFILE, most), f"{most} descriptors")

    def test_files_that_may_not_grow(self):
        for most in (0, 1, 100, 4096, 10_000, 100_000, 300_000, 1_000_000):
            self.try_all(FEW, limit(resource.RLIMIT_FSIZE, most), f"{most} bytes a file")

    def test_small_stacks(self):
        for most in (100, 128, 256, 1024):
            before = limit(resource.RLIMIT_STACK, most * 1024)
            if not self.reaches_main(before):
                continue
            for name in FEW:  # all is done
                done = self.world.run(COMMANDS[name], before)
                self.check(name, done.returncode, done.stdout, done.stderr, f"{most} KiB of stack")
                self.assertEqual(done.returncode, self.done[name][0], (name, done.stderr))

    def test_a_limit_of_processor_time(self):
        arguments = ("scrub", "-", *SCRUB, *OUTPUTS)
        process = self.world.start(arguments, lambda: resource.setrlimit(resource.RLIMIT_CPU, (1, 60)))
        rows = b"2025550104\n" * 100_000
        process.stdin.write(b"phone\n")
        with self.assertRaises(BrokenPipeError):
            while True:
                process.stdin.write(rows)
        stdout, stderr = self.finish(process)
        self.check("scrub from a pipe", process.returncode, stdout, stderr, "a second", (-signal.SIGXCPU,))

    def in_the_middle(self, arguments, before=None):
        """A process that has begun its outputs and waits for more rows."""
        process = self.world.start(arguments, before)
        process.stdin.write(b"phone\n" + b"2025550111\n" * 30_000)
        process.stdin.flush()
        until = time.monotonic() + SECONDS
        while not any(".callsieve-" in path.name for path in self.world.folder.rglob("*")):
            self.assertLess(time.monotonic(), until, "no output was begun")
            time.sleep(0.01)
        time.sleep(0.05)
        return process

    def test_signals_in_the_middle_of_a_scrub(self):
        for number in sorted(signal.valid_signals()):
            if stops_or_cannot_be_handled(number) or signal.SIGSYS < number < signal.SIGRTMIN:
                continue
            if signal.SIGRTMIN + 2 < number < signal.SIGRTMAX - 2 or (SANITIZED and number in FAULTS):
                continue
            process = self.in_the_middle(COMMANDS["scrub from a pipe"])
            process.send_signal(number)
            if ignored_by_default(number) or number in (signal.SIGPIPE, signal.SIGXFSZ):
                self.assertEqual((number, *self.finish(process)[:1], process.returncode), (number, b"", 0))
                self.world.restore()
                continue
            process.wait(SECONDS)
            stdout, stderr = self.finish(process)
            expected = 2 if number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGSEGV, signal.SIGBUS,
                                       signal.SIGXCPU) else -number
            self.assertEqual(process.returncode, expected, (number, stderr))
            self.check("scrub from a pipe", process.returncode, stdout, stderr, f"signal {number}", (-number,))

    def test_signals_in_the_middle_of_an_import(self):
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGUSR2, signal.SIGRTMIN):
            arguments = ("import", "fresh", "-", "--format", "digits", "--obtained", "2026-11-20", "--allow-bad", "--store", "s")
            process = self.in_the_middle(arguments)
            process.send_signal(number)
            process.wait(SECONDS)
            stdout, stderr = self.finish(process)
            self.check("import", process.returncode, stdout, stderr, f"signal {number}", (-number,))

    def test_signals_while_a_list_is_made(self):
        for step in range(40):
            process = self.world.start(COMMANDS["import"])
            time.sleep(0.003 * step)
            process.send_signal(signal.SIGTERM)
            stdout, stderr = self.finish(process)
            if process.returncode == -signal.SIGTERM and not stderr:
                stdout = None  # it may have come before the program had its handlers, or any output
            if "s/lists/fresh/head" in self.world.files():  # it came after the list had its name
                self.check_done("import", f"step {step}")
                self.world.restore()
                continue
            self.check("import", process.returncode, stdout, stderr, f"step {step}", (-signal.SIGTERM,))

    def test_a_signal_that_was_ignored_from_the_start_stays_ignored(self):
        for number in (signal.SIGHUP, signal.SIGINT, signal.SIGUSR1, signal.SIGQUIT):
            process = self.in_the_middle(COMMANDS["scrub from a pipe"], lambda: signal.signal(number, signal.SIG_IGN))
            process.send_signal(number)
            time.sleep(0.2)
            self.assertIsNone(process.poll(), number)
            self.finish(process)
            self.assertEqual(process.returncode, 0, number)
            self.world.restore()

    @unittest.skipIf(SANITIZED, "a sanitizer")
    def test_a_snapshot_that_is_cut_under_the_run(self):
        [snapshot] = (self.world.folder / "s/lists/registry").glob("*.snapshot")
        content = snapshot.read_bytes()
        policy = POLICY + '[[rule]]\nblock = "registry"\nwhen = { listed = "registry" }\n'
        self.world.write("policy.toml", policy)
        for threads in ("1", "4"):
            process = self.in_the_middle((*COMMANDS["scrub from a pipe"], "--threads", threads))
            os.truncate(snapshot, 4096)
            try:
                process.stdin.write(b"".join(b"+1202%d\n" % (2_000_000 + 7 * i) for i in range(ROWS)))
            except BrokenPipeError:
                pass
            _, stderr = self.finish(process)
            snapshot.write_bytes(content)
            self.assertEqual(process.returncode, 2, stderr)
            self.assertIn(snapshot.name.encode(), stderr)
            self.assertEqual(self.world.files(), {**self.before, "policy.toml": policy.encode()})

    def test_an_output_whose_name_is_taken_by_a_folder_meanwhile(self):
        for taken in ("kept.csv", "rejected.csv", "books.json"):
            process = self.in_the_middle(COMMANDS["scrub from a pipe"])
            path = self.world.folder / "out" / taken
            path.unlink()
            path.mkdir()
            _, stderr = self.finish(process)
            self.assertEqual(process.returncode, 2, stderr)
            self.assertIn(taken.encode(), stderr)
            self.assertTrue(path.is_dir())
            path.rmdir()
            path.write_bytes(b"old")
            self.assertEqual(self.world.files(), self.before)

    def test_new_outputs_are_gone_where_another_cannot_be_written(self):
        for name in ("kept.csv", "rejected.csv", "books.json"):
            (self.world.folder / "out" / name).unlink()
        before = self.world.files()
        process = self.in_the_middle(COMMANDS["scrub from a pipe"])
        (self.world.folder / "out/kept.csv").mkdir()
        _, stderr = self.finish(process)
        self.assertEqual(process.returncode, 2, stderr)
        self.assertEqual(self.world.files(), before)

    def test_a_report_on_a_full_device_keeps_the_rows_from_their_names(self):
        os.symlink("/dev/full", self.world.folder / "full.json")
        done = self.world.run(("scrub", "leads.csv", *SCRUB, *OUTPUTS[:4], "--report", "full.json"))
        self.assertEqual(done.returncode, 2)
        self.assertIn(b"full.json: No space left", done.stderr)
        (self.world.folder / "full.json").unlink()
        self.assertEqual(self.world.files(), self.before)

    def test_standard_output_that_takes_nothing(self):
        for name, arguments in COMMANDS.items():
            for what in ("full", "closed", "all closed"):
                def before():
                    if what != "full":
                        os.close(1)
                    if what == "all closed":
                        os.close(0)
                        os.close(2)
                with open("/dev/full", "wb") as full:
                    done = self.world.run(arguments, before, stdout=full)
                if self.done[name][1]:
                    self.assertEqual(done.returncode, 2, (name, what, done))
                    if what != "all closed":
                        self.assertIn(b"standard output", done.stderr, (name, what))
                elif what != "all closed" or "-" not in arguments:
                    self.assertEqual(done.returncode, self.done[name][0], (name, what, done))
                self.assertFalse([each for each in self.world.files() if ".callsieve-" in each])
                if done.returncode == self.done[name][0]:
                    self.check_done(name, what)
                self.world.restore()

    def test_two_outputs_that_are_one_are_refused(self):
        out = self.world.folder / "out"
        os.link(out / "kept.csv", out / "hard.csv")
        os.symlink("kept.csv", out / "soft.csv")
        os.symlink("nowhere.json", out / "dangling.csv")
        before = self.world.files()
        for clash in (("-o", "out/kept.csv", "--rejected", "out/hard.csv"), ("-o", "out/soft.csv", "--rejected", "out/kept.csv"),
                      ("-o", "out/dangling.csv", "--report", "out/nowhere.json"), ("-o", "-", "--rejected", "/dev/stdout"),
                      ("--rejected", "/dev/fd/1"), ("--rejected", "-")):
            done = self.world.run(("scrub", "few.csv", *SCRUB, *clash))
            self.assertEqual((done.returncode, done.stdout), (2, b""), clash)
            self.assertIn(b"cannot both go to", done.stderr, clash)
        with open(out / "kept.csv", "ab") as kept:
            for clash in (("--rejected", "out/hard.csv"), ("--rejected", "-")):
                done = self.world.run(("scrub", "few.csv", *SCRUB, *clash), stdout=kept)
                self.assertEqual(done.returncode, 2, clash)
        with (self.world.folder / "few.csv").open("ab") as few:
            done = self.world.run(("scrub", "few.csv", *SCRUB), stdout=few)
            self.assertEqual(done.returncode, 2, done.stderr)
        self.assertEqual(self.world.files(), before)
        done = self.world.run(("scrub", "few.csv", *SCRUB, "-o", "/dev/null", "--rejected", "/dev/null"))
        self.assertEqual(done.returncode, 0, done.stderr)


if __name__ == "__main__":
    main()
