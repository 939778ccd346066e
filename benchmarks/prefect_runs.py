"""A run as a Prefect flow on a running server against the same run without.

    python -m benchmarks.prefect_runs [--files 5000] [--repeat 5]

The server is one of our own, up before the first run.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from benchmarks.made import write
from benchmarks.results import Sink
from benchmarks.whole_run import run
from flows.prefect_server import prefect_server

_OWN = ("PREFECT_API_URL", "PREFECT_HOME")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=5000)
    parser.add_argument("--repeat", type=int, default=5)
    given = parser.parse_args()
    measure(Sink(None), given.files, given.repeat)


def measure(sink: Sink, n_files: int, repeat: int) -> None:
    """Both, in turn, on one server of our own."""
    with tempfile.TemporaryDirectory(prefix="tinsach-prefect-") as temporary:
        folder = Path(temporary)
        write(folder / "inbox", n_files)
        without, beside = [], []
        with prefect_server(folder / "prefect", folder / "server.log") as server:
            variables = {name: server.environment[name] for name in _OWN}
            for number in range(repeat):
                without.append(run(folder / f"a-{number}", folder / "inbox").done.seconds)
                beside.append(run(folder / f"b-{number}", folder / "inbox", prefect=True, **variables).done.seconds)
    case = f"{n_files:,} files"
    sink.add("with and without Prefect", f"without: {case}", "s", without)
    sink.add("with and without Prefect", f"on a running server: {case}", "s", beside)


if __name__ == "__main__":
    main()
