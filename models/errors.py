"""Every refusal HighRoad makes, as one tree.

HighRoadError
├── InputRefused (ValueError)
│   ├── FileRefused
│   │   ├── EmptyFile
│   │   ├── UnsupportedFile
│   │   └── OversizedFile
│   ├── FieldRefused
│   └── InvalidNoun
├── NotFound (LookupError)
│   ├── UnknownConcept
│   ├── UnknownCountry
│   ├── UnknownVacancy
│   ├── UnknownCandidate
│   └── UnknownRecord
├── DutyRefused
│   ├── ConsentMissing
│   ├── LegalHoldStands
│   ├── RoleRefused
│   └── DecisionRefused
├── TaxonomyReleaseRefused
├── TaxonomyUnavailable
├── RuleBookBroken
│   └── ExpressionRefused
├── CountryFileBroken
├── SettingsRefused
├── AccessRefused
├── LearningRefused
├── ModelRefused
└── StoreUnavailable

Each error holds facts and a sentence: what happened and why (`problem`), and what to do about it
(`what_to_do`), in the words of the person who gave the input. HTTP statuses are assigned in
`api.errors` alone.
"""


class HighRoadError(Exception):
    """Something was refused; the sentence says what, why, and what to do."""

    def __init__(self, problem: str, what_to_do: str) -> None:
        super().__init__(f"{problem} {what_to_do}")
        self.problem = problem
        self.what_to_do = what_to_do


class InputRefused(HighRoadError, ValueError):
    """What was handed in cannot be used as it stands."""


class FileRefused(InputRefused):
    """A whole file cannot be read."""


class EmptyFile(FileRefused):
    """A file holds no rows."""


class UnsupportedFile(FileRefused):
    """A file is not of a kind that is read here."""


class OversizedFile(FileRefused):
    """A file is larger than this installation accepts."""


class FieldRefused(InputRefused):
    """One value in one row or object cannot be read."""

    def __init__(self, problem: str, what_to_do: str, *, field: str, value: str) -> None:
        super().__init__(problem, what_to_do)
        self.field = field
        self.value = value


class InvalidNoun(InputRefused):
    """A person, a vacancy or another noun contradicts itself."""


class NotFound(HighRoadError, LookupError):
    """Nothing is known under the given name or id."""


class UnknownConcept(NotFound):
    """The taxonomy has no concept of this URI or code."""


class UnknownCountry(NotFound):
    """No country has this name or code."""


class UnknownVacancy(NotFound):
    """No vacancy is stored under this id."""


class UnknownCandidate(NotFound):
    """No candidate is stored under this id."""


class UnknownRecord(NotFound):
    """No proposal, consent, dispute or hold has this number."""


class DutyRefused(HighRoadError):
    """What was asked would break a duty towards a person."""


class ConsentMissing(DutyRefused):
    """No consent of the person, for this use, holds at present."""


class LegalHoldStands(DutyRefused):
    """A person's data may not be erased: a legal hold stands."""


class RoleRefused(DutyRefused):
    """The caller has not shown that they act in the role that they state."""


class DecisionRefused(DutyRefused):
    """A decision cannot be taken as it was asked for."""


class TaxonomyReleaseRefused(HighRoadError):
    """An ESCO release is broken or lacks a file."""


class TaxonomyUnavailable(HighRoadError):
    """The taxonomy or its trained weights cannot be loaded from this installation."""


class RuleBookBroken(HighRoadError):
    """A rule, parameter or list file of the rule book is not as the schema says."""


class ExpressionRefused(RuleBookBroken):
    """A rule's expression uses something outside the rule language."""


class CountryFileBroken(HighRoadError):
    """A country file is not as the schema says."""


class SettingsRefused(HighRoadError):
    """A setting has a value that cannot be used."""


class LearningRefused(HighRoadError):
    """The outcomes at hand cannot teach a ranker."""


class ModelRefused(HighRoadError):
    """A ranker's saved model is missing, broken, or made for other features."""


class AccessRefused(HighRoadError):
    """The caller has not shown a valid token."""


class StoreUnavailable(HighRoadError):
    """The database cannot be reached or is not at the expected version."""
