"""Notice text that speaks to a machine instead of a reader. A flag for people: nothing is decided by it.

What keeps planted instructions harmless is the structure (models fill cells, code decides); this only says that
somebody tried. Found: addresses to AI tools, calls to disregard instructions, orders about labels.
Plain imperatives are not.
"""

from __future__ import annotations

import re

_ADDRESSED = re.compile(
    r"""
      \b(?:ignore|disregard|forget|override)\b .{0,30} \b(?:previous|prior|earlier|above|your|all)\b .{0,20}
          \b(?:instruction|prompt|rule|guideline|direction)s?\b
    | \b(?:note|message|instruction|attention)s?\ (?:to|for)\ (?:all\ )?(?:AI|LLM|language\ model|chatbot|assistant)
    | (?:^|[\s\[(<*]) (?:SYSTEM|ASSISTANT|DEVELOPER) \s* (?:PROMPT|NOTE|MESSAGE|OVERRIDE)? \s* :
    | <\|?\s*(?:system|im_start|assistant)\b
    | \b(?:AI|language)\ (?:models?|systems?|assistants?|tools?|agents?)\b .{0,40} \b(?:must|should|are\ to|please)\b
    | \b(?:mark|label|rate|treat|classify)\b .{0,30} \b(?:claims?|statements?|article)\b .{0,40}
          \b(?:corroborated|disputed|single-source|verified|true|false|confirmed)\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_CASED = re.compile(r"(?:^|[\s\[(<*])(?:SYSTEM|ASSISTANT|DEVELOPER)\b")

INSTRUCTION_WARNING = "instruction to machines in the text"
"""How the warning on an article begins; the text noticed follows."""


def find_instructions(text: str) -> list[tuple[int, int]]:
    """The spans of `text` that address a machine, in order."""
    return [(m.start(), m.end()) for m in _ADDRESSED.finditer(text) if not _is_shouted_word(m.group())]


def _is_shouted_word(found: str) -> bool:
    """ "System: …" in running text is a word; only the shouted form is a forged role marker."""
    bare = found.strip(" [(<*\n\t")
    return bare.lower().startswith(("system", "assistant", "developer")) and not _CASED.match(found)
