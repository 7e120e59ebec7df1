"""Units of measure and currencies: their words, and how many base units one of them is."""

from __future__ import annotations

import re

_CURRENCIES = {
    "usd": r"US\$|USD|\$|(?:US\s|U\.S\.\s)?dollars?", "eur": r"€|EUR|euros?", "gbp": r"£|GBP|pounds?(?:\ssterling)?",
    "jpy": r"¥|yen", "rub": r"₽|RUB|ro?u?bles?", "uah": r"₴|UAH|hryvnias?",
    "pln": r"PLN|zlot(?:y|ych|ys)", "chf": r"CHF|Swiss francs?",
    "byn": r"BYN", "cny": r"yuan|RMB", "inr": r"₹|rupees?",
}  # fmt: skip
# unit: pattern, and the number of base units in it; units of one kind are converted to one base unit
_MEASURES: list[tuple[str, str, float]] = [
    ("percentage point", r"(?:percentage|per\scent|%)[\s-]points?|pp", 1.0),
    ("percent", r"%|per\s?cent|percent|pct", 1.0),
    ("km2", r"(?:square|sq\.?)[\s-](?:kilomet(?:re|er)s?|kms?)|km²|km2", 1.0),
    ("km2", r"(?:square|sq\.?)[\s-]met(?:re|er)s?|m²|m2", 1e-6),
    ("km2", r"(?:square|sq\.?)[\s-]miles?", 2.589988),
    ("km2", r"hectares?|ha", 0.01),
    ("km2", r"acres?", 0.00404686),
    ("km/h", r"km/h|kph|kilomet(?:re|er)s\s(?:per|an)\shour", 1.0),
    ("km/h", r"mph|miles\s(?:per|an)\shour", 1.609344),
    ("km", r"kilomet(?:re|er)s?|kms?", 1.0),
    ("km", r"met(?:re|er)s?|m", 1e-3),
    ("km", r"centimet(?:re|er)s?|cm", 1e-5),
    ("km", r"miles?|mi", 1.609344),
    ("km", r"feet|foot|ft", 3.048e-4),
    ("tonne", r"(?:metric\s)?(?:tonnes?|tons?)|t", 1.0),
    ("tonne", r"kilograms?|kilos?|kg", 1e-3),
    ("litre", r"lit(?:re|er)s?", 1.0),
    ("hour", r"seconds?", 1 / 3600),
    ("hour", r"minutes?|mins?", 1 / 60),
    ("hour", r"hours?|hrs?|h", 1.0),
    ("hour", r"days?", 24.0),
    ("hour", r"weeks?", 168.0),
    ("month", r"months?", 1.0),
    ("month", r"years?", 12.0),
    ("megawatt", r"megawatts?|MW", 1.0),
    ("megawatt", r"gigawatts?|GW", 1e3),
    ("fold", r"times|fold", 1.0),
    ("degree", r"°\s?[CF]?|degrees?(?:\s(?:celsius|fahrenheit))?", 1.0),
]

MONEY = "|".join(_CURRENCIES.values())
"""A regular expression for a currency's sign or word."""

UNIT = "|".join(pattern for _, pattern, _ in _MEASURES)
"""The same for a measure."""

_PATTERNS = [(unit, re.compile(pattern, re.I), factor) for unit, pattern, factor in _MEASURES] + [
    (unit, re.compile(pattern, re.I), 1.0) for unit, pattern in _CURRENCIES.items()
]


def unit_named(word: str) -> tuple[str | None, float]:
    """The unit that `word` names and the number of its base units in one; (None, 1.0) where it names none."""
    for unit, pattern, factor in _PATTERNS:
        if word and pattern.fullmatch(word):
            return unit, factor
    return None, 1.0
