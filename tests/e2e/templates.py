"""Which pages of the catalogue's site stand for its templates, and what npm has to judge them. No test here."""

import json
import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

from tests.e2e.web import lacking

HERE = Path(__file__).parent
TOOLS = HERE / "node_modules"

# At least one page of every template; of those that differ most by what a record holds, more.
PAGES = {
    "home": "",
    "datasets": "datasets/",
    "facet": "datasets/language/ZHO/",
    "dataset": "dataset/radqa/",
    "dataset, many kin": "dataset/mimic-iv/",
    "dataset, parts and splits": "dataset/emrqa/",
    "dataset, Chinese": "dataset/cblue/",
    "challenge": "challenge/semeval-2015-task-14/",
    "challenge, tracks": "challenge/n2c2-2018/",
    "terms": "terms/physionet-credentialed-health-data-use-agreement-1-5-0/",
    "list": "list/clinical-nlp-workshop-2023/",
    "organization": "organization/physionet/",
    "person": "person/alistair-johnson/",
    "publication": "publication/soni-2022-radqa/",
    "task": "task/question-answering/",
    "model": "model/gpt-4/",
    "kind": "organization/",
    "matrix": "matrix/",
    "queries": "queries/",
    "query": "queries/datasets-by-task/",
    "query, nothing": "queries/facts-without-primary-source/",
    "query, graph": "queries/derivation-graph/",
    "ontology": "ontology/",
    "shapes": "shapes/",
    "about": "about/",
    "downloads": "downloads/",
    "hosting": "hosting/",
    "search": "search/?q=mimic",
    "leak": "leak/",
    "workbench": "sparql/",
    "not found": "404.html",
}


def installed(name: str) -> Path:
    """Return the folder of a package of npm that the tests need; skip where it is not there."""
    folder = TOOLS / name
    if not folder.is_dir():
        lacking(f"{name} of npm", f"npm ci --ignore-scripts in {HERE}, which `make test` does where npm is")
    return folder


def faults_of_markup(site: Path) -> list[str]:
    """Return what html-validate finds wrong on the pages of a site, one of each template."""
    node = shutil.which("node")
    if not node:
        lacking("Node", "install Node 20 or later")
    program = installed("html-validate") / "bin" / "html-validate.mjs"
    command = [str(node), str(program), "--config", str(HERE / "html.json")]
    pages = [f"{path.partition('?')[0]}index.html" if path != "404.html" else path for path in PAGES.values()]
    with TemporaryFile() as out:  # Node cuts off what it writes to a pipe when it ends
        subprocess.run([*command, "--formatter", "json", *pages], cwd=site, stdout=out, check=False)
        out.seek(0)
        told: list[dict[str, Any]] = json.loads(out.read())
    return [
        f"{Path(page['filePath']).relative_to(site.resolve())}:{one['line']}: {one['ruleId']}: {one['message']}"
        for page in told
        for one in page["messages"]
    ]
