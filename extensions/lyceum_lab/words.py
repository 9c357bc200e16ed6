"""The front end's words in other languages: what the build makes of the .po files, and the settings' titles."""

import gettext
import io
import json
from functools import lru_cache
from pathlib import Path
from typing import Any

DOMAIN = "lyceum_lab"
LANGUAGE = "LYCEUM_LANGUAGE"  # of the hub's pages on which this server was started
LOCALES = Path(__file__).parent / "locale"


def source(language: str) -> Path:
    """Return the file with the words of a language, such as `fr_FR`."""
    return LOCALES / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def read(path: Path) -> Any:
    """Return a catalogue of babel's."""
    from babel.messages.pofile import read_po  # only where somebody wants another language than English

    with path.open("rb") as file:
        return read_po(file, domain=DOMAIN)


def for_front_end(catalogue: Any) -> dict[str, Any]:
    """Return a catalogue as JupyterLab's translator reads it; a context stands before its message."""
    about = {
        "domain": DOMAIN,
        "language": str(catalogue.locale).replace("_", "-"),
        "plural_forms": f"{catalogue.plural_forms}",
    }
    words = {
        "\x04".join(filter(None, [message.context, *forms(message.id)[:1]])): forms(message.string)
        for message in catalogue
        if message.id
    }
    return {"": about, **words}


def forms(text: str | tuple[str, ...]) -> list[str]:
    """Return the singular and, where there are any, the plurals."""
    return [text] if isinstance(text, str) else list(text)


def compile_all() -> None:
    """Write beside each .po file what jupyterlab_server sends to browsers (entry point `jupyterlab.locale`)."""
    for path in LOCALES.glob("*/LC_MESSAGES/*.po"):
        words = for_front_end(read(path))
        path.with_suffix(".json").write_text(json.dumps(words, ensure_ascii=False, indent=0), "utf-8")


@lru_cache
def translations(language: str) -> gettext.NullTranslations:
    """Return the words of a language for Python; English where there are none."""
    from babel.messages.mofile import write_mo

    if not source(language).is_file():
        return gettext.NullTranslations()
    compiled = io.BytesIO()
    write_mo(compiled, read(source(language)))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def begin_in(language: str) -> None:
    """Have JupyterLab speak a language, such as `fr`, to whoever has chosen none in its settings."""
    from jupyterlab_server import settings_utils, translations_handler

    if language:
        locale = next((folder.name for folder in LOCALES.glob(f"{language}_*")), language)
        for module in (settings_utils, translations_handler):
            setattr(module, "SYS_LOCALE", locale)  # noqa: B010 - what `default` means in the settings; not exported


def offer() -> None:
    """Let jupyterlab_server translate our settings' titles, which it looks for in language packs only."""
    from jupyterlab_server.translation_utils import TranslationBundle, translator

    class Words(TranslationBundle):  # type: ignore[misc, unused-ignore]
        """Our own catalogue, whatever packs are installed."""

        def update_locale(self, locale_: str) -> None:
            self._locale = locale_
            self._translator = translations(locale_)

    translator._TRANSLATORS[DOMAIN] = Words(DOMAIN, translator._LOCALE)


if __name__ == "__main__":
    compile_all()
