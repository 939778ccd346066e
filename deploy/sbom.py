"""Write what is locked for running as a CycloneDX list: name, version, licence, hashes of each package.

    python deploy/sbom.py > build/sbom.json

Licences are those that the installed packages name; hashes are those of the lock.
"""

from __future__ import annotations

import importlib.metadata
import json
import re
import sys
import tomllib
from pathlib import Path
from typing import Any

_LOCK = Path(__file__).with_name("requirements.lock")
_ENTRY = re.compile(
    r"^([\w.\[\]-]+)==(\S+?)(?: ; .*?)? \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", re.MULTILINE
)


def components(lock: str) -> list[dict[str, Any]]:
    """One for each entry of a lock."""
    return [_component(*entry) for entry in _ENTRY.findall(lock)]


def _component(name: str, version: str, hashes: str) -> dict[str, Any]:
    plain = name.split("[")[0].lower()
    found = sorted(re.findall(r"[0-9a-f]{64}", hashes))
    component: dict[str, Any] = {
        "type": "library",
        "name": plain,
        "version": version,
        "purl": f"pkg:pypi/{plain}@{version}",
        "hashes": [{"alg": "SHA-256", "content": digest} for digest in found],
    }
    licence = _licence(plain)
    return {**component, "licenses": [{"license": {"name": licence}}]} if licence else component


def _licence(name: str) -> str | None:
    try:
        facts = importlib.metadata.metadata(name)
    except importlib.metadata.PackageNotFoundError:
        return None
    classifiers = [line for line in facts.get_all("Classifier") or [] if line.startswith("License ::")]
    written = facts.get("License-Expression") or facts.get("License") or ""
    short = written if 0 < len(written) <= 80 and "\n" not in written else ""
    return short or (classifiers[0].rpartition(" :: ")[2] if classifiers else None)


def main() -> None:
    """Print the list."""
    listed = components(_LOCK.read_text(encoding="utf-8"))
    project = tomllib.loads((_LOCK.parents[1] / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    itself = {"type": "application", "name": project["name"], "version": project["version"]}
    content = {
        "bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1, "metadata": {"component": itself},
        "components": listed,
    }  # fmt: skip
    sys.stdout.write(json.dumps(content, indent=1) + "\n")


if __name__ == "__main__":
    main()
