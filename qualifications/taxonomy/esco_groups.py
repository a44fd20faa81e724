"""The skills hierarchy of an official release: which groups each skill stands in."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from qualifications.taxonomy.concepts import SkillGroup
from qualifications.taxonomy.esco_files import ReleaseFiles

_CODE = re.compile(r"^[AKLST]\d*(?:\.\d+)*$")


def skill_groups(files: ReleaseFiles) -> tuple[SkillGroup, ...]:
    """The groups of the hierarchy by code, titled in English where the release has it."""
    titles = {code: title for _, code, title in _coded(files)}
    return tuple(SkillGroup(code=c, title=" ".join(t.split())) for c, t in sorted(titles.items()))


def groups_of_skills(files: ReleaseFiles, skills: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """The codes of the groups that each skill stands in, directly or through broader skills."""
    codes = {uri: code for uri, code, _ in _coded(files)}
    broader: dict[str, list[str]] = defaultdict(list)
    file = files.any("broaderrelationsskillpillar")
    for row in file.rows("concepturi", "broaderuri") if file else ():
        broader[row["concepturi"]].append(row["broaderuri"])
    return {uri: tuple(sorted(_climb(uri, broader, codes))) for uri in skills}


def _climb(start: str, broader: Mapping[str, list[str]], codes: Mapping[str, str]) -> set[str]:
    """The nearest coded groups above a concept; a circle in the data ends the climb."""
    reached: set[str] = set()
    seen = {start}
    to_visit = [start]
    while to_visit:
        for parent in broader.get(to_visit.pop(), ()):
            if parent in codes:
                reached.add(codes[parent])
            elif parent not in seen:
                seen.add(parent)
                to_visit.append(parent)
    return reached


def _coded(files: ReleaseFiles) -> Iterator[tuple[str, str, str]]:
    """URI, code and title of each group, from the groups' file and the hierarchy's levels."""
    groups = files.any("skillgroups")
    for row in groups.rows("concepturi", "preferredlabel") if groups else ():
        code = _code(row["concepturi"], row.get("code", ""))
        if code:
            yield row["concepturi"], code, row["preferredlabel"]
    hierarchy = files.any("skillshierarchy")
    for row in hierarchy.rows("level0uri") if hierarchy else ():
        for level in range(4):
            uri = row.get(f"level{level}uri", "")
            code = _code(uri, row.get(f"level{level}code", ""))
            if uri and code:
                yield uri, code, row.get(f"level{level}preferredterm", "")


def _code(uri: str, written: str) -> str:
    """A group's code: as written, or what its URI ends in ("isced-f/0613" is K0613)."""
    base, _, tail = uri.rpartition("/")
    if base.endswith("isced-f"):
        return f"K{tail}"
    return next((c for c in (written.strip(), tail) if _CODE.match(c)), "")
