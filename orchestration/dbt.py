"""The dbt project as Dagster sees it: its manifest, the names of its assets, its process.

Here belongs what lies between dbt and Dagster. Not here: the models themselves (dbt_project), or the
asset that builds them (`assets/warehouse.py`).
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import Any

from dagster import AssetKey
from dagster_dbt import DagsterDbtTranslator, DagsterDbtTranslatorSettings, DbtCliResource
from packaging.version import Version

from orchestration.home import UNIT_TESTS_VARIABLE, WORKBENCH_VARIABLE, Home

PROJECT_DIRECTORY = Path(__file__).resolve().parents[1] / "dbt_project"
_ENGINES = ("dbt-core", "dbt-duckdb")
_NOT_SOURCE = {"target", "logs", "dbt_packages", "__pycache__"}


class ProjectError(Exception):
    """The dbt project cannot be parsed; the text is what dbt says."""


def dbt_executable() -> Path:
    """The dbt that was installed with this interpreter, on PATH or not; else the one on PATH.

    Raises:
        ProjectError: There is none.
    """
    beside = Path(sys.executable).with_name("dbt")
    found = str(beside) if beside.exists() else shutil.which("dbt")
    if found is None:
        raise ProjectError(f"dbt is neither at {beside} nor on PATH; install the requirements again")
    return Path(found)


@dataclass(frozen=True)
class Project:
    """A dbt project folder, read-only, and the home that takes its artefacts."""

    directory: Path
    home: Home

    @cached_property
    def fingerprint(self) -> str:
        """Hash of everything the manifest is made of: files, engine versions, the workbench's place."""
        digest = hashlib.sha256(str(self.home.workbench).encode())
        for engine in _ENGINES:
            digest.update(f"{engine}=={version(engine)}".encode())
        for path in sorted(self.directory.rglob("*")):
            inside = path.relative_to(self.directory)
            if path.is_file() and _NOT_SOURCE.isdisjoint(inside.parts):
                digest.update(f"\n{inside.as_posix()}\n".encode())
                digest.update(path.read_bytes())
        return digest.hexdigest()[:16]

    @property
    def manifest_path(self) -> Path:
        """Where the manifest of this state of the project lies, once parsed."""
        return self.home.dbt / f"manifest-{self.fingerprint}.json"

    @property
    def lineage_path(self) -> Path:
        """Where the column lineage of this state of the project lies, once traced."""
        return self.home.dbt / f"lineage-{self.fingerprint}.json"

    @property
    def note_path(self) -> Path:
        """Where it is noted what this state of the project was last built from."""
        return self.home.dbt / f"built-{self.fingerprint}"

    @property
    def proof_path(self) -> Path:
        """A file that is there once this state of the project has passed its unit tests."""
        return self.home.dbt / f"unit-tested-{self.fingerprint}"

    @property
    def is_unit_tested(self) -> bool:
        """Whether this state of the project needs no unit tests any more."""
        return os.environ.get(UNIT_TESTS_VARIABLE) == "off" or self.proof_path.exists()

    def manifest(self) -> dict[str, Any]:
        """The parsed manifest; runs dbt only if the project changed since the last time.

        Raises:
            ProjectError: dbt cannot parse the project.
        """
        if not self.manifest_path.exists():
            self._parse()
        parsed: dict[str, Any] = json.loads(self.manifest_path.read_bytes())
        return parsed

    def _parse(self) -> None:
        self.home.dbt_target.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix="parse-", dir=self.home.dbt) as scratch:
            environment = {
                **os.environ,
                WORKBENCH_VARIABLE: str(self.home.workbench),
                "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
            }
            command: list[Path | str] = [dbt_executable(), "--no-use-colors", "--log-path", scratch, "parse"]
            places: list[Path | str] = ["--project-dir", self.directory, "--profiles-dir", self.directory]
            done = subprocess.run(
                [*command, *places, "--target-path", scratch],
                env=environment,
                capture_output=True,
                text=True,
                check=False,
            )
            if done.returncode:
                raise ProjectError(f"dbt cannot parse {self.directory}:\n{done.stdout}{done.stderr}")
            for old in [
                *self.home.dbt.glob("*-*.json"),
                *self.home.dbt.glob("unit-tested-*"),
                *self.home.dbt.glob("built-*"),
            ]:
                old.unlink()
            # dbt reads its own cache from the target folder: the first build then parses nothing.
            cache = Path(scratch) / "partial_parse.msgpack"
            cache.replace(self.home.dbt_target / cache.name)
            (Path(scratch) / "manifest.json").replace(self.manifest_path)


class ProjectTranslator(DagsterDbtTranslator):
    """Asset keys are [schema, table], groups are layers.

    Hundreds of dbt tests as asset checks would cost more to book than to run: dbt itself stops at a test
    that fails, and models tell in their metadata how their tests went.
    """

    def __init__(self) -> None:
        super().__init__(DagsterDbtTranslatorSettings(enable_asset_checks=False))

    def get_asset_key(self, dbt_resource_props: Mapping[str, Any]) -> AssetKey:
        """The relation's schema and name."""
        return relation_key(dbt_resource_props)

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str | None:
        """The relation's schema: staging, intermediate, marts, quality, seeds."""
        return str(dbt_resource_props["schema"])

    def get_description(self, dbt_resource_props: Mapping[str, Any]) -> str:
        """The model's description; its SQL is a click away in the repository."""
        return str(dbt_resource_props.get("description") or "")


def relation_key(dbt_resource_props: Mapping[str, Any]) -> AssetKey:
    """The asset key [schema, table] of a node or source of the manifest."""
    table = dbt_resource_props.get("alias") or dbt_resource_props["name"]
    return AssetKey([dbt_resource_props["schema"], table])


class DbtProcess(DbtCliResource):
    """dbt in a process of its own, started directly.

    dagster-dbt would first run `dbt --version`, which takes seconds and asks a package index for news,
    and then open the database in this process too, to count rows; here the version is that of the
    installed package and rows are counted by `model_metadata.py`.
    """

    @cached_property
    def _cli_version(self) -> Version:
        return Version(version("dbt-core"))

    def _initialize_dbt_core_adapter(self, args: Sequence[str]) -> None:  # type: ignore[override]
        return None
