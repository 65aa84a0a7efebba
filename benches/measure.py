"""What a command takes: wall time, CPU time and memory, a PostgreSQL server's part included."""

import contextlib
import os
import pwd
import shlex
import shutil
import subprocess
import tempfile
import threading
import time
from pathlib import Path

MB = 1e6
TICKS = os.sysconf("SC_CLK_TCK")


class Failure(Exception):
    """Something that the user can mend, or a load that failed."""


def output(command):
    """What a command prints; its messages become the error if it fails."""
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True)
    if done.returncode:
        raise Failure(f"{shlex.join(done.args)[:200]}: {done.stderr.strip()}")
    return done.stdout.strip()


def measure(command, server=None, script=None):
    """Runs a command and says what it took: its own processes and those of the server."""
    with tempfile.TemporaryFile() as messages, watched(server) as at_server:
        start, busy_before = time.monotonic(), busy()
        process = subprocess.Popen(
            list(map(str, command)), stdin=subprocess.PIPE if script else subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=messages)
        try:
            if script:
                process.stdin.write(script.encode())
                process.stdin.close()
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        finally:
            if process.returncode is None:
                process.kill()
        wall, busy_s = time.monotonic() - start, busy() - busy_before
        if process.returncode:
            messages.seek(0)
            raise Failure(messages.read().decode(errors="replace").strip())
    cpu = usage.ru_utime + usage.ru_stime + at_server["cpu_s"]
    peak = usage.ru_maxrss * 1024 / MB + at_server["peak_mb"]
    return {"wall_s": wall, "cpu_s": cpu, "peak_mb": peak, "others_s": max(busy_s - cpu, 0)}


def busy():
    """CPU seconds of the whole machine so far."""
    user, nice, system, _idle, _wait, irq, softirq, steal = map(
        int, Path("/proc/stat").read_text().split("\n")[0].split()[1:9])
    return (user + nice + system + irq + softirq + steal) / TICKS


@contextlib.contextmanager
def watched(server):
    """What the server's processes take meanwhile; nothing if there is no server."""
    took = {"cpu_s": 0.0, "peak_mb": 0.0}
    if server is None:
        yield took
        return
    before, standing, done = server.cpu(), set(server.processes()), threading.Event()

    def look():
        while not done.wait(0.1):
            peaks = [peak_mb(pid) for pid in server.processes() if pid not in standing]
            took["peak_mb"] = max(peaks + [took["peak_mb"]])

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        yield took
    finally:
        done.set()
        watcher.join()
        # A backend counts with the postmaster once that has waited for it.
        time.sleep(0.2)
        took["cpu_s"] = server.cpu() - before


def stat(pid):
    """The fields of /proc/PID/stat after the name of the program; none if it has ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []


def peak_mb(pid):
    """The largest resident set that a running process has had."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return sum(int(line.split()[1]) * 1024 / MB for line in lines if line.startswith("VmHWM:"))


def postgres_bin():
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[4]))
    beside = shutil.which("initdb")
    return found[-1].parent if found else Path(beside).resolve().parent if beside else None


class Server:
    """A PostgreSQL cluster of its own, with default settings, on a local socket."""

    def __init__(self, folder):
        self.folder = folder
        self.bin = postgres_bin()
        # The server refuses to run as root.
        self.owner = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []

    def __enter__(self):
        self.folder.mkdir()
        if self.owner:
            os.chown(self.folder, pwd.getpwnam("postgres").pw_uid, -1)
        data = self.folder / "data"
        self.run("initdb", "-D", data, "-A", "trust", "-U", "annalist", "--locale=C.UTF-8")
        self.run("pg_ctl", "-D", data, "-w", "-l", self.folder / "log",
                 "-o", f"-k {self.folder} -c listen_addresses=''", "start")
        self.pid = int(output([*self.owner, "head", "-n", "1", data / "postmaster.pid"]))
        return self

    def __exit__(self, *_):
        with contextlib.suppress(Failure):
            self.run("pg_ctl", "-D", self.folder / "data", "-m", "immediate", "stop")

    def run(self, program, *arguments):
        # The server keeps what it inherits open, so it gets nothing that anybody waits for.
        with tempfile.TemporaryFile("w+") as messages:
            done = subprocess.run(
                [*self.owner, self.bin / program, *map(str, arguments)], cwd=self.folder,
                stdin=subprocess.DEVNULL, stdout=messages, stderr=messages)
            messages.seek(0)
            if done.returncode:
                raise Failure(f"{program}: {messages.read().strip()}")

    def psql(self, database, *statements):
        arguments = [part for statement in statements for part in ("-c", statement)]
        return ["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-h", self.folder,
                "-U", "annalist", "-d", database, *arguments]

    def ask(self, database, *statements):
        return output(self.psql(database, *statements))

    def processes(self):
        """Those that the postmaster has started and that still run."""
        return Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()

    def cpu(self):
        """Seconds so far, those of ended backends included."""
        ticks = sum(map(int, stat(self.pid)[11:15]))
        ticks += sum(int(part) for pid in self.processes() for part in stat(pid)[11:13])
        return ticks / TICKS
