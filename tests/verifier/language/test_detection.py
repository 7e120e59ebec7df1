from __future__ import annotations

# Cyrillic is what it is about.
# ruff: noqa: RUF001
import pytest

from verifier.language.detection import detect_language


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The bridge was closed on Friday at noon, the minister told reporters in the harbour."),
        ("de", "Die Brücke wurde am Freitagmittag gesperrt, sagte die Ministerin vor Journalisten im Hafen."),
        ("ru", "Мост был закрыт в пятницу в полдень, сообщила журналистам министр."),
        ("uk", "Міст було закрито у п'ятницю опівдні, повідомила журналістам міністерка."),
        ("fr", "Le pont a été fermé vendredi à midi, a déclaré la ministre devant les journalistes."),
    ],
)
def test_tells_languages_apart(language: str, text: str) -> None:
    assert detect_language(text) == language


@pytest.mark.parametrize("text", ["", "12.4 %", "Sorn, Ostel", "***", "\x00", "\ud800" * 40])
def test_says_nothing_about_too_little_text(text: str) -> None:
    assert detect_language(text) is None
