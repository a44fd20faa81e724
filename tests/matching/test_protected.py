"""What is protected stays apart: few modules may name it, and none that ranks."""

import ast
from pathlib import Path

import pytest

MATCHING = Path(__file__).resolve().parents[2] / "matching"
# The façade hands it to the rules, which ask for age and citizenship; the others count groups.
MAY = {"engine.py", "verdicts.py", "cohort.py", "fairness/attributes.py"}
MODULES = sorted(p.relative_to(MATCHING).as_posix() for p in MATCHING.rglob("*.py"))


def names_protected(module: str) -> bool:
    tree = ast.parse((MATCHING / module).read_text(encoding="utf-8"))
    imported = {n.module for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}
    read = {n.attr for n in ast.walk(tree) if isinstance(n, ast.Attribute)}
    return "models.protected" in imported or "protected" in read


@pytest.mark.parametrize("module", MODULES)
def test_only_these_modules_know_anything_protected(module: str) -> None:
    assert not names_protected(module) or module in MAY
