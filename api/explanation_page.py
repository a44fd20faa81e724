"""One explanation as an HTML page that needs nothing else: for a person to keep, print, hear."""

from importlib.resources import files

from jinja2 import Environment, StrictUndefined

from api.explanations import step_sentences
from matching.reasons.phrases import phrases
from models.explanations import Explanation
from qualifications.taxonomy.concepts import ATTRIBUTION


def explanation_page(explanation: Explanation, vacancy_title: str | None = None) -> str:
    """The page of an explanation, in the direction of its reader's language."""
    words = phrases(explanation.language)
    match = explanation.match
    template = (files("api") / "web" / "explanation.html.jinja").read_text(encoding="utf-8")
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    widest = max((abs(r.contribution) for r in match.reasons), default=1.0) or 1.0
    return environment.from_string(template).render(
        words=words,
        texts=words.texts,
        page=words.texts["page"],
        match=match,
        explanation=explanation,
        vacancy=f"{vacancy_title} ({match.vacancy_id})" if vacancy_title else match.vacancy_id,
        reasons=[(r, 100 * abs(r.contribution) / widest) for r in match.reasons],
        steps=[list(step_sentences(words, s, match.score)) for s in explanation.steps],
        attribution=ATTRIBUTION,
    )
