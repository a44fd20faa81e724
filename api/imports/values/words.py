"""Words of fixed meaning: whether a vacancy is open, whether a cell says yes or no, gender."""

from functools import lru_cache

from api.imports.wording import fold, text_of
from models.errors import FieldRefused
from models.work import VacancyStatus

_STATUS = {
    VacancyStatus.OPEN: (
        "open", "active", "vacant", "published", "available", "advertised", "current", "new", "live", "reopened", "to be filled", "in progress",
        "ouvert", "ouverte", "active", "actif", "vacant", "publiée", "publié", "en cours", "disponible", "à pourvoir", "non pourvu", "nouvelle", "offen", "aktiv", "zu besetzen", "frei", "unbesetzt", "veröffentlicht", "laufend", "vakant",
        "abierta", "abierto", "activa", "activo", "vigente", "publicada", "disponible", "en proceso", "aberta", "aberto", "ativa", "ativo", "aperta", "aperto", "attiva", "attivo", "in corso", "pubblicata", "openstaand", "actief", "beschikbaar", "lopend",
        "otwarta", "otwarte", "aktywna", "aktualna", "aktualne", "wolne", "deschis", "deschisă", "activ", "activă", "disponibil", "vacantă", "açık", "aktif", "yayında", "devam ediyor",
        "открыта", "открыто", "открыт", "активна", "активно", "свободно", "актуальна", "актуально", "опубликована", "відкрита", "відкрито", "активна", "вільна", "актуальна", "مفتوح", "مفتوحة", "نشط", "نشطة", "متاح", "متاحة", "شاغر", "شاغرة",
    ),
    VacancyStatus.FILLED: (
        "filled", "closed", "occupied", "hired", "placed", "taken", "complete", "completed", "position filled",
        "pourvu", "pourvue", "comblé", "fermé", "fermée", "clôturé", "clôturée", "occupé", "poste pourvu", "recruté", "clos", "besetzt", "geschlossen", "vergeben", "stelle besetzt", "abgeschlossen",
        "cubierta", "cubierto", "cerrada", "cerrado", "ocupada", "ocupado", "adjudicada", "preenchida", "preenchido", "fechada", "fechado", "encerrada", "coperta", "coperto", "chiusa", "chiuso", "occupata", "assegnata", "vervuld", "ingevuld", "gesloten", "bezet",
        "obsadzone", "obsadzona", "zamknięta", "zamknięte", "zajęte", "ocupat", "ocupată", "închis", "închisă", "dolu", "doldu", "kapandı", "kapalı", "dolduruldu",
        "закрыта", "закрыто", "закрыт", "заполнена", "занята", "занято", "закрита", "закрито", "заповнена", "зайнята", "مغلق", "مغلقة", "مشغول", "مشغولة", "تم التعيين", "تم شغلها", "مكتمل",
    ),
    VacancyStatus.WITHDRAWN: (
        "withdrawn", "cancelled", "canceled", "suspended", "on hold", "removed", "deleted", "frozen", "inactive", "paused", "archived", "void",
        "retiré", "retirée", "annulé", "annulée", "suspendu", "suspendue", "supprimée", "inactif", "inactive", "en pause", "archivée", "zurückgezogen", "storniert", "abgesagt", "ausgesetzt", "gelöscht", "inaktiv", "pausiert", "zurückgestellt", "archiviert",
        "retirada", "retirado", "cancelada", "cancelado", "anulada", "suspendida", "inactiva", "inactivo", "suspensa", "inativa", "anulado", "ritirata", "ritirato", "annullata", "annullato", "sospesa", "inattiva", "ingetrokken", "geannuleerd", "opgeschort", "inactief",
        "wycofana", "wycofane", "anulowana", "anulowane", "zawieszona", "nieaktywna", "retras", "retrasă", "anulat", "anulată", "suspendat", "suspendată", "inactiv", "iptal", "iptal edildi", "geri çekildi", "askıda", "pasif",
        "отозвана", "отозвано", "отменена", "отменено", "аннулирована", "приостановлена", "снята", "неактивна", "відкликана", "скасована", "скасовано", "анульована", "призупинена", "знята", "ملغى", "ملغاة", "ملغي", "مسحوبة", "تم السحب", "معلق", "معلقة", "موقوف",
    ),
    VacancyStatus.EXPIRED: (
        "expired", "lapsed", "out of date", "past deadline", "expiré", "expirée", "périmée", "abgelaufen", "verfallen", "caducada", "vencida", "expirada", "expirado", "scaduta", "scaduto", "verlopen", "wygasła", "wygasłe", "przeterminowana", "expirat", "expirată", "süresi doldu", "süresi geçmiş", "истекла", "истек срок", "просрочена", "прострочена", "термін минув", "منتهي", "منتهية", "انتهت",
    ),
}  # fmt: skip
_YES = ["yes", "y", "true", "1", "x", "ja", "oui", "si", "sí", "sim", "evet", "tak", "da", "так", "да", "نعم", "✓", "✔", "ok", "have", "vorhanden", "required", "obligatoire"]
_NO = ["no", "n", "false", "0", "nein", "non", "não", "nao", "nie", "nee", "hayır", "nu", "ні", "нет", "لا", "✗", "✘", "not", "none", "nessuna", "keine", "aucun", "aucune"]
_GENDERS = {
    "female": "female f w woman girl femme féminin feminin weiblich frau mujer femenino femenina mulher feminino donna femminile vrouw vrouwelijk kobieta żeńska k femeie kadın kadin женский жен ж женщина жіноча жін жінка أنثى انثى امرأة mrs ms",
    "male": "male m man boy homme masculin männlich mannlich mann hombre masculino varón homem uomo maschile maschio mannelijk mężczyzna męska bărbat erkek мужской муж м мужчина чоловіча чол чоловік ч ذكر رجل mr h",
    "other": "other x d nb diverse divers non-binary nonbinary non-binaire no-binario não-binário intersex agender genderqueer autre otro outro altro anders inna alta diğer другой інша آخر",
}  # fmt: skip
_STATUS_WORDS = {fold(word): status for status, words in _STATUS.items() for word in words}
_GENDER_WORDS = {fold(word): gender for gender, words in _GENDERS.items() for word in words.split()}
_YES_WORDS, _NO_WORDS = frozenset(map(fold, _YES)) | {"✓", "✔"}, frozenset(map(fold, _NO))


@lru_cache(maxsize=1024)
def status_word(text: str) -> VacancyStatus | None:
    """The status that a word in one of many languages means; None for any other word."""
    return _STATUS_WORDS.get(fold(text))


def status(cell: object) -> VacancyStatus:
    """Whether people may still be proposed; raises FieldRefused for an unknown word."""
    text = text_of(cell)
    found = status_word(text)
    if found is None:
        raise FieldRefused(
            "This does not say whether the vacancy is still open.",
            "Write one of open, filled, withdrawn, expired.",
            field="status", value=text,
        )  # fmt: skip
    return found


def yes_or_no(text: str) -> bool | None:
    """Whether a cell only says yes or no; None where it says something else."""
    folded = fold(text) or text
    return True if folded in _YES_WORDS else False if folded in _NO_WORDS else None


def gender_word(text: str) -> str | None:
    """female, male or other; None for a word that says none of these."""
    return _GENDER_WORDS.get(fold(text))
