"""What deploy/ promises: nothing runs as root or unpinned, and everything that it calls is there."""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
import tomllib
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml

from flows.cli import VERBS

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))


@pytest.mark.parametrize("name", COMPOSE["services"])
def test_services_are_locked_down(name: str) -> None:
    service = COMPOSE["services"][name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert int(service["user"].split(":")[0]) > 0
    assert service["healthcheck"]["test"]
    assert re.search(r":\d[\w.-]+$", service["image"])
    assert all(port.startswith("127.0.0.1:") for port in service.get("ports", []))


def test_secrets_are_asked_for_and_not_written_down() -> None:
    text = (DEPLOY / "compose.yaml").read_text(encoding="utf-8")
    assert text.count("${POSTGRES_PASSWORD:?") == 2
    assert "password" not in re.sub(r"\$\{[^}]*\}|(POSTGRES|TINSACH_DASHBOARD)_PASSWORD|#.*", "", text).lower()


def test_images_are_pinned_run_without_root_and_install_by_hash() -> None:
    text = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    images = re.findall(r"^FROM (\S+)", text, re.MULTILINE)
    assert len(set(images)) == 1
    assert re.search(r":3\.11\.\d+-", images[0])
    assert re.findall(r"^USER (\S+)$", text, re.MULTILINE)[-1] == "10001:10001"
    assert re.findall(r"pip install (?!.*--no-deps).*", text) == []
    assert "--require-hashes" in text
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert COMPOSE["services"]["worker"]["image"] == f"tinsach:{version}"


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_units_call_verbs_that_exist_and_are_locked_down(unit: Path) -> None:
    text = unit.read_text(encoding="utf-8")
    (call,) = re.findall(r"^ExecStart=\S+/tinsach (.*)$", text, re.MULTILINE)
    assert call.split()[0] in VERBS
    for line in ("User=tinsach", "ProtectSystem=strict", "NoNewPrivileges=yes", "CapabilityBoundingSet="):
        assert line in text.splitlines()
    if "Type=oneshot" in text:
        assert "Persistent=true" in unit.with_suffix(".timer").read_text(encoding="utf-8")


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="needs systemd")
def test_systemd_understands_the_units(tmp_path: Path) -> None:
    """Paths of an installed checkout are not there, so each unit calls /bin/true."""
    for file in (DEPLOY / "systemd").iterdir():
        text = file.read_text(encoding="utf-8").replace("/opt/tinsach/.venv/bin/tinsach", "/bin/true")
        (tmp_path / file.name).write_text(text, encoding="utf-8")
    command = ["systemd-analyze", "verify", *map(str, sorted(tmp_path.iterdir()))]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_deployments_name_flows_that_exist() -> None:
    content = yaml.safe_load((DEPLOY / "prefect.yaml").read_text(encoding="utf-8"))
    for deployment in content["deployments"]:
        file, _, flow = deployment["entrypoint"].partition(":")
        assert f"def {flow}(" in (ROOT / file).read_text(encoding="utf-8")


def test_every_direct_dependency_has_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = [*project["dependencies"], *(one for extra in project["optional-dependencies"].values() for one in extra)]
    page = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    first_cells = "".join(re.findall(r"^\|(.*?)\|", page, re.MULTILINE))
    missing = [name for text in named if f"`{(name := re.split(r'[<>=]', text)[0])}`" not in first_cells]
    assert missing == []


def program(name: str) -> ModuleType:
    """One of the programs of deploy/, which is no package."""
    spec = importlib.util.spec_from_file_location(name, DEPLOY / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_image_is_tried_with_every_package_of_the_lock_that_its_python_wants() -> None:
    lock = (DEPLOY / "requirements.lock").read_text(encoding="utf-8")
    old, new = (program("try_image")._for_python(lock, version) for version in ("3.11.2", "3.13.1"))
    assert ("async-timeout==" in old, "async-timeout==" in new) == (True, False)
    for wanted in (old, new):
        names = re.findall(r"^(\S+)==", wanted, re.MULTILINE)
        assert len(names) == len(set(names)) > 50
        assert len(re.findall(r"^\S+==\S+ \\\n    --hash=sha256:", wanted, re.MULTILINE)) == len(names)


def test_every_service_of_ours_is_tried_as_compose_says_it() -> None:
    services = program("try_services")
    assert [name for name in COMPOSE["services"] if name != "postgres"] == services._SERVICES
    assert services._filled("${EVERY:-15m}") == "15m"
    assert services._filled("${SOURCE:?say where}/x") == "say where/x"


def test_the_bill_of_materials_lists_the_whole_lock() -> None:
    sbom = program("sbom")
    lock = (DEPLOY / "requirements.lock").read_text(encoding="utf-8")
    listed = sbom.components(lock)
    assert len(listed) == len(re.findall(r"^\S+==", lock, re.MULTILINE)) > 50
    assert all(component["hashes"] for component in listed)


_WELL = {"name": "a", "version": "1", "vulns": []}
_BROKEN = {"name": "b", "version": "2", "vulns": [{"id": "PYSEC-1", "fix_versions": ["3"]}]}
_UNKNOWN = {"name": "c", "skip_reason": "not found"}


@pytest.mark.parametrize(
    ("packages", "code", "said"),
    [
        ([_WELL], 0, "1 of 1 packages looked up, no known vulnerability"),
        ([_WELL, _UNKNOWN], 3, "1 of 2 packages looked up, no known vulnerability; not looked up: c"),
        ([_UNKNOWN], 3, "no service of advisories answered"),
        ([], 3, "no service of advisories answered"),
        ([_BROKEN, _UNKNOWN], 1, "b 2: PYSEC-1, mended in 3"),
    ],
)
def test_a_package_that_nobody_looked_up_is_not_taken_for_a_good_one(
    packages: list[dict[str, Any]], code: int, said: str
) -> None:
    found, told = program("vulnerabilities").verdict(packages)
    assert (found, told.startswith(said)) == (code, True), told


@pytest.mark.parametrize("page", ["security.md", "runbook.md"])
def test_every_test_that_a_page_names_exists(page: str) -> None:
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    tests = "\n".join(file.read_text(encoding="utf-8") for file in (ROOT / "tests").rglob("test_*.py"))
    named = re.findall(r"`(test_\w+)`", text)
    assert len(named) > 20
    assert [name for name in named if f"def {name}(" not in tests] == []
    files = re.findall(r"`(tests/[\w/]+\.py)`", text)
    assert [file for file in files if not (ROOT / file).exists()] == []


@pytest.mark.parametrize(("page", "heading"), [("security.md", "threat"), ("runbook.md", "fault")])
def test_every_row_says_by_which_test_or_campaign_it_is_shown(page: str, heading: str) -> None:
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    (table,) = re.findall(rf"^\| {heading} \|.*?\n\| -.*?\n(.*?)(?:\n\n|\Z)", text, re.DOTALL | re.MULTILINE)
    rows = [line for line in table.splitlines() if line.startswith("|")]
    assert len(rows) > 15
    assert [row for row in rows if not re.search(r"`(test_\w+|tests/[\w/]+\.py)`", row.split(" | ")[-1])] == []
