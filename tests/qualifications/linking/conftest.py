import pytest

from qualifications.taxonomy.concepts import Taxonomy
from qualifications.taxonomy.linker import Linker
from qualifications.taxonomy.snapshot import load_taxonomy


@pytest.fixture(scope="session")
def taxonomy() -> Taxonomy:
    return load_taxonomy()


@pytest.fixture(scope="session")
def linker(taxonomy: Taxonomy) -> Linker:
    return Linker.load(taxonomy)
