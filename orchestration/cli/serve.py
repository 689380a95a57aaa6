"""`yujuesuan serve`: Dagster's web server and daemon on this machine, until Ctrl-C."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import FrameType

from fetch import CatalogueError, SourceError, resolve_sources
from orchestration.cli.fault import FAILURE, CliError
from orchestration.home import HOME_VARIABLE, WORKBENCH_VARIABLE, Home, HomeError
from orchestration.sources import SOURCES_VARIABLE

_HOST = "127.0.0.1"
_STOP_SECONDS = 20.0


def serve(arguments: Sequence[str], directory: Path | None, port: int) -> None:
    """Show the home's runs, assets and checks at http://127.0.0.1:PORT and run the schedule.

    Args:
        arguments: Sources of runs that are started there, else the default ones.
        directory: The home.
        port: Port of the web server.

    Raises:
        CliError: The home or the port cannot be used, or a server ended by itself.
    """
    from orchestration.dbt import PROJECT_DIRECTORY, Project, ProjectError
    from orchestration.instance import write_settings

    home = Home.at(directory)
    try:
        sources = [a if "://" in a else str(Path(a).absolute()) for a in arguments]
        if sources:
            resolve_sources(sources)
        home.prepare()
        Project(PROJECT_DIRECTORY, home).manifest()
    except (SourceError, CatalogueError, HomeError) as error:
        raise CliError(str(error)) from error
    except ProjectError as error:
        raise CliError(str(error), FAILURE) from error
    write_settings(home)
    _require_free(port)
    environment = {
        **os.environ,
        HOME_VARIABLE: str(home.root),
        WORKBENCH_VARIABLE: str(home.workbench),
        SOURCES_VARIABLE: "\n".join(sources) or os.environ.get(SOURCES_VARIABLE, ""),
        "DAGSTER_HOME": str(home.dagster),
        "DAGSTER_DISABLE_TELEMETRY": "yes",
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        "GX_ANALYTICS_ENABLED": "false",
    }
    code = ["-m", "orchestration.definitions"]
    commands = [
        [sys.executable, "-m", "dagster_webserver", "-h", _HOST, "-p", str(port), *code],
        [sys.executable, "-m", "dagster._daemon", "run", *code],
    ]
    print(f"http://{_HOST}:{port} shows {home.root}; Ctrl-C stops it.", flush=True)
    _keep_running(commands, environment, home.dagster / "serve.log")


def _require_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((_HOST, port))
        except OSError as error:
            raise CliError(
                f"Port {port} cannot be used: {error.strerror}: choose one with --port."
            ) from error


def _keep_running(commands: Sequence[Sequence[str]], environment: Mapping[str, str], log: Path) -> None:
    """Run `commands` until one ends or a signal asks to stop, then stop them all."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    # Started in the background, a shell may have Ctrl-C's signal ignored, here and in the servers.
    previous = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    processes: list[subprocess.Popen[bytes]] = []
    try:
        with log.open("wb") as output:
            for command in commands:
                # A group of their own: Ctrl-C comes to us, and we stop them in order.
                processes.append(
                    subprocess.Popen(
                        command, env=environment, stdout=output, stderr=output, start_new_session=True
                    )
                )
        while all(process.poll() is None for process in processes):
            time.sleep(0.3)
        raise CliError(f"A server ended by itself; {log} says why.", FAILURE)
    except KeyboardInterrupt:
        print("stopping", flush=True)
    finally:
        _stop(processes)
        for number, handler in previous.items():
            signal.signal(number, handler)


def _stop(processes: Sequence[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
    deadline = time.monotonic() + _STOP_SECONDS
    for process in processes:
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
