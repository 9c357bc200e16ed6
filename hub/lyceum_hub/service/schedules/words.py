"""Words: when a schedule fires, in the language of whoever reads it."""

from functools import lru_cache

from babel.dates import get_day_names, get_month_names
from cron_descriptor import Options, get_description

UNITS = {"day": 86400, "hour": 3600, "minute": 60, "second": 1}
LOCALES = {"en": "en_US", "fr": "fr_FR"}
BOUNDS = {"en": ("from", "until"), "fr": ("à partir du", "jusqu’au")}
EVERY = {
    "en": {unit: (f"Every {unit}", f"Every %s {unit}s") for unit in UNITS},
    "fr": {
        "day": ("Tous les jours", "Tous les %s jours"),
        "hour": ("Toutes les heures", "Toutes les %s heures"),
        "minute": ("Toutes les minutes", "Toutes les %s minutes"),
        "second": ("Toutes les secondes", "Toutes les %s secondes"),
    },
}
AFTER = {
    "en": {
        "entry": "after a new version of %s",
        "success": "after %s succeeded",
        "failure": "after %s failed",
        "end": "after %s ended",
        "deleted": "a deleted schedule",
    },
    "fr": {
        "entry": "après une nouvelle version de %s",
        "success": "après réussite : %s",
        "failure": "après échec : %s",
        "end": "après la fin : %s",
        "deleted": "une planification supprimée",
    },
}


@lru_cache(maxsize=1024)
def described(cron: str, language: str) -> str:
    """Return a cron expression in words."""
    text = str(get_description(cron, Options(use_24hour_time_format=True, locale_code=LOCALES[language])))
    for names in (get_day_names, get_month_names):  # cron-descriptor has them in English only
        for number, name in names(locale="en").items():
            text = text.replace(name, names(locale=language)[number])
    return text


def span(seconds: int, language: str) -> str:
    """Return an interval in words, in the largest unit that it is a multiple of."""
    unit, size = next((unit, size) for unit, size in UNITS.items() if seconds % size == 0)
    one, many = EVERY[language][unit]
    return one if seconds == size else many % (seconds // size)


def after(what: str, name: str | None, language: str) -> str:
    """Return what is waited for: a new version of an `entry`, or an ending of a schedule, which may be gone."""
    words = AFTER[language]
    return words[what] % (name or words["deleted"])
