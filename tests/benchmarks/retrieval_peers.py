"""Other engines over the same people: each takes columns, weights and k, and gives rows and scores.

All in one thread. Products are whole numbers below 2^53, so floats hold them exactly. Tantivy ranks
by BM25, another score: it gives no list to compare.
"""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix

from matching.pool import Pool

Peer = Callable[[Any, Any, int], tuple[Any, Any] | None]


def _matrix(pool: Pool, columns: int) -> csr_matrix:
    held = pool.evidence
    laid = (held.parts.astype(np.float64), held.columns.astype(np.int32), held.starts)
    return csr_matrix(laid, (len(pool), columns))


def _question(asked: Any, weights: Any, columns: int) -> csr_matrix:
    starts = np.array([0, len(asked)])
    return csr_matrix((weights.astype(np.float64), asked.astype(np.int32), starts), (1, columns))


def sparse_dot_topn(pool: Pool, columns: int) -> Peer:
    """The product that keeps only the best, in C++."""
    from sparse_dot_topn import sp_matmul_topn

    across = _matrix(pool, columns).T.tocsr()

    def top(asked: Any, weights: Any, k: int) -> tuple[Any, Any]:
        found = sp_matmul_topn(_question(asked, weights, columns), across, top_n=k, n_threads=1)
        return found.indices, found.data.astype(np.int64)

    return top


def scipy_product(pool: Pool, columns: int) -> Peer:
    """The whole product of the transposed matrix, then argpartition."""
    across = _matrix(pool, columns).tocsc()

    def top(asked: Any, weights: Any, k: int) -> tuple[Any, Any]:
        scores = across[:, asked] @ weights.astype(np.float64)
        rows = np.argpartition(scores, -k)[-k:]
        return rows, scores[rows].astype(np.int64)

    return top


def duckdb_by_skill(pool: Pool, columns: int) -> Peer:
    """The same join over a table sorted by what is held, so that most of it is passed over."""
    return duckdb_join(pool, columns, np.argsort(pool.evidence.columns, kind="stable"))


def duckdb_join(pool: Pool, columns: int, order: Any = slice(None)) -> Peer:
    """A table of who holds what, person by person, joined with the question, summed and sorted."""
    import duckdb

    held = pool.evidence
    base = duckdb.connect(config={"threads": 1})
    every = {
        "held": held.columns[order].astype(np.int32),
        "person": np.repeat(np.arange(len(pool), dtype=np.int32), np.diff(held.starts))[order],
        "part": held.parts[order].astype(np.int32),
    }
    base.register("every", every)
    base.execute("create table postings as select * from every")
    base.unregister("every")

    def top(asked: Any, weights: Any, k: int) -> tuple[Any, Any]:
        base.register("question", {"asked": asked.astype(np.int32), "weight": weights})
        found = base.execute(
            "select person, sum(part::bigint * weight)::bigint as score from postings "
            "join question on held = asked group by person "
            f"order by score desc, person limit {int(k)}"
        ).fetchnumpy()
        return found["person"].astype(np.int64), found["score"].astype(np.int64)

    return top


def tantivy_bm25(pool: Pool, columns: int) -> Peer:
    """A search engine's index of all that is held as words; the weights asked boost its terms."""
    import tantivy

    schema = tantivy.SchemaBuilder()
    schema.add_text_field("held", stored=False, index_option="freq", tokenizer_name="whitespace")
    folder = Path(tempfile.mkdtemp())
    index = tantivy.Index(schema.build(), path=str(folder))
    writer = index.writer(heap_size=512_000_000, num_threads=1)
    held, starts = pool.evidence.columns.tolist(), pool.evidence.starts.tolist()
    for row in range(len(pool)):
        words = " ".join(map(str, held[starts[row] : starts[row + 1]]))
        writer.add_document(tantivy.Document(held=words))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def top(asked: Any, weights: Any, k: int) -> None:
        words = []
        for column, boost in zip(asked.tolist(), (weights / weights.max()).tolist(), strict=True):
            word = tantivy.Query.term_query(index.schema, "held", str(column))
            words.append((tantivy.Occur.Should, tantivy.Query.boost_query(word, boost)))
        searcher.search(tantivy.Query.boolean_query(words), k, count=False)

    return top


PEERS: dict[str, tuple[Callable[[Pool, int], Peer], int]] = {
    "sparse_dot_topn": (sparse_dot_topn, 100),
    "scipy": (scipy_product, 30),
    "duckdb": (duckdb_join, 20),
    "duckdb_by_skill": (duckdb_by_skill, 30),
    "tantivy": (tantivy_bm25, 100),
}
