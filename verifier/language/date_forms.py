"""What dates look like in running text, each wording with its reading. Fuller wordings come first."""

from __future__ import annotations

import re

from verifier.language.calendars import FEASTS, FOREIGN_MONTHS, NUMBERS, SEASONS, WEEKDAYS
from verifier.language.date_readings import (
    Resolve,
    read_ago,
    read_day_month,
    read_decade,
    read_feast,
    read_foreign,
    read_half,
    read_in_time,
    read_month,
    read_months,
    read_numeric,
    read_period,
    read_quarter,
    read_recent,
    read_relative,
    read_roman,
    read_season,
    read_slashes,
    read_stretch,
    read_two_months,
    read_week_of_month,
    read_weekday,
    read_weekday_of_week,
    read_weekdays,
    read_weekend,
    read_without_year,
    read_year,
    read_years,
)

# "May" and "March" are words too: a bare month needs a capital and something before or behind it that makes it a date.
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"
)
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_YEAR = r"(?:19|20)\d\d"
_WEEKDAY = "|".join(name.title() for name in WEEKDAYS)
_SEASON = "|".join(SEASONS)
_FOREIGN = "|".join(sorted(FOREIGN_MONTHS, key=len, reverse=True))
_COUNT = "|".join(sorted(NUMBERS, key=len, reverse=True))
_FEW = r"several|a few|few|a couple of|couple of"
_TO = r"(?:to|until|till|through|and|[-\u2013])"
_PART = r"(?P<part>(?i:early|mid|late)[ -]|(?i:beginning|start|middle|end) of (?:the (?:year )?)?)"
_RELATIVE_YEAR = r"(?:of )?(?P<ry>last|this|next) year\b"
# "in May 5,000 people fled" names no day, "2000 soldiers" no year
_NO_NUMBER = r"(?![,.]?\d)"
_NO_COUNT = (
    r"(?![,.]?\d|[-\u2013/]\d|\s(?:people|persons|soldiers|troops|men|women|children|civilians|servicemen|fighters|"
    r"refugees|workers|houses|homes|tanks|shells|drones|euros?|dollars?|tonnes|tons|km|hectares)\b)"
)


_DAY_LIST = rf"(?P<d>{_DAY})(?: ?(?:to|and|through|[-\u2013/]) ?(?:the )?(?P<d2>{_DAY}))?"
_GAP = r"(?:\.? |\.)"  # "Feb. 14", "Feb.14"
_WHICH_YEAR = rf"(?:,? ?(?P<y>{_YEAR})\b|,? {_RELATIVE_YEAR})"
_OF_YEAR = rf",?(?: of| in)?(?: (?P<y>{_YEAR})\b| {_RELATIVE_YEAR})"
_YEAR_AFTER = rf"(?:(?P<y>{_YEAR})\b|{_RELATIVE_YEAR})"
# "between 1 and 4 May" is a stretch, "on 30 April and 4 May" two days
_BETWEEN = r"(?:(?P<between>(?i:between)) )?"
_JOIN = r"(?(between)(?:and|to|[-\u2013])|(?:to|until|till|through|[-\u2013]))"
_WHICH = "last|this|next|coming|past"
_AMOUNT = rf"(?:(?P<few>{_FEW})|(?P<n>\d{{1,3}}|{_COUNT}))"
_MONTH_AFTER = "in|since|until|till|by|before|after|from|during|last|this|next|of"
_YEAR_AFTER_WORD = "in|into|since|until|till|through|by|from|during|before|after|of|for|year|the|to|its|their"
# Newspapers and broadcasts are named after days.
_NO_TITLE = r"(?!\w|\s(?:Times|Telegraph|Express|Mail|Mirror|Post|Mass|programme|show|Show)\b)"

_NUMERIC_FORMS: tuple[tuple[str, Resolve], ...] = (
    (rf"\b(?P<y>{_YEAR})-(?P<m>\d\d)-(?P<d>\d\d)(?!\d)", read_numeric),
    (rf"\b(?P<d>\d{{1,2}})\. ?(?P<m>\d{{1,2}})\. ?(?P<y>{_YEAR})\b", read_numeric),
    (rf"\b(?P<d>\d{{1,2}})[. ]{{1,2}}(?P<m>[IVX]{{1,4}})[. ]{{1,2}}(?P<y>{_YEAR})\b", read_roman),
    (rf"\b(?P<a>\d{{1,2}})([/-])(?P<b>\d{{1,2}})\2(?P<y>{_YEAR})\b", read_slashes),
    (
        r"(?:(?<=\()|(?<=\b[Oo]n )|(?<=\b[Ss]ince ))(?P<d>\d{1,2})\.(?P<m>0[1-9]|1[0-2])\.?(?![\d%.]|\s?per)",
        read_without_year,
    ),
)
_DAY_FORMS: tuple[tuple[str, Resolve], ...] = (
    (
        rf"\b{_BETWEEN}(?P<m>{_MONTH}){_GAP}(?P<d>{_DAY})(?:,? (?P<y1>{_YEAR}),?)? ?{_JOIN} ?"
        rf"(?P<m2>{_MONTH}){_GAP}(?P<d2>{_DAY})\b{_NO_NUMBER}{_WHICH_YEAR}?",
        read_two_months,
    ),
    (
        rf"\b{_BETWEEN}(?P<d>{_DAY}) (?P<m>{_MONTH})\.?(?: (?P<y1>{_YEAR}))? ?{_JOIN} ?"
        rf"(?P<d2>{_DAY}) (?P<m2>{_MONTH})\b\.?{_WHICH_YEAR}?",
        read_two_months,
    ),
    (rf"\b(?P<m>{_MONTH}){_GAP}{_DAY_LIST}\b(?:{_WHICH_YEAR}|{_NO_NUMBER})", read_day_month),
    (rf"\b{_DAY_LIST} (?:of )?(?P<m>{_MONTH})\b\.?{_WHICH_YEAR}?", read_day_month),
    (rf"(?i:\b(?P<d>\d{{1,2}})\.? (?:de )?(?P<m>{_FOREIGN})\b\.?(?:,? (?:de )?(?P<y>{_YEAR})\b)?)", read_foreign),
    (
        rf"\b(?P<feast>(?i:{'|'.join(FEASTS)}))\b(?:{_OF_YEAR})?".replace("'", "['\u2019]"),
        read_feast,
    ),
)
_MONTH_FORMS: tuple[tuple[str, Resolve], ...] = (
    (
        rf"\b(?:(?P<between>(?i:between)) |(?i:from) )?(?P<m>{_MONTH})\.?(?: (?P<y1>{_YEAR}))? ?{_JOIN} ?"
        rf"(?P<m2>{_MONTH})\b\.?{_NO_NUMBER}"
        rf"(?! \d{{1,2}}\b)(?:{_OF_YEAR})?",
        read_months,
    ),
    (
        rf"\b(?i:(?P<nth>first|second|third|fourth|last|final) (?:week|days)) (?:of|in) (?P<m>{_MONTH})\b\.?"
        rf"(?:{_OF_YEAR})?",
        read_week_of_month,
    ),
    (
        r"\b(?i:Q(?P<n>[1-4])(?: of)?|(?P<nth>first|second|third|fourth|last|final) quarter(?: of)?),? ?"
        rf"{_YEAR_AFTER}",
        read_quarter,
    ),
    (
        r"\b(?i:H(?P<n>[12])|(?P<nth>first|second) half(?: of)?) "
        rf"(?:(?P<m>{_MONTH})\b\.?(?:{_OF_YEAR})?|(?:{_YEAR_AFTER.replace('<y>', '<y2>').replace('<ry>', '<ry2>')}))",
        read_half,
    ),
    (rf"\b{_PART}?(?P<m>{_MONTH})\b\.?{_OF_YEAR}", read_month),
    (rf"\b(?:{_PART}|(?i:{_MONTH_AFTER}) )(?P<m>{_MONTH})\b", read_month),
    (rf"\b(?i:(?P<season>{_SEASON}){_OF_YEAR})", read_season),
    (rf"\b(?i:(?P<which>{_WHICH}) (?P<season>{_SEASON}))\b", read_season),
    (
        rf"\b(?:(?i:between|from) (?P<y>{_YEAR}) {_TO} (?P<y2>{_YEAR})"
        rf"|(?P<z>{_YEAR}) ?[-\u2013/] ?(?P<z2>{_YEAR}|\d\d))\b(?![-/.\u2013]?\d)",
        read_years,
    ),
    (rf"\b{_PART}?(?P<y>(?:1[89]|20)\d0)s\b", read_decade),
)
_RELATIVE_FORMS: tuple[tuple[str, Resolve], ...] = (
    (
        rf"\b(?:(?i:from|between|of) )?(?P<from>{_WEEKDAY}) {_JOIN.replace('(?(between)', '(?:').replace('and|', '')} "
        rf"(?P<day>{_WEEKDAY})(?!\w)",
        read_weekdays,
    ),
    (rf"\b(?P<day>{_WEEKDAY}),?(?: (?i:of))? (?P<which>(?i:last|this|next|the past)) week\b", read_weekday_of_week),
    (
        rf"\b(?P<which>(?i:last|this|next)) week(?:['\u2019]s|,? (?:on|from))? (?P<day>{_WEEKDAY}){_NO_TITLE}",
        read_weekday_of_week,
    ),
    (rf"\b(?:(?P<which>(?i:{_WHICH})) )?(?P<day>{_WEEKDAY}){_NO_TITLE}", read_weekday),
    (
        r"\b(?i:(?:the )?day (?:before yesterday|after tomorrow)|yesterday|today|tonight|tomorrow|last night"
        rf"|overnight(?! (?:on|from|into|to|between)\b)|this (?:morning|afternoon|evening))\b{_NO_TITLE}",
        read_relative,
    ),
    (rf"\b(?i:{_AMOUNT} (?P<unit>hour|day|week|fortnight|month|year|decade)s?(?P<half> and a half)? ago)\b", read_ago),
    (rf"\b(?i:(?P<which>last|past|next|coming) {_AMOUNT} (?P<unit>days?|weeks?|months?|years?))\b", read_stretch),
    (
        r"\b(?i:(?:the|this) (?!(?:next|coming) day\b)(?P<which>last|past|next|coming) "
        r"(?P<unit>day|week|month|year))\b",
        read_stretch,
    ),
    (r"\b(?i:(?P<which>recent|the coming) (?P<unit>days|weeks|months))\b", read_recent),
    (rf"\b(?i:in (?P<n>\d{{1,2}}|{_COUNT}) (?P<unit>day|week|month)s?)\b", read_in_time),
    (
        rf"\b(?:(?P<side>(?i:earlier|later) )|{_PART})?(?i:(?P<which>{_WHICH}) (?P<what>week|month|year))\b",
        read_period,
    ),
    (r"\b(?P<part>(?i:beginning|start|middle|end) of )(?i:(?P<which>the) (?P<what>week|month|year))\b", read_period),
    (rf"\b(?:(?P<which>(?i:{_WHICH})) )?weekend\b", read_weekend),
    (rf"(?:\b(?:{_PART}|(?i:{_YEAR_AFTER_WORD}) )|(?<=['\u2019]s ))(?P<y>{_YEAR})\b{_NO_COUNT}", read_year),
)

FORMS: tuple[tuple[re.Pattern[str], Resolve], ...] = tuple(
    (re.compile(pattern), resolve) for pattern, resolve in _NUMERIC_FORMS + _DAY_FORMS + _MONTH_FORMS + _RELATIVE_FORMS
)
"""Every wording with what it means; a match of an earlier one leaves its words to no later one."""
