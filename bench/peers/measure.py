"""Runs one command and writes what it took. Usage: measure.py NAME LIMIT-SECONDS COMMAND...

One line of CSV: name, seconds of the wall, seconds of user and of system time, megabytes of resident memory at its peak,
and what went wrong ("" when nothing did). The command's words go nowhere.
"""

import resource
import subprocess
import sys
import threading
import time

name, limit, command = sys.argv[1], float(sys.argv[2]), sys.argv[3:]
started = time.monotonic()
child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
alarm = threading.Timer(limit, child.kill)  # wait(timeout) would look every 50 ms only
alarm.start()
status = child.wait()
seconds = time.monotonic() - started
alarm.cancel()
wrong = "" if status == 0 else f"stopped after {limit:.0f} s" if seconds >= limit else f"exit status {status}"
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(f"{name},{seconds:.3f},{used.ru_utime:.2f},{used.ru_stime:.2f},{used.ru_maxrss / 1000:.0f},{wrong}", flush=True)
