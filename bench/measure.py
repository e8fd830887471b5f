#!/usr/bin/env python3
"""Measures whole one-shot checks as their user starts them: a process from its start to its end.

Called by `mvn -Pbench`, which starts the mail servers. Each round runs every candidate once, so that
whatever else the machine does hits all of them; the table shows medians, and ratios to a baseline of
the same run.
"""

import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))


def run(command, environment):
    """Runs a command to its end: wall and CPU seconds, peak memory in MiB."""
    with tempfile.TemporaryFile() as output:
        start = time.perf_counter()
        child = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, env=environment
        )
        _, status, usage = os.wait4(child.pid, 0)
        wall = time.perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode != 0:
            output.seek(0)
            sys.exit(f"{command[:2]} failed: {output.read().decode(errors='replace')}")
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def first_connection(command_for):
    """Seconds from the start of the process until its first connection is there."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        listener.settimeout(30)
        command, environment = command_for(listener.getsockname()[1])
        start = time.perf_counter()
        child = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=environment,
        )
        connection, _ = listener.accept()
        took = time.perf_counter() - start
        connection.close()
        child.kill()
        child.wait()
    return took


def main():
    servers = json.load(open(sys.argv[1]))
    distribution, bare = sys.argv[2], sys.argv[3]
    rounds = int(os.environ.get("ROUNDS", "15"))
    work = tempfile.mkdtemp(prefix="mail-monitor-bench")
    environment = {
        "PATH": os.environ["PATH"],
        "JAVA_HOME": os.environ.get("JAVA_HOME", ""),
        "HOME": work,
        "MAIL_MONITOR_PASSWORD": servers["password"],
        "PASSWORD": servers["password"],
    }

    def monitor(installation, smtp, imap):
        return [
            installation + "/bin/mail-monitor",
            "--smtp-host", "localhost", "--smtp-port", str(smtp),
            "--imap-host", "localhost", "--imap-port", str(imap),
            "--username", servers["username"],
            "--ca-file", servers["ca_file"],
            "--state-file", work + "/state.json",
        ]  # fmt: skip

    def script(name, smtp, imap):
        return [
            sys.executable, os.path.join(HERE, name),
            str(smtp), str(imap), servers["username"], servers["ca_file"],
        ]  # fmt: skip

    def table(title, smtp, imap, baseline):
        candidates = {
            "mail-monitor": monitor(distribution, smtp, imap),
            "mail-monitor, no start-up cache": monitor(bare, smtp, imap),
            "bare Python round trip": script("bare.py", smtp, imap),
            "the old way in Python": script("old_way.py", smtp, imap),
        }
        figures = {name: [] for name in candidates}
        for name, command in candidates.items():
            run(command, environment)
        for _ in range(rounds):
            for name, command in candidates.items():
                figures[name].append(run(command, environment))
        medians = {
            name: [statistics.median(column) for column in zip(*runs)]
            for name, runs in figures.items()
        }
        base = medians[baseline]
        print(f"\n{title}; medians of {rounds} runs\n")
        print(f"| run | wall s | CPU s | peak MiB | wall : {baseline} | CPU : same |")
        print("|---|---|---|---|---|---|")
        for name, (wall, cpu, memory) in medians.items():
            print(
                f"| {name} | {wall:.2f} | {cpu:.2f} | {memory:.0f}"
                f" | {wall / base[0]:.2f} | {cpu / base[1]:.2f} |"
            )

    print(f"Machine: {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the start")
    table(
        "On the same machine (loopback)",
        servers["smtp_port"],
        servers["imap_port"],
        "bare Python round trip",
    )
    table(
        f"With {servers['round_trip_ms']} ms of round-trip time",
        servers["far_smtp_port"],
        servers["far_imap_port"],
        "the old way in Python",
    )
    print(f"\nFrom the start of the process to its first connection; medians of {rounds} runs\n")
    for name, installation in (
        ("mail-monitor", distribution),
        ("mail-monitor, no start-up cache", bare),
    ):
        times = [
            first_connection(lambda port: (monitor(installation, port, port), environment))
            for _ in range(rounds)
        ]
        print(f"- {name}: {statistics.median(times):.2f} s")


main()
