"""The wheel: it holds the rules and the reports' templates, and runs from an empty directory."""

from __future__ import annotations

import importlib.metadata
import subprocess
import sys
import venv
import zipfile

import pytest

from audit import __version__
from tests.support import ROOT

pytestmark = pytest.mark.slow


def run(*command, cwd, **more):
    return subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
        **more,
    )


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """Build the wheel with the hatchling of this environment: nothing is fetched."""
    folder = tmp_path_factory.mktemp("wheel")
    built = run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, cwd=ROOT)
    assert built.returncode == 0, built.stderr
    (path,) = folder.glob("gouji-*.whl")
    return path


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """Install the wheel alone into a fresh venv that sees this environment's libraries but not this checkout."""
    folder = tmp_path_factory.mktemp("installed")
    venv.EnvBuilder(with_pip=False).create(folder)
    binaries = folder / ("Scripts" if sys.platform == "win32" else "bin")
    site = run(
        binaries / "python", "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=folder
    ).stdout.strip()
    done = run(
        sys.executable,
        "-m",
        "pip",
        "--python",
        binaries / "python",
        "install",
        "--no-deps",
        "--no-index",
        wheel,
        cwd=folder,
    )
    assert done.returncode == 0, done.stderr
    libraries = {str(distribution.locate_file("")) for distribution in importlib.metadata.distributions()}
    (path_file := folder / "libraries.pth").write_text("\n".join(sorted(libraries - {str(ROOT)})), encoding="utf-8")
    path_file.rename(f"{site}/libraries.pth")
    return binaries


def test_the_wheel_holds_code_rules_and_templates_and_nothing_else(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.split("/")[0] for name in names}
    assert tops == {"audit", f"gouji-{__version__}.dist-info"}
    held = {name.removeprefix("audit/_data/") for name in names if name.startswith("audit/_data/")}
    there = {
        p.relative_to(ROOT).as_posix() for top in ("rules", "reports") for p in (ROOT / top).rglob("*") if p.is_file()
    }
    assert held == {name for name in there if "__pycache__" not in name}
    assert any(name.endswith("dist-info/licenses/LICENSE") for name in names)


def test_the_installed_command_runs_from_an_empty_directory(installed, tmp_path):
    (empty := tmp_path / "empty").mkdir()
    shown = run(installed / "gouji", "--version", cwd=empty)
    assert (shown.returncode, shown.stdout.strip()) == (0, f"gouji {__version__}"), shown.stderr
    assert run(installed / "gouji", "audit", "--help", cwd=empty).stdout.startswith("用法：gouji audit")


def test_the_installed_command_audits_with_the_wheels_own_rules(installed, tmp_path):
    text = "虚构市林务局2031年度部门决算\n第三部分 部门决算情况说明\n一、收入支出决算总体情况说明\n共120.5万元。\n"
    (tmp_path / "in.txt").write_text(text, encoding="utf-8")
    done = run(installed / "gouji", "audit", "in.txt", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "audit-out" / "in" / "report.html").is_file()
    where = run(installed / "python", "-c", "import audit.datafiles as d; print(d.data_folder('rules'))", cwd=tmp_path)
    assert "_data" in where.stdout
    assert str(ROOT) not in where.stdout
