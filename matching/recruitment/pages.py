"""The rule book as plain pages: an index of all rules, and one page a rule for a lawyer to sign.

Generated, so that they cannot drift from the rules: `python -m matching.recruitment.pages` prints
the index that docs/rules.md holds.
"""

import sys

from matching.recruitment.rulebook import Rule, RuleBook


def rules_index(book: RuleBook) -> str:
    """All rules in one table, worst severity first, with their review status."""
    rows = [
        f"| {rule.id} | {rule.title} | {rule.severity.value} | {_since(rule)} | "
        f"{rule.review_status.value} | {rule.recheck_by} |"
        for rule in book.rules
    ]
    head = [
        "# Rules",
        "",
        f"{len(book.rules)} rules. Generated from matching/recruitment/rules; do not edit.",
        "Not legal advice: the review status says how far the weakest source was followed up.",
        "",
        "| Rule | What it asks | Severity | In force from | Review status | Recheck by |",
        "|---|---|---|---|---|---|",
    ]
    return "\n".join([*head, *rows, ""])


def rule_page(rule: Rule) -> str:
    """One rule in full: conditions, question, remedy, sources with their review status."""
    sources = [
        f"- {s.instrument}, {s.pinpoint}, {s.date} ({s.review.value})"
        + (f" <{s.url}>" * bool(s.url))
        for s in rule.sources
    ]
    applies = rule.applies.text if rule.applies else "always"
    lines = [
        f"# {rule.id} {rule.title}",
        "",
        f"Severity {rule.severity.value}; protects: {rule.protects}; in force {_since(rule)}; "
        f"decides in: {', '.join(sorted(rule.profiles))}.",
        "",
        f"Applies when: `{_line(applies)}`",
        "",
        f"Violated when: `{_line(rule.violated.text)}`",
        "",
        *[f"Unless: `{_line(e.when.text)}` ({e.why})\n" for e in rule.exceptions],
        f"Needs evidence: {rule.min_evidence.name.lower()}.",
        "",
        f"If unknown, ask the {rule.asked_of}: {rule.question}",
        "",
        f"Remedy, by the {rule.remedy_owner} within {rule.remedy_days} days: {rule.remedy}",
        "",
        "Sources:",
        *sources,
        "",
        f"Review status: {rule.review_status.value}. Recheck by {rule.recheck_by}.",
        "",
    ]
    return "\n".join(lines)


def _since(rule: Rule) -> str:
    until = f" to {rule.period.to}" if rule.period.to else ""
    return f"{rule.period.from_ or 'always'}{until}"


def _line(text: str) -> str:
    return " ".join(text.split())


if __name__ == "__main__":
    sys.stdout.write(rules_index(RuleBook.load()))
