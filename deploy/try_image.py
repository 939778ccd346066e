"""Build deploy/Dockerfile and run every service of deploy/compose.yaml that is ours, where no container engine works.

    python deploy/try_image.py [WORK]        # as root; needs Debian's packages buildah and mmdebstrap

buildah runs the Dockerfile as it stands, in a chroot. The base image is made of Debian's packages, under the name that
the Dockerfile asks for, so no registry of images is needed; its Python is Debian's 3.11. Wheels are fetched first, by
hash, and nothing else can be: the clean root has no network. WORK (build/image) keeps the wheels and the base.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from packaging.markers import Marker

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
DOCKERFILE = HERE / "Dockerfile"
_LOCKS = ("requirements-build.lock", "requirements.lock")
_PROGRAMS = {"buildah": "buildah", "mmdebstrap": "mmdebstrap", "unshare": "util-linux", "ip": "iproute2"}
_PACKAGES = "python3.11-venv,python-is-python3,ca-certificates,netbase,tzdata"
_OFFLINE = "[global]\nno-index = true\nfind-links = /wheels\n"
_OURS = "localhost/tinsach-tried"


def main() -> int:
    """Build, then run the services; the exit code is that of what failed first, 2 where something is missing."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("work", nargs="?", type=Path, default=ROOT / "build" / "image", help="a folder for all of it")
    work: Path = parser.parse_args().work.resolve()
    missing = sorted(package for program, package in _PROGRAMS.items() if shutil.which(program) is None)
    if os.geteuid() or missing:
        need = "root" if os.geteuid() else f"apt-get install --no-install-recommends {' '.join(missing)}"
        sys.stderr.write(f"try_image: cannot make a clean root here; needs {need}\n")
        return 2
    work.mkdir(parents=True, exist_ok=True)
    image = re.findall(r"^FROM (\S+)", DOCKERFILE.read_text(encoding="utf-8"), re.MULTILINE)[0]
    _check_compose(work)
    version = _make_base(work, image)
    _fetch_wheels(work, version)
    _say(f"build {DOCKERFILE.name} with buildah, without network")
    _buildah(work, "bud", "--isolation", "chroot", "--pull-never", "--format", "docker",
             "--volume", f"{work / 'wheels'}:/wheels:ro", "-t", _OURS, "-f", str(DOCKERFILE), str(ROOT))  # fmt: skip
    return _run_services(work)


def _check_compose(work: Path) -> None:
    """By `docker compose config` where that is there, else by the published schema of compose files."""
    file = str(HERE / "compose.yaml")
    docker = ["docker", "compose", "-f", file, "config", "--quiet"]
    if shutil.which("docker") and subprocess.run(["docker", "compose", "version"], capture_output=True).returncode == 0:
        _say(" ".join(["check", *docker[:2], docker[4]]))
        subprocess.run(docker, check=True, env={**os.environ, "POSTGRES_PASSWORD": "x"})
        return
    _say("check compose.yaml by the schema of Compose (`docker compose config` is not there)")
    checker = work / "schema" / "bin" / "check-jsonschema"
    if not checker.exists():
        _run([sys.executable, "-m", "venv", str(work / "schema")])
        _run([str(checker.with_name("pip")), "install", "--quiet", "check-jsonschema"])
    _run([str(checker), "--quiet", "--builtin-schema", "vendor.compose-spec", file])


def _fetch_wheels(work: Path, version: str) -> None:
    """What the locks name for that Python, every file checked by its hash."""
    _say(f"fetch the wheels of the locks for Python {version}")
    wanted = work / "wanted.lock"
    wanted.write_text("".join(_for_python((HERE / lock).read_text(encoding="utf-8"), version) for lock in _LOCKS))
    exact = ["--only-binary=:all:", f"--python-version={version}"]
    folder = ["-d", str(work / "wheels"), "-r", str(wanted)]
    _run([sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--require-hashes", *exact, *folder])


def _for_python(lock: str, version: str) -> str:
    """The entries whose marker holds there, without it: pip judges markers by the Python that it runs on itself."""
    place = {"python_full_version": version, "python_version": ".".join(version.split(".")[:2])}
    found = ""
    for entry in re.split(r"^(?=\S+==)", lock, flags=re.MULTILINE)[1:]:
        head, _, marker = entry.partition("\n")[0].removesuffix(" \\").partition(" ; ")
        if not marker or Marker(marker).evaluate(place):
            found += head + entry[entry.index(" \\\n") :]
    return found


def _make_base(work: Path, image: str) -> str:
    """An image of that name out of Debian's packages, with pip told where the wheels are: the version of its Python."""
    release, tar = image.rpartition("-")[2], work / "base.tar"
    if not tar.exists():
        _say(f"make {image} of Debian {release}'s packages")
        half = tar.with_suffix(".half.tar")
        chosen = ["--quiet", "--variant=minbase", f"--include={_PACKAGES}"]
        _run(["mmdebstrap", *chosen, release, str(half), _mirror(release)])
        half.rename(tar)
    (work / "pip.conf").write_text(_OFFLINE, encoding="utf-8")
    container = _buildah(work, "from", "scratch").strip()
    _buildah(work, "add", "--quiet", container, str(tar), "/")
    _buildah(work, "copy", "--quiet", container, str(work / "pip.conf"), "/etc/pip.conf")
    see = ["python", "-c", "import platform; print(platform.python_version())"]
    version = _buildah(work, "run", "--isolation", "chroot", container, "--", *see).strip()
    _buildah(work, "commit", "--quiet", "--rm", container, f"docker.io/library/{image}")
    return version


def _mirror(release: str) -> str:
    """The archive that this machine's apt takes the release from."""
    listed = _run(["apt-get", "indextargets", "--format", "$(CODENAME) $(REPO_URI)"]).splitlines()
    found = [line.split()[1] for line in listed if line.split()[0] == release]
    if not found:
        sys.exit(f"try_image: apt knows no archive of {release}; add one to /etc/apt/sources.list and `apt-get update`")
    return found[0]


def _run_services(work: Path) -> int:
    """Hand the built root to try_services.py, in namespaces of its own: no network, and nothing stays when it ends."""
    container = _buildah(work, "from", "--pull-never", _OURS).strip()
    try:
        root = _buildah(work, "mount", container).strip()
        config = json.loads(_buildah(work, "inspect", "--type", "image", _OURS))["Docker"]["config"]
        (work / "config.json").write_text(json.dumps(config), encoding="utf-8")
        command = ["unshare", "--mount", "--net", "--pid", "--ipc", "--uts", "--fork", "--kill-child", "--mount-proc"]
        inside = [sys.executable, str(HERE / "try_services.py"), root, str(work / "config.json")]
        return subprocess.run([*command, *inside], check=False).returncode
    finally:
        _buildah(work, "rm", container)


def _buildah(work: Path, *arguments: str) -> str:
    store = ["--root", str(work / "store"), "--runroot", str(work / "run"), "--storage-driver", "vfs"]
    is_build = arguments[0] == "bud"
    apart = ["unshare", "--net"] if is_build else []
    return _run([*apart, "buildah", *store, *arguments], is_told=is_build)


def _run(command: list[str], *, is_told: bool = False) -> str:
    done = subprocess.run(command, stdout=None if is_told else subprocess.PIPE, text=True, check=False)
    if done.returncode:
        sys.exit(f"try_image: {command[0]} {command[1]} … ended with {done.returncode}")
    return done.stdout or ""


def _say(what: str) -> None:
    sys.stdout.write(f"== {what}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
