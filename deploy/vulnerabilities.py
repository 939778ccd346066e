"""Ask pip-audit about every locked version, and say for how many of them somebody answered.

    python deploy/vulnerabilities.py [PIP-AUDIT] [LOCK]

pip-audit by itself says "No known vulnerabilities found", and ends with 0, where no package could be looked up. This
ends with 0 when every version was looked up and none is known to be vulnerable, 1 when one is, 3 when some or all could
not be looked up. It asks PyPI's advisories first, then OSV's where PyPI's do not answer.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

_LOCK = Path(__file__).with_name("requirements.lock")
_SERVICES = ("pypi", "osv")
_SECONDS = 300
_SHOWN = 5


def main() -> int:
    """Ask one service after the other, until one has answered for every package."""
    parser = argparse.ArgumentParser()
    parser.add_argument("audit", nargs="?", default="pip-audit")
    parser.add_argument("lock", nargs="?", type=Path, default=_LOCK)
    chosen = parser.parse_args()
    best: list[dict[str, Any]] = []
    for service in _SERVICES:
        answered = ask(chosen.audit, str(chosen.lock), service)
        if _looked_up(answered) >= _looked_up(best):
            best = answered or best
        if best and _looked_up(best) == len(best):
            break
    code, said = verdict(best)
    sys.stdout.write(said + "\n")
    return code


def ask(audit: str, lock: str, service: str) -> list[dict[str, Any]]:
    """What pip-audit says of each package; nothing where the service does not answer at all."""
    command = [audit, "--disable-pip", "--require-hashes", "-r", lock, "-f", "json", "--progress-spinner", "off"]
    try:
        asked = [*command, "-s", service]
        done = subprocess.run(asked, capture_output=True, text=True, check=False, timeout=_SECONDS)
    except subprocess.TimeoutExpired:
        return []
    found = json.loads(done.stdout) if done.stdout.startswith("{") else {"dependencies": []}
    return list(found["dependencies"])


def verdict(packages: list[dict[str, Any]]) -> tuple[int, str]:
    """The exit code and what to say."""
    known = [
        f"{one['name']} {one['version']}: {found['id']}, mended in {', '.join(found['fix_versions']) or 'none yet'}"
        for one in packages
        for found in one.get("vulns", [])
    ]
    unknown = sorted(one["name"] for one in packages if "skip_reason" in one)
    count = f"{_looked_up(packages)} of {len(packages)} packages looked up"
    if known:
        return 1, "\n".join([*known, f"{count}, {len(known)} known vulnerabilities"])
    if not _looked_up(packages):
        return 3, "no service of advisories answered (PyPI, OSV): nothing was looked up; run this where the internet is"
    if unknown:
        more = " …" if len(unknown) > _SHOWN else ""
        return 3, f"{count}, no known vulnerability; not looked up: {', '.join(unknown[:_SHOWN])}{more}"
    return 0, f"{count}, no known vulnerability"


def _looked_up(packages: list[dict[str, Any]]) -> int:
    return sum("skip_reason" not in one for one in packages)


if __name__ == "__main__":
    sys.exit(main())
