"""Colours: those of the design, readable, and the same in the style sheet and in Streamlit's theme."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

import ui

FOLDER = Path(ui.__file__).parent
THEME = tomllib.loads((FOLDER / "theme.toml").read_text(encoding="utf-8"))["theme"]
STYLE = (FOLDER / "style.css").read_text(encoding="utf-8")


def luminance(colour: str) -> float:
    """Relative luminance of "#RRGGBB" as WCAG 2 defines it, 0 to 1."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("name", "variable"), [("blue", "blue"), ("orange", "vermilion"), ("gray", "neutral")])
def test_label_colours_are_readable_and_the_same_everywhere(theme: str, name: str, variable: str) -> None:
    text, back = THEME[theme][f"{name}TextColor"], THEME[theme][f"{name}BackgroundColor"]
    assert contrast(text, back) >= 5.4
    pairs = {
        line.split(":")[0].strip(): line.split("light-dark(")[1].split(")")[0].split(", ")
        for line in STYLE.splitlines()
        if "light-dark(" in line
    }
    at = ("light", "dark").index(theme)
    assert (pairs[f"--v-{variable}"][at], pairs[f"--v-{variable}-back"][at]) == (text, back)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_quiet_text_is_readable_on_every_ground(theme: str) -> None:
    at = ("light", "dark").index(theme)
    quiet = STYLE.split("--v-quiet: light-dark(")[1].split(")")[0].split(", ")[at]
    grounds = THEME[theme]["backgroundColor"], THEME[theme]["secondaryBackgroundColor"]
    assert all(contrast(colour, ground) >= 4.5 for colour in (quiet, THEME[theme]["textColor"]) for ground in grounds)


def test_nothing_is_fetched_by_the_style_sheet() -> None:
    assert "url(" not in STYLE
    assert "@import" not in STYLE
