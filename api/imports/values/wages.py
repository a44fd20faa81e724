"""Pay: an amount with its currency and period, in one cell or in three columns."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

import pycountry

from api.imports.values.countries import translations
from api.imports.values.numbers import NUMBER, plain, western_digits
from api.imports.wording import fold, text_of
from models.errors import FieldRefused
from models.work import Wage

_PERIODS = {
    "hour": "h hr hrs hour hourly hours ph std stunde stundenlohn heure heures horaire hora horas ora ore oraria orario uur uurloon godz godzina godzinowo godzine godzinę saat saatlik час часа часов часовая година годину год الساعة ساعة",
    "day": "day daily tag taglich tagessatz jour journalier dia diario giorno giornaliero dag dzien dziennie dzień zi zilnic gun günlük gün день дневная сутки يوم اليوم يوميا",
    "week": "week weekly wk woche wochentlich semaine hebdomadaire semana semanal settimana settimanale wekelijks tydzien tydzień tygodniowo saptamana săptămână hafta haftalik haftalık неделю неделя тиждень أسبوع الأسبوع أسبوعيا",
    "month": "month monthly mth pm pcm mo monat monatlich mtl mois mensuel mensuelle mensuels mes mensual mensile mensili mese maand maandelijks mnd mies miesiac miesięcznie miesiąc msc luna lună lunar luni ay aylik aylık месяц мес ежемесячно месячная місяць міс щомісяця شهر الشهر شهريا شهري",
    "year": "year yearly annual annually annum pa yr jahr jahrlich jährlich jahresgehalt an annuel annuelle année annee ans año anual ano anno annuo annua annui jaar jaarlijks rok rocznie roku yil yıl yillik yıllık год в_год рік річна سنة السنة سنويا سنوي",
}  # fmt: skip
_SIGNS = {
    "€": "EUR", "£": "GBP", "₺": "TRY", "₴": "UAH", "₽": "RUB", "₹": "INR", "₱": "PHP", "₦": "NGN", "zł": "PLN", "₸": "KZT", "₼": "AZN", "₾": "GEL", "₪": "ILS", "₫": "VND", "฿": "THB", "₩": "KRW", "₵": "GHS", "৳": "BDT",
    "us$": "USD", "a$": "AUD", "c$": "CAD", "ca$": "CAD", "nz$": "NZD", "s$": "SGD", "hk$": "HKD", "r$": "BRL", "د.إ": "AED", "﷼": None,
}  # fmt: skip
_WORDS = {
    "euro": "EUR", "euros": "EUR", "eur": "EUR", "евро": "EUR", "євро": "EUR", "يورو": "EUR", "zl": "PLN", "zloty": "PLN", "zlotych": "PLN", "злотых": "PLN", "lei": "RON", "leu": "RON", "ron": "RON",
    "грн": "UAH", "гривень": "UAH", "гривен": "UAH", "hryvnia": "UAH", "руб": "RUB", "рублей": "RUB", "рубль": "RUB", "р": "RUB", "tl": "TRY", "lira": "TRY", "тенге": "KZT", "сум": "UZS", "сом": "KGS",
    "sterling": "GBP", "pounds sterling": "GBP", "rupiah": "IDR", "baht": "THB", "yen": "JPY", "naira": "NGN", "taka": "BDT", "ringgit": "MYR", "dhs": "AED", "dh": None, "reais": "BRL", "rand": "ZAR", "fcfa": "XOF", "cfa": "XOF", "sar": "SAR",
    "ريال سعودي": "SAR", "درهم إماراتي": "AED", "دينار كويتي": "KWD", "ريال قطري": "QAR", "جنيه مصري": "EGP", "دينار أردني": "JOD", "درهم مغربي": "MAD", "us dollars": "USD", "us dollar": "USD", "american dollars": "USD", "swiss francs": "CHF", "franken": "CHF", "fr": None,
}  # fmt: skip
# Signs and words used by several currencies are settled by the country of work, if at all.
_BY_COUNTRY = {
    "$": {"US": "USD", "CA": "CAD", "AU": "AUD", "NZ": "NZD", "SG": "SGD", "MX": "MXN", "CL": "CLP", "CO": "COP", "AR": "ARS", "EC": "USD", "SV": "USD", "HK": "HKD"},
    "kr": {"SE": "SEK", "NO": "NOK", "DK": "DKK", "IS": "ISK"},
    "dirham": {"AE": "AED", "MA": "MAD"}, "dirhams": {"AE": "AED", "MA": "MAD"}, "dh": {"AE": "AED", "MA": "MAD"}, "درهم": {"AE": "AED", "MA": "MAD"},
    "riyal": {"SA": "SAR", "QA": "QAR"}, "rial": {"OM": "OMR", "IR": "IRR", "YE": "YER"}, "ريال": {"SA": "SAR", "QA": "QAR", "OM": "OMR", "YE": "YER"},
    "دينار": {"KW": "KWD", "JO": "JOD", "BH": "BHD", "IQ": "IQD", "TN": "TND", "DZ": "DZD", "LY": "LYD"}, "dinar": {"KW": "KWD", "JO": "JOD", "BH": "BHD", "IQ": "IQD", "TN": "TND", "DZ": "DZD", "LY": "LYD", "RS": "RSD"},
    "جنيه": {"EG": "EGP", "SD": "SDG"}, "pound": {"GB": "GBP", "EG": "EGP"}, "pounds": {"GB": "GBP", "EG": "EGP"}, "rs": {"IN": "INR", "PK": "PKR", "LK": "LKR", "NP": "NPR"}, "peso": {"PH": "PHP", "MX": "MXN", "AR": "ARS", "CL": "CLP", "CO": "COP"}, "pesos": {"PH": "PHP", "MX": "MXN", "AR": "ARS", "CL": "CLP", "CO": "COP"},
    "dollar": {"US": "USD", "CA": "CAD", "AU": "AUD"}, "dollars": {"US": "USD", "CA": "CAD", "AU": "AUD"}, "fr": {"CH": "CHF", "LI": "CHF"}, "francs": {"CH": "CHF"},
}  # fmt: skip
_UNSAID = re.compile(
    r"negotia|to be agreed|tbd|tba|competitive|according|market|confidential|nach vereinbarung|verhandlungs|verhandelbar|nach tarif|tarif|vb$|à négocier|a negocier|selon|négociable|"
    r"a convenir|según|convenio|a combinar|a negociar|da concordare|commisurat|ccnl|in overleg|marktconform|cao|do uzgodnienia|do negocjacji|negociabil|de negociat|görüşülecek|pazarlık|asgari ücret|"
    r"договор|по результатам|домовлен|за результатами|قابل للتفاوض|حسب|يحدد|smic|minimum wage|mindestlohn",
    re.IGNORECASE,
)
_AMOUNT = re.compile(rf"({NUMBER})\s?(k\b|tsd|t€|тыс|тис|mil\b|bin\b|ألف)?", re.IGNORECASE)
_SMALLEST_THOUSANDS = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class _Pay:
    amount: float
    currency: str | None
    period: str | None


@cache
def _currency_names() -> dict[str, str]:
    names = {c.alpha_3.casefold(): c.alpha_3 for c in pycountry.currencies}
    for catalogue in translations("iso4217"):
        for currency in pycountry.currencies:
            names.setdefault(fold(catalogue.gettext(currency.name)), currency.alpha_3)
    names |= {fold(c.name): c.alpha_3 for c in pycountry.currencies}
    return names | {fold(word): code for word, code in _WORDS.items() if code}


@lru_cache(maxsize=8192)
def currency_in(text: str, country: str | None = None) -> str | None:
    """The ISO 4217 currency a text states; a shared sign counts only with a country that settles it."""
    lowered = text.casefold()
    for sign in sorted(_SIGNS, key=len, reverse=True):
        if sign in lowered and (code := _SIGNS[sign]):
            return code
    words = re.sub(r"\d+", " ", fold(western_digits(text))).split()
    for length in (4, 3, 2, 1):
        for at in range(len(words) - length + 1):
            word = " ".join(words[at : at + length])
            if word in _currency_names() and not (length == 1 and word in _NOT_CURRENCIES):
                return _currency_names()[word]
    shared = [w for w in (*words, "$" if "$" in text else "") if w in _BY_COUNTRY]
    return next((_BY_COUNTRY[w].get(country or "") for w in shared), None)


_NOT_CURRENCIES = frozenset(
    ["all", "mop", "top", "try", "ang", "bam", "bob", "cup", "per", "kid", "gel"]
)


@cache
def _period_words() -> dict[str, str]:
    return {fold(w.replace("_", " ")): p for p, words in _PERIODS.items() for w in words.split()}


@lru_cache(maxsize=8192)
def period_in(text: str) -> str | None:
    """The period a text states: hour, day, week, month or year; None if it states none."""
    folded = fold(
        re.sub(r"p\.\s?a\.?|p\.\s?m\.?", lambda m: " pa " if "a" in m[0] else " pm ", text.lower())
    )
    words = re.sub(r"\d+", " ", folded).split()
    found = {_period_words()[word] for word in words if word in _period_words()}
    found |= {p for p in ("hour",) if re.search(r"/\s?h\b", text)}
    return found.pop() if len(found) == 1 else None


def wage(
    cell: object, *, heading: str, currency: object, period: object, country: str | None
) -> Wage | None:
    """The pay that the cells of a row state; None where they say it is to be agreed.

    The amount is the lower end of a range. Currency and period come from their own columns, else
    from the wage's cell, else from its heading; they stay unknown rather than be guessed.
    """
    text = text_of(cell)
    amount = _amount(text)
    if amount is None:
        if _UNSAID.search(text):
            return None
        raise _refused("No amount was found in this pay.", text)
    stated = period_in(text_of(period)) or period_in(text) or period_in(heading)
    if stated == "day":
        raise _refused("Pay by the day cannot be compared with pay by the hour or month.", text)
    money = (text_of(currency), text, heading)
    code = next((c for m in money if m and (c := currency_in(m, country))), None)
    return Wage(amount=amount, currency=code, period=stated)


def _refused(problem: str, text: str) -> FieldRefused:
    return FieldRefused(
        problem, "Write an amount with its currency and period, such as '2500 EUR per month'.",
        field="wage", value=text,
    )  # fmt: skip


@lru_cache(maxsize=16384)
def _amount(text: str) -> float | None:
    match = _AMOUNT.search(western_digits(text))
    if match is None:
        return None
    amount = plain(match[1])
    thousands = match[2] or re.match(
        r"\s?(?:-|–|to|bis|à|a)\s?\d[\d.,]*\s?k\b",
        western_digits(text)[match.end() :],
        re.IGNORECASE,
    )
    return amount * 1000 if thousands and amount < 1000 else amount
