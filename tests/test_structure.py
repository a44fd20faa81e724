"""The code is laid out so that every file can be read after those it stands on."""

from graphlib import TopologicalSorter

import grimp
import pytest

PACKAGES = ("models", "qualifications", "matching", "api")


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph(*PACKAGES, cache_dir=None)


def test_no_file_imports_itself_in_a_circle(graph: grimp.ImportGraph) -> None:
    stands_on = {file: graph.find_modules_directly_imported_by(file) for file in graph.modules}
    order = [*TopologicalSorter(stands_on).static_order()]  # raises CycleError, which names them
    assert len(order) == len(graph.modules) > 300
