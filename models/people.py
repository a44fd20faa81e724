"""People who look for work at the level of their skills, and the papers they hold."""

from dataclasses import dataclass, field
from datetime import date

from models.errors import InvalidNoun
from models.levels import CEFR
from models.places import check_country
from models.protected import Protected


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """The taxonomy concept that a text was linked to.

    `confidence` is in 0..1; `by_person` marks a correction by a person, which outranks the linker.
    """

    uri: str
    confidence: float
    by_person: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillClaim:
    """A skill that a person stated or a text showed, in their words, and its concept.

    `line` is the line of the CV that shows it, counted from 1.
    """

    text: str
    link: Link | None = None
    extracted: bool = False
    line: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageSkill:
    """A language (ISO 639-1) and how well it is commanded; None where nobody said how well."""

    code: str
    cefr: CEFR | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential:
    """A paper a person holds, as written on it, with what normalisation found.

    `year` is that of the award and `started` the one in which the studies began; `ects` counts
    60 credits a year of full-time study. `isced_level`, `isced_f` and `award` are None until
    identified, or where that failed.
    """

    title: str
    country: str | None = None
    institution: str | None = None
    field: str | None = None
    profession: str | None = None
    year: int | None = None
    duration_years: float | None = None
    grade: str | None = None
    documents: str | None = None
    award: str | None = None
    isced_level: int | None = None
    isced_f: str | None = None
    started: int | None = None
    ects: float | None = None

    def __post_init__(self) -> None:
        check_country(self.country)
        if not self.title.strip():
            raise InvalidNoun("A credential has no title.", "Write what stands on the paper.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Experience:
    """A job a person did: its title in their words, its occupation, and when.

    `start` and `end` are dates (day 1 where only a month or year was given); `ongoing` says that
    the job has not ended. `months` is how long it lasted, where only that was said. None is
    unknown.
    """

    title: str
    occupation: Link | None = None
    country: str | None = None
    start: date | None = None
    end: date | None = None
    ongoing: bool = False
    months: int | None = None

    def __post_init__(self) -> None:
        check_country(self.country)
        if self.start and self.end and self.end < self.start:
            raise InvalidNoun(
                f"A job ends ({self.end}) before it starts ({self.start}).",
                "Swap or correct the two dates.",
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A person who may be proposed for a vacancy, known by a pseudonymous id.

    `country` is the country of residence today; `countries_of_work` are those in which the person
    would work, as they said: empty is unknown, not nowhere. `cv_text` holds no direct identifiers:
    importing removes names, phone numbers and addresses before anything is kept.
    """

    id: str
    country: str | None = None
    credentials: tuple[Credential, ...] = ()
    experience: tuple[Experience, ...] = ()
    skills: tuple[SkillClaim, ...] = ()
    languages: tuple[LanguageSkill, ...] = ()
    licences: tuple[str, ...] = ()
    available_from: date | None = None
    countries_of_work: tuple[str, ...] = ()
    cv_text: str | None = None
    protected: Protected = field(default_factory=Protected)

    def __post_init__(self) -> None:
        for country in (self.country, *self.countries_of_work):
            check_country(country)
        if not self.id.strip():
            raise InvalidNoun("A candidate has no id.", "Give each candidate an id of their own.")
        if not (self.credentials or self.experience or self.skills or self.cv_text):
            raise InvalidNoun(
                "Nothing is known of what this candidate can do.",
                "Fill at least one of credentials, work_history, skills, cv_text.",
            )
