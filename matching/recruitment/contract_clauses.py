"""What single clauses of a contract seem to say, one reader a subject."""

import re
from collections.abc import Callable, Iterator, Mapping

from matching.recruitment.contract_sentences import Sum, Words, number, sums_in

Read = tuple[str, object, float]
Reader = Callable[[str, Words], Iterator[Read]]

SURE, LIKELY, WEAK = 0.9, 0.7, 0.5
_MOST_HOURS = 120  # of a week; more is a slip
_ROLES = ("worker", "employer", "agency")
_DAYS = {"days": 1.0, "weeks": 7.0, "months": 30.0}
_MONTHS = {"weeks": 12 / 52, "months": 1.0, "years": 12.0}
_SPELLED = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "ten": 10, "twelve": 12, "fourteen": 14, "eighteen": 18, "thirty": 30,
    "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "sept": 7, "huit": 8,
    "dix": 10, "douze": 12, "quinze": 15, "trente": 30,
    "una": 1, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "siete": 7, "ocho": 8,
    "diez": 10, "doce": 12, "quince": 15, "veinte": 20, "treinta": 30,
    "ein": 1, "eine": 1, "einem": 1, "einer": 1, "eines": 1, "zwei": 2, "drei": 3, "vier": 4,
    "fünf": 5, "sechs": 6, "sieben": 7, "acht": 8, "zehn": 10, "zwölf": 12, "dreißig": 30,
}  # fmt: skip
# Arabic has a form of its own for two of a thing.
_TWO_OF = {"سنت(?:ان|ين)": "years", "شهر(?:ان|ين)": "months", "أسبوع(?:ان|ين)": "weeks",
           "يوم(?:ان|ين)": "days"}  # fmt: skip
_PARTICULARS = {
    "pay": "pay",
    "holiday": "leave_and_rest",
    "probation": "probation",
    "repatriation": "repatriation",
    "notice": "termination",
    "workplace": "workplace",
}
_DOCUMENTS = ("visa", "work_permit", "residence_permit")


def pay(sentence: str, words: Words) -> Iterator[Read]:
    """Pay: amount, currency and the period that it covers."""
    found = words.has("pay", sentence)
    sums = list(sums_in(sentence))
    if not found or not sums or words.has("deducted", sentence):
        return
    # "The fee of 2,000 USD is kept from the pay": the sum is the fee.
    if any(item.get("item") == "service_fee" for item in _items(sentence, words)):
        return
    period = words.first("periods", sentence)
    first = sums[0]
    sure = SURE if period and first.currency and len(sums) == 1 else WEAK
    # The basic part alone does not say what the whole is.
    part = "basic" if words.has("basic", sentence) else "amount"
    yield f"vacancy.pay.{part}", first.amount, sure
    if first.currency:
        yield "vacancy.pay.currency", first.currency, sure
    if period:
        yield "vacancy.pay.period", period, sure


def hours(sentence: str, words: Words) -> Iterator[Read]:
    """Normal hours of a week, said as such or as hours of a day and days of a week."""
    found = words.tables["hours"]["week"].search(sentence)
    said = next(filter(None, found.groups()), None) if found else None
    by_day = words.tables["hours"]["day_and_week"].search(sentence)
    told = number(said) if said else by_day and number(by_day[1]) * number(by_day[2])
    if told and told <= _MOST_HOURS:
        yield "vacancy.hours_week", told, SURE if said else LIKELY
        yield "contract.particulars.hours", True, LIKELY


def custody(sentence: str, words: Words) -> Iterator[Read]:
    """Who keeps passport and identity papers."""
    if not words.has("passport", sentence):
        return
    actor = _actor(sentence, words, "keeps", "kept_by")
    if actor is None:
        return
    holder, sure = actor
    if words.has("negated", sentence):
        if holder != "worker":
            yield "contract.document_custody", "worker", WEAK
    else:
        yield "contract.document_custody", holder, sure


def costs(sentence: str, words: Words) -> Iterator[Read]:
    """Who bears which cost of recruitment."""
    if words.has("deducted", sentence) or words.has("negated", sentence):
        return
    actor = _actor(sentence, words, "pays", "paid_by")
    if actor is None:
        return
    payer, sure = actor
    sums = list(sums_in(sentence))
    for item in _items(sentence, words):
        yield "costs.costs[+]", {**item, "payer": payer, **_only(sums)}, sure


def deductions(sentence: str, words: Words) -> Iterator[Read]:
    """What is taken off the pay, and for what."""
    if not words.has("deducted", sentence) or words.has("negated", sentence):
        return
    sums = list(sums_in(sentence))
    for purpose, pattern in words.tables["purposes"].items():
        if pattern.search(sentence):
            yield "contract.deductions[+]", {"purpose": purpose, **_only(sums)}, LIKELY


def notice(sentence: str, words: Words) -> Iterator[Read]:
    """The notice that each side has to give."""
    if not words.has("notice", sentence) or words.has("probation", sentence):
        return
    days = _span(sentence, words, _DAYS)
    if days is None:
        return
    worker, employer = words.has("worker", sentence), words.has("employer", sentence)
    both = words.has("either", sentence)
    # Where both are named, the first is who gives it: "you must give us four weeks' notice".
    first = worker and (not employer or worker.start() < employer.start())
    if both or first:
        yield "contract.termination.worker_notice_days", days, SURE if both else LIKELY
    if both or (employer and not first):
        yield "contract.termination.employer_notice_days", days, SURE if both else LIKELY


def penalty(sentence: str, words: Words) -> Iterator[Read]:
    """What the worker pays or forfeits for leaving."""
    if words.all_of("penalty", "leaving", sentence=sentence):
        sums = list(sums_in(sentence))
        if sums and not words.has("negated", sentence):
            yield "contract.termination.penalty", sums[0].amount, LIKELY


def duration(sentence: str, words: Words) -> Iterator[Read]:
    """How long the contract lasts, in months."""
    other = ("probation", "notice", "holiday", "insurance")
    if not words.has("duration", sentence) or any(words.has(o, sentence) for o in other):
        return
    months = _span(sentence, words, _MONTHS)
    if months is not None:
        yield "contract.months", round(months, 2), LIKELY
        yield "contract.particulars.start_and_duration", True, WEAK


def way_home(sentence: str, words: Words) -> Iterator[Read]:
    """Who pays the way home."""
    if words.has("repatriation", sentence) and not words.has("negated", sentence):
        actor = _actor(sentence, words, "pays", "paid_by")
        if actor:
            yield "contract.repatriation.payer", *actor


def workplace(sentence: str, words: Words) -> Iterator[Read]:
    """Where the work is done, where the contract has a line for it."""
    label = words.tables["words"]["label"].pattern
    place = words.tables["words"]["workplace"].pattern
    found = re.search(rf"{place}{label}(?P<where>.{{3,200}})", sentence, re.IGNORECASE)
    if found and re.search(r"[:\-–]", sentence[: found.start("where")]):
        yield "vacancy.workplace_address", found["where"].strip(" ."), LIKELY


def written_in(sentence: str, words: Words) -> Iterator[Read]:
    """The languages that the contract says it is written in."""
    if words.has("written_in", sentence):
        named = [code for code, p in words.tables["languages"].items() if p.search(sentence)]
        if named:
            yield "contract.languages", named, SURE


def freedoms(sentence: str, words: Words) -> Iterator[Read]:
    """Clauses against unions, and clauses that end the job for pregnancy or marriage."""
    if words.all_of("union", "forbids", sentence=sentence):
        yield "contract.bans_union", True, LIKELY
    ends = words.all_of("family", "ends", sentence=sentence)
    if ends and not words.has("negated", sentence):
        yield "contract.ends_on_pregnancy_or_marriage", True, WEAK


def particulars(sentence: str, words: Words) -> Iterator[Read]:
    """Which of the required particulars the contract speaks of at all."""
    for word, name in _PARTICULARS.items():
        if words.has(word, sentence):
            yield f"contract.particulars.{name}", True, WEAK


READERS: tuple[Reader, ...] = (
    pay, hours, custody, costs, deductions, notice, penalty, duration, way_home, workplace,
    written_in, freedoms, particulars,
)  # fmt: skip


def _items(sentence: str, words: Words) -> Iterator[dict[str, object]]:
    for name, pattern in words.tables["items"].items():
        if pattern.search(sentence):
            document = name in _DOCUMENTS
            yield {"item": "admin", "document": name} if document else {"item": name}


def _only(sums: list[Sum]) -> Mapping[str, object]:
    """The amount of a clause that names exactly one."""
    if len(sums) != 1:
        return {}
    money: dict[str, object] = {"amount": sums[0].amount}
    return {**money, "currency": sums[0].currency} if sums[0].currency else money


def _actor(sentence: str, words: Words, active: str, passive: str) -> tuple[str, float] | None:
    """Who does it, and how surely: the one after a passive, else the nearest before the verb."""
    places = sorted(
        (found.start(), found.end(), role)
        for role in _ROLES
        for found in words.tables["words"][role].finditer(sentence)
    )
    done = words.has(passive, sentence)
    if done:
        after = [role for start, _, role in places if start >= done.end() - 1]
        named = after[:1] or [role for _, end, role in places if end <= done.start()][-1:]
        return (named[0], LIKELY) if named else None
    verb = words.has(active, sentence)
    if verb is None:
        return None
    owning = words.tables["words"]["genitive"]
    before = [
        role
        for start, end, role in places
        if end <= verb.start() and not owning.search(sentence[:start])
    ]
    after = [role for start, _, role in places if start >= verb.end()]
    if words.verb_first and after and not before:
        return after[0], LIKELY
    return (before[-1], LIKELY if len(set(before)) == 1 else WEAK) if before else None


def _span(sentence: str, words: Words, units: Mapping[str, float]) -> float | None:
    """The first length of time in a sentence, in the unit that `units` converts to."""
    spelled = "|".join(_SPELLED)
    for unit, worth in units.items():
        name = words.tables["units"][unit].pattern
        in_figures = re.search(rf"\((\d{{1,3}})\)\W{{0,3}}{name}", sentence, re.IGNORECASE)
        found = in_figures or re.search(
            rf"\b(\d{{1,3}}|{spelled})\b(?:\s*\(\w+\))?\W{{0,3}}(?:calendar |working )?{name}",
            sentence,
            re.IGNORECASE,
        )
        if found:
            said = found[1].lower()
            return (_SPELLED.get(said) or float(said)) * worth
        if any(u == unit and re.search(two, sentence) for two, u in _TWO_OF.items()):
            return 2 * worth
    return None
