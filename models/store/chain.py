"""The chain of the decision log: what a digest covers, and exactly where a chain breaks.

Each entry's digest is the SHA-256 of its canonical JSON (RFC 8785), which holds the digest of the
entry before. People are in it under pseudonyms keyed with a secret of their own.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable
from dataclasses import asdict

import rfc8785

from models.decisions import ChainReport, LogEntry
from models.errors import FileRefused

GENESIS = "0" * 64
"""What the very first entry has for `previous`."""
PRUNED = "pruned"


def entry_digest(seq: int, at: str, kind: str, body: object, previous: str) -> str:
    """The digest of an entry, 64 hexadecimal digits."""
    covered = {"seq": seq, "at": at, "kind": kind, "body": body, "previous": previous}
    return hashlib.sha256(rfc8785.dumps(covered)).hexdigest()  # type: ignore[arg-type]


def keyed(key: str, text: str) -> str:
    """A digest of a text that says nothing to anybody without the key."""
    return hmac.new(bytes.fromhex(key), text.encode(), hashlib.sha256).hexdigest()


def check_chain(entries: Iterable[LogEntry], *, head: str | None = None) -> ChainReport:
    """Whether a log is as it was written; the first entry that is not, and what is wrong with it.

    `head` is a digest noted down elsewhere: it shows whether entries were cut off at the end, or
    the whole log written anew. A log whose beginning was pruned says so itself.
    """
    before: LogEntry | None = None
    first: LogEntry | None = None
    pruned: set[tuple[object, object]] = {(0, GENESIS)}
    count, heads = 0, {GENESIS}
    for entry in entries:
        if problem := _wrong(entry, before):
            return _report(count, first, before, entry.seq, problem)
        if entry.kind == PRUNED:
            pruned.add((entry.body.get("last_removed"), entry.body.get("digest")))
            heads.add(str(entry.body.get("digest")))
        first = first or entry
        before, count = entry, count + 1
        heads.add(entry.digest)
    if first and (first.seq - 1, first.previous) not in pruned:
        said = f"Everything before entry {first.seq} is missing, and the log does not say why."
        return _report(count, first, before, first.seq, said)
    if head is not None and head not in heads:
        last = before.seq if before else 0
        said = f"The head noted elsewhere ({head[:16]}…) is not in this log: entries after "
        said += f"{last} were cut off, the log was written anew, or it was pruned beyond that head."
        return _report(count, first, before, last, said)
    return _report(count, first, before, None, None)


def _wrong(entry: LogEntry, before: LogEntry | None) -> str | None:
    if before is not None and entry.seq != before.seq + 1:
        missing = f"{before.seq + 1} to {entry.seq - 1}"
        if entry.seq <= before.seq:
            return f"Entry {entry.seq} stands after entry {before.seq}."
        return f"Entries {missing} are missing."
    if _digest_now(entry) != entry.digest:
        return f"Entry {entry.seq} ({entry.kind}, {entry.at}) was changed after it was written."
    if before is not None and entry.previous != before.digest:
        return f"Entry {entry.seq} does not follow entry {before.seq}, which was written anew."
    return None


def _digest_now(entry: LogEntry) -> str | None:
    """The digest that an entry should have; None for a content that was never written here."""
    try:
        return entry_digest(entry.seq, entry.at, entry.kind, entry.body, entry.previous)
    except rfc8785.CanonicalizationError:
        return None


def _report(
    count: int,
    first: LogEntry | None,
    last: LogEntry | None,
    broken_at: int | None,
    problem: str | None,
) -> ChainReport:
    return ChainReport(
        entries=count,
        first=first.seq if first else None,
        last=last.seq if last else None,
        head=last.digest if last else None,
        broken_at=broken_at,
        problem=problem,
    )


def entry_of_line(line: str) -> LogEntry:
    """The entry that `entry_line` wrote; raises FileRefused for any other line."""
    try:
        entry = LogEntry(**json.loads(line))
    except (ValueError, TypeError):
        entry = None
    if entry is None or not isinstance(entry.seq, int) or not isinstance(entry.body, dict):
        raise FileRefused(
            "A line of this file is no entry of a decision log.",
            "Give the file that 'highroad decisions export' wrote, unchanged.",
        )
    return entry


def entry_line(entry: LogEntry) -> str:
    """An entry as one line of JSON, for a file that can be checked on its own."""
    return rfc8785.dumps(asdict(entry)).decode()
