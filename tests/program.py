"""How tests run the program and lay out catalogues. No test stands here."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any
from unittest.mock import patch

from kinset.cli import main
from tests.conftest import ROOT

KINSET = Path(sys.executable).with_name("kinset")
PARTS = ("ontology", "shapes", "queries")


@dataclass(frozen=True)
class Ran:
    """What a run of the program gave: exit code, standard output, standard error."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


def kinset(*arguments: str | Path) -> Ran:
    """Run the program in this process, as the shell would."""
    out, err = StringIO(), StringIO()
    code: int | str | None = 0
    argv = ["kinset", *(str(argument) for argument in arguments)]
    with patch.object(sys, "argv", argv), redirect_stdout(out), redirect_stderr(err):
        try:
            main()
        except SystemExit as done:
            code = done.code
    return Ran(int(code or 0), out.getvalue(), err.getvalue())


def shell(line: str, **variables: str) -> Ran:
    """Run a line of shell in which `kinset` is the program; what it prints is bytes in UTF-8."""
    path = f"{KINSET.parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", line],
        env={**os.environ, "PATH": path, "PYTHONUTF8": "1", **variables},
        capture_output=True,
        check=False,
    )
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


def lay_out(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Make a catalogue of the given files, with the ontology, shapes and queries of this repository."""
    for part in PARTS:
        shutil.copytree(ROOT / part, folder / part)
    shutil.copy(ROOT / "kinset.toml", folder)
    (folder / "data").mkdir()
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder, by its relative path, with its bytes."""
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink())
    return {str(path.relative_to(folder)): path.read_bytes() for path in paths}
