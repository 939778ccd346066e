"""Run what an image of ours is for, as compose.yaml says it: read-only root, no capabilities, health checks.

    python deploy/try_services.py ROOT CONFIG    # called by try_image.py, in namespaces of its own

ROOT is the image's file system, CONFIG what the builder wrote into the image. Commands, environment, user, tmpfs and
health checks are read from the two files, so what is tried cannot drift from what is deployed. One thing differs: no
image of PostgreSQL is at hand, so Prefect's server keeps its data in SQLite here.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).resolve().parent
COMPOSE: dict[str, Any] = yaml.safe_load((HERE / "compose.yaml").read_text(encoding="utf-8"))
_SERVICES = [name for name, service in COMPOSE["services"].items() if "build" in service]
_PATIENCE_SECONDS = 240.0
_GRACE_SECONDS = 60.0
_N_SAMPLES = len([*(HERE.parent / "examples" / "articles").rglob("*.txt")])
_SET_APART = ["setpriv", "--clear-groups", "--no-new-privs", "--bounding-set=-all", "--inh-caps=-all"]
_SEE = {
    "who": "id -u",
    "capabilities": "grep CapBnd /proc/self/status",
    "root file system": "touch /opt/tinsach/x 2>&1; true",
    "help": "tinsach --help | head -3",
}


class Image:
    """A root file system and the words that the builder wrote beside it."""

    def __init__(self, root: Path, config: dict[str, Any]) -> None:
        self.root = root
        self.config = config
        self.logs = Path(tempfile.mkdtemp(prefix="tinsach-services-"))

    def command(self, user: str, environment: dict[str, str], words: list[str]) -> list[str]:
        """The words as this user in the root, with the image's environment and no other."""
        uid, _, gid = user.partition(":")
        given = [*self.config["Env"], *(f"{name}={text}" for name, text in environment.items())]
        apart = [*_SET_APART, f"--reuid={uid}", f"--regid={gid or uid}"]
        inside = ["env", "-i", f"--chdir={self.config['WorkingDir']}", *given, *words]
        return ["chroot", str(self.root), *apart, *inside]

    def run(self, words: list[str], **environment: str) -> subprocess.CompletedProcess[str]:
        """Run them to their end as the image's own user."""
        command = self.command(self.config["User"], environment, words)
        return subprocess.run(command, capture_output=True, text=True, check=False)

    def start(self, name: str) -> subprocess.Popen[bytes]:
        """A service of compose.yaml, whose output goes to a file."""
        service = COMPOSE["services"][name]
        words = [*(service.get("entrypoint") or self.config["Entrypoint"]), *service["command"]]
        environment = {key: _filled(text) for key, text in service.get("environment", {}).items()}
        environment.pop("PREFECT_API_DATABASE_CONNECTION_URL", None)
        command = self.command(service["user"], environment, [_filled(word) for word in words])
        with (self.logs / name).open("wb") as sink:
            return subprocess.Popen(command, stdout=sink, stderr=subprocess.STDOUT)

    def is_healthy(self, name: str) -> bool:
        """What the service's own health check says."""
        kind, *words = COMPOSE["services"][name]["healthcheck"]["test"]
        shell = ["sh", "-c", words[0].replace("$$", "$")]
        return self.run(words if kind == "CMD" else shell).returncode == 0


def _filled(text: str) -> str:
    """A value of compose.yaml with the defaults of its variables."""
    return re.sub(r"\$\{\w+:[-?]([^}]*)\}", r"\1", str(text))


def main() -> int:
    """Try it all; the exit code is 1 at the first thing that does not hold."""
    root, config = Path(sys.argv[1]), json.loads(Path(sys.argv[2]).read_text(encoding="utf-8"))
    image = Image(root, config)
    size = subprocess.run(["du", "-sm", root], capture_output=True, text=True, check=True).stdout.split()[0]
    sys.stdout.write(f"== run it: {size} MB\n")
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    _mount(root)
    for name, line in _SEE.items():
        sys.stdout.write(f"{name:<17} {image.run(['sh', '-c', line]).stdout.strip()}\n")
    _must("a user that is not root", image.run(["id", "-u"]).stdout.strip() not in ("", "0"))
    _must("a root file system that is read-only", image.run(["touch", "/opt/tinsach/x"]).returncode != 0)
    _must("the default command", image.run([*config["Entrypoint"], *config["Cmd"]]).returncode == 0)
    return _serve(image)


def _serve(image: Image) -> int:
    """Start the services as compose would, each when the one before is healthy; look at the work, and stop them."""
    processes: dict[str, subprocess.Popen[bytes]] = {}
    for name in _SERVICES:
        process, began = processes.setdefault(name, image.start(name)), time.monotonic()
        while not image.is_healthy(name):
            if process.poll() is not None or time.monotonic() - began > _PATIENCE_SECONDS:
                sys.stdout.write((image.logs / name).read_text(encoding="utf-8")[-3000:])
                return _must(f"service {name} is healthy", False)
            time.sleep(1.0)
        _must(f"service {name} is healthy after {time.monotonic() - began:.0f} s", True)
    query = "select status, count(*) as n from files group by all order by all"
    found = image.run([*image.config["Entrypoint"], "sql", "--format", "jsonl", query]).stdout
    sys.stdout.write(found)
    n_files = sum(json.loads(line)["n"] for line in found.splitlines())
    _must("the worker took in every sample article", n_files == _N_SAMPLES)
    doctor = image.run([*image.config["Entrypoint"], "doctor"])
    sys.stdout.write(doctor.stdout)
    _must("the doctor has no complaint", doctor.returncode == 0)
    for name, process in reversed(processes.items()):
        process.terminate()
        began = time.monotonic()
        code = process.wait(_GRACE_SECONDS)
        _must(f"service {name} stops when it is told to, after {time.monotonic() - began:.0f} s, with {code}", True)
    return 0


def _mount(root: Path) -> None:
    """The root read-only; over it what compose mounts, and what an engine gives every container."""
    data, owner = Path(tempfile.mkdtemp(prefix="tinsach-home-")), (root / "data").stat()
    os.chown(data, owner.st_uid, owner.st_gid)
    (root / "sources").mkdir(exist_ok=True)
    (root / "etc" / "hosts").write_text(f"127.0.0.1 localhost {' '.join(COMPOSE['services'])}\n", encoding="utf-8")
    mounts: list[list[str | Path]] = [
        ["--make-rprivate", "/"],
        ["--bind", root, root],
        ["-o", "remount,bind,ro", root],
        ["-t", "proc", "proc", root / "proc"],
        ["-t", "tmpfs", "-o", "size=64m,mode=1777", "shm", root / "dev" / "shm"],
        ["--bind", data, root / "data"],
        ["--bind", HERE.parent / "examples" / "articles", root / "sources"],
        ["-o", "remount,bind,ro", root / "sources"],
    ]
    for line in COMPOSE["services"]["worker"]["tmpfs"]:
        place, _, options = line.partition(":")
        mounts.append(["-t", "tmpfs", "-o", options or "mode=1777", "tmpfs", root / place.lstrip("/")])
    for words in mounts:
        subprocess.run(["mount", *words], check=True)


def _must(what: str, holds: bool) -> int:
    sys.stdout.write(f"{'ok   ' if holds else 'WRONG'} {what}\n")
    sys.stdout.flush()
    return 0 if holds else sys.exit(1)


if __name__ == "__main__":
    sys.exit(main())
