"""Whom a naming phrase names: "Kremlin spokesman Dmitry Peskov" is a person who speaks for a body.

Reads one phrase at a time and knows nothing of the text around it; `attribution` resolves what refers back.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from verifier.domain import LinkKind
from verifier.language.grammar import MONTHS, WEEKDAYS, alternatives
from verifier.language.names import HEARSAY


class Refers(StrEnum):
    """What a phrase without a name points back to."""

    PERSON = "person"
    PLURAL = "plural"
    THING = "thing"
    ROLE = "role"
    BODY = "body"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class Naming:
    """A naming phrase read: `phrase[start:end]` is the part that names.

    `roles` are the lower-case words that describe the bearer, `body` the body a person speaks for, `refers` what the
    phrase points back to when it holds no name of its own. `body_kind` is what a named body is called, as in "the
    satellite company Example Orbit".
    """

    name: str
    kind: LinkKind
    named: bool
    start: int
    end: int
    roles: frozenset[str] = frozenset()
    body: Naming | None = None
    refers: Refers | None = None
    own_sources: bool = False
    body_kind: str = ""


_UNNAMED_HEADS = frozenset(
    """source sources official officials expert experts analyst analysts observer observers resident residents witness
    witnesses eyewitness eyewitnesses people person insider insiders diplomat diplomats aide aides adviser advisers
    advisor advisors critics others some many several most few researcher researchers scientist scientists local locals
    blogger bloggers user users commentator commentators soldier soldiers fighter fighters survivor survivors relatives
    friends neighbours neighbors economists activists journalists reporters correspondents historians lawmakers
    politicians senators deputies ministers leaders countries supporters opponents voters citizens refugees men women
    individual individuals doctor doctors volunteer volunteers parents students prisoners executives strategists
    milbloggers milblogger authorities authority contact contacts interlocutor interlocutors information data
    reporter correspondent everyone everybody nobody somebody someone anyone both all another republicans democrats
    conservatives liberals lawyers attorneys operatives consultants allies staffers commanders officers officer
    colleagues colleague engineers investigators teachers farmers pilots captives detainees sailors mourners
    channels bloggers propagandists""".split()
)
_HEARSAY = re.compile(
    r"(?:(?:various|several|some|many|local|numerous|other|unconfirmed|recent|earlier|news|press|foreign|western|social"
    r"|state|state-run|state-controlled|pro-\w+|independent|international|russian|ukrainian|belarusian|german|american|israeli|polish|chinese|british)\s+)*(?:media|press|rumou?rs?|reports|(?:media|news|press)\s+(?:reports?|outlets|coverage))",
    re.IGNORECASE,
)
_DOCUMENT = (
    r"(?:reports?|photographs?|bulletins?|studies|study|survey|surveys|poll|polls|data|figures|statistics|images?|imagery|photos?|pictures?|"
    r"videos?|footage|documents?|statements?|analysis|analyses|assessments?|research|records?|letters?|releases?|"
    r"post|posts|message|messages|tweet|tweets|memo|article|articles|editorial|maps?|results|findings|estimates?|"
    r"press\s+release|information(?=\s+(?:from|of|by))|reporting|update|updates|digest|bulletin|briefing|account|accounts|calculations?|website|summary|"
    r"announcement|communiqu[eé]|declaration|decree|order|indictment|filing|complaint|calculations)"
)
_BODY_NOUNS = frozenset(
    """ministry department institute agency council committee commission army military navy force forces staff command
    police government administration parliament senate house congress court service services guard guards union nato un
    company corporation group bank university college school center centre organisation organization office bureau party
    campaign hospital embassy foundation intelligence cabinet secretariat mission authority directorate association
    alliance assembly federation kremlin pentagon tank duma rada gayun hajun institution board fund network project
    coalition team league society chamber headquarters brigade battalion corps regiment division fleet unit
    operator corporation ombudsman prosecutors prosecutor watchdog airline treasury inc ltd firm company consulate
    delegation presidency republic city state municipality defence defense troops militia movement
    taliban hamas hezbollah isw osce iaea who unicef unhcr eu icc fbi cia sbu fsb gru centcom idf""".split()
)
_OUTLET_WORDS = re.compile(
    r"\b(?:news|newspaper|newspapers|times|post|guardian|telegraph|herald|tribune|journal|gazette|magazine|chronicle|"
    r"observer|economist|independent|mirror|daily|press|portal|broadcaster|television|tv|radio|channel|outlet|website|"
    r"agency\s+\w+|news\s+agency|newswire|editorial\s+network|zeitung|pravda|tabloid|weekly|broadcasting|podcast|"
    r"reuters|afp|ap|tass|ria|ria\s+novosti|interfax|ukrinform|belta|unian|bbc|cnn|cbs|nbc|abc|msnbc|fox|npr|pbs|politico|"
    r"bloomberg|axios|spiegel|bild|welt|faz|zdf|ard|rnd|dpa|ansa|efe|xinhua|kyodo|yonhap|al[\s-]jazeera|euronews|"
    r"le\s+monde|le\s+figaro|liberation|el\s+pa[ií]s|corriere|repubblica|meduza|mediazona|nexta|hromadske|suspilne|"
    r"nv|rt|sputnik|nytimes|wsj|ft|breitbart|huffpost|vox|wired|newsweek|usa\s+today|washington\s+examiner|"
    r"deutsche\s+welle|dw|rferl|rfe/rl|voice\s+of\s+america|voa|svoboda|novosti|izvestia|kommersant|vedomosti|"
    r"censor\.net|liga|ynet|haaretz|anadolu|sky|itv|today)\b",
    re.IGNORECASE,
)
_LOWER_ONLY_OUTLET = re.compile(r"\b(?:today|sky|mirror|observer|independent|journal|daily|weekly|post|times|press|"
                                r"guardian|fox|welt|liga|who|nv|ap|rt|ft|website|channel)\b")  # fmt: skip
_TITLES = frozenset(
    """mr mrs ms miss dr prof professor sir lord lady president vice prime minister premier chancellor secretary general
    colonel major lieutenant captain admiral sergeant brigadier marshal commander chief senator sen rep representative
    congressman congresswoman governor gov mayor ambassador king queen prince princess pope archbishop bishop patriarch
    judge justice attorney speaker leader chairman chairwoman chair director head deputy foreign defence defense interior
    finance former first acting senior house democratic republican democrat interim lt col gen maj capt sgt cpt hon rev
    father taoiseach commissioner photographer judge oligarch activist journalist analyst economist press spokesman spokeswoman spokesperson state undersecretary under treasury rear homeland security adviser
    advisor national culture economy energy health justice army navy air force ret ceo cfo founder editor host
    majority minority whip""".split()
)
_OFFICES = frozenset(
    """president minister premier chancellor mayor governor head chief commander ambassador king queen pope secretary
    chairman chairwoman speaker leader ceo director general ruler dictator ombudsman envoy patriarch premier
    prosecutor""".split()
)
_SPOKES = r"(?:spokes(?:man|woman|person|people)|press\s+(?:secretary|officer)|press\s+service)"
_NATIONS = frozenset(
    """russia russian ukraine ukrainian belarus belarusian belarussian germany german poland polish us u.s american
    america britain british uk france french italy italian spain spanish china chinese turkey turkish iran iranian israel
    israeli syria syrian georgia georgian moldova moldovan romania romanian hungary hungarian lithuania lithuanian latvia
    latvian estonia estonian finland finnish sweden swedish norway norwegian denmark danish netherlands dutch belgium
    belgian austria austrian switzerland swiss greece greek bulgaria bulgarian serbia serbian slovakia slovak czech
    japan japanese india indian pakistan pakistani korea korean north south canada canadian australia australian
    europe european western eastern chechen crimean soviet kazakhstan kazakh armenia armenian azerbaijan azerbaijani
    iraq iraqi egypt egyptian saudi arabia qatar lebanon lebanese palestinian palestine afghan afghanistan mexico
    mexican brazil brazilian united states kingdom moscow kyiv kiev minsk berlin warsaw washington london paris brussels
    ankara tehran beijing jerusalem vienna budapest vilnius riga tallinn republican democratic democrat""".split()
)
_PARTICLES = frozenset("de du van von der den la le al bin ibn di da dos el ter".split())
_DETERMINER = re.compile(
    r"(?:(?:the|a|an|this|that|these|those|both|one\s+of\s+the|one\s+of|some\s+of\s+the|some|another|other|"
    r"many\s+of\s+the|several|numerous|two|three|four|like|as)\s+)+",
    re.IGNORECASE,
)
_LEADING = re.compile(rf"(?:(?:which|and|of|for|but|with|that|who|as|from|by|said|claim)\s+)*(?:{_DETERMINER.pattern})?", re.IGNORECASE)
_PRONOUNS = {
    "he": Refers.PERSON, "she": Refers.PERSON, "him": Refers.PERSON, "her": Refers.PERSON, "i": Refers.PERSON,
    "who": Refers.PERSON, "they": Refers.PLURAL, "we": Refers.PLURAL, "them": Refers.PLURAL, "it": Refers.THING,
    "which": Refers.THING, "you": Refers.PERSON, "that": Refers.THING, "this": Refers.THING,
}  # fmt: skip
_ACRONYM = re.compile(r"\s*\(([A-Z][A-Za-z&.-]{0,8}[A-Z])\)")
_TOKEN = re.compile(r"[^\s,;:()“”\"]+")
_CUT_HEAD = re.compile(
    r"\s(?:of|in|at|from|for|with|who|whom|on|to|near|inside|within|about|behind|close|familiar|briefed|based|"
    r"living|serving|working|involved|speaking|that|which|under|across|around|against|named|called|including)\s"
)


def is_outlet(name: str) -> bool:
    """Whether `name` reads as a newspaper, agency, broadcaster or portal."""
    for match in _OUTLET_WORDS.finditer(name):
        if match.group()[0].isupper() or not _LOWER_ONLY_OUTLET.fullmatch(match.group().lower()):
            return True
    return False


def is_office(name: str) -> bool:
    """Whether `name` describes the holder of a national office: "French president"."""
    words = name.lower().split()
    return any(word in _OFFICES for word in words) and any(is_nation(word) for word in words)


def read_naming(phrase: str, *, speaks: bool = False) -> Naming | None:
    """Whom `phrase` names; None when it is no naming phrase at all.

    `speaks` says that the verb is one only somebody can be the subject of, so that "the port" is taken as it is.
    """
    lead = _LEADING.match(phrase)
    start = lead.end() if lead and lead.end() < len(phrase.rstrip()) else 0
    core = _before_apposition(phrase[start:]).rstrip(" ,.;:")
    if not re.search(r"[^\W\d_]", core):
        return None
    for reader in _READERS:
        found = reader(phrase, start, core)
        if found is not None:
            return found
    if speaks and (start or re.match(r"(?:his|her|their|its|our|my|\w+['’]s)\s", core, re.IGNORECASE)):
        return _here(phrase, start, core, core, LinkKind.UNNAMED, False)
    return None


def _before_apposition(core: str) -> str:
    """ "Jane Roe, the head of the union" without what follows the comma; kept whole where the name comes last."""
    front, comma, rest = core.partition(", ")
    named_last = re.match(r"[A-Z][\w.’'-]*(?:\s+[A-Z][\w.’'-]*)+$", rest)
    if comma and not (named_last and (not re.search(r"[A-Z]", front[1:]) or front.split()[-1].lower() in _TITLES)):
        core = front
    return re.split(r"\s[–—]\s", core)[0]


def _here(phrase: str, start: int, core: str, name: str, kind: LinkKind, named: bool, **more: object) -> Naming:
    return Naming(name, kind, named, start, start + len(core), **more)  # type: ignore[arg-type]


def _pronoun(phrase: str, start: int, core: str) -> Naming | None:
    """ "she", "he himself" """
    refers = _PRONOUNS.get(core.lower().removesuffix(" himself").removesuffix(" herself").removesuffix(" themselves"))
    if refers is None:
        return None
    return _here(phrase, start, core, core, LinkKind.UNNAMED, False, refers=refers)


def _own_sources(phrase: str, start: int, core: str) -> Naming | None:
    """ "his sources in the capital" """
    if not re.match(r"(?:his|her|their|its|own|my|our)\b.*\b(?:sources?|colleagues|contacts?|informants?|information|people)\b", core, re.I):
        return None
    return _here(phrase, start, core, core, LinkKind.UNNAMED, False, own_sources=True)


def _hearsay(phrase: str, start: int, core: str) -> Naming | None:
    """ "local media", "press reports" """
    if not _HEARSAY.fullmatch(core):
        return None
    return _here(phrase, start, core, HEARSAY, LinkKind.UNNAMED, False)


_DOC_OF_BODY = re.compile(
    rf"^.{{0,60}}?\b{_DOCUMENT}\s+(?:(?:\w+\s+){{0,3}}?(?:by|of|from|in|issued\s+by)|(?:\w+)\s+by|on)\s+(?=\S)(?P<body>.+)$",
)
_BODY_DOC = re.compile(rf"^(?P<body>.*?[A-Z][^\s]*?)(?:['’]s?)?(?:\s+[a-z][\w-]*|(?<=s)\s+[A-Z]\w+\s+\d{{4}}){{0,3}}?\s+{_DOCUMENT}(?:\s+(?:from|of|in|on|published|released|about)\b.*)?$")


def _document(phrase: str, start: int, core: str) -> Naming | None:
    """ "satellite images published by Maxar", "an ISW report", "the report" """
    lowered = core if re.match(r"\S+\s+[A-Z]", core) else core[0].lower() + core[1:]
    if not re.search(rf"\b{_DOCUMENT}\b", lowered):
        return None
    for pattern, text in ((_DOC_OF_BODY, lowered), (_BODY_DOC, core)):
        match = pattern.match(text)
        if match and not (lowered.startswith("information") and not any(map(_body_word, match.group("body").split()))):
            body = _body_of_document(phrase, start + match.start("body"), match.group("body"))
            if body is not None:
                return body
    return None


def _bare_document(phrase: str, start: int, core: str) -> Naming | None:
    """ "the report", "newly released records": a document of which nobody is named as author"""
    lowered = core if re.match(r"\S+\s+[A-Z]", core) else core[0].lower() + core[1:]
    if re.match(rf"(?:[\w-]+\s+){{0,3}}{_DOCUMENT}\b", lowered) and not re.search(r"\b(?:officials?|sources?)\b", core):
        known = re.match(r"the\b|this\b|that\b|its\b", phrase, re.IGNORECASE) and len(core.split()) < 4
        return _here(phrase, start, core, core, LinkKind.UNNAMED, False, refers=Refers.DOCUMENT if known else None)
    return None


def _body_of_document(phrase: str, start: int, text: str) -> Naming | None:
    """The body that vouches for a document, if the phrase names one."""
    lead = _DETERMINER.match(text)
    skip = lead.end() if lead else 0
    text = re.split(r"\s+and\s+(?=[a-z]+(?:ed|en)\b|made\b|seen\b)", text)[0]
    core = re.sub(r"^(?:daily|updated|new|recent|latest|official)\s+(?:updated\s+)?", "", text[skip:])
    offset = start + skip + len(text[skip:]) - len(core)
    inner = _capital(phrase, offset, core.rstrip("'’"))
    if re.match(rf"(?:(?:late|early)\s+)?{alternatives((*WEEKDAYS, *MONTHS))}\b", core):
        return None
    if inner is None or inner.refers is not None or not inner.named:
        return _lower_body(phrase, offset, core)
    return inner


_MEMBER = re.compile(
    rf"^(?:\w+\s+){{0,4}}?(?:{_SPOKES}|researchers?|analysts?|experts?|scientists?|inspectors?)\s+(?:at|for|from|of|with)\s+(?P<body>.+)$"
)
_BODY_MEMBER = re.compile(
    rf"^(?P<body>.*?\S)(?:(?:['’]s)?\s+{_SPOKES}|['’]s\s+(?:analysts?|experts?|researchers?|scientists?|press\s+office))$", re.IGNORECASE
)


def _member(phrase: str, start: int, core: str) -> Naming | None:
    """ "a spokesman for the border service", "a Pentagon spokeswoman", "analysts at the institute" """
    match = _MEMBER.match(core) or _BODY_MEMBER.match(core)
    if match is None:
        return None
    text, at = match.group("body"), start + match.start("body")
    lead = _DETERMINER.match(text)
    if lead and lead.end() < len(text):
        text, at = text[lead.end() :], at + lead.end()
    inner = _capital(phrase, at, text) or _lower_body(phrase, at, text)
    return inner if inner is not None and (inner.named or inner.refers is Refers.BODY) else None


def _named_last(phrase: str, start: int, core: str) -> Naming | None:
    """ "adviser to the mayor of the occupied Exampletown Jane Roe", "Minister of Internal Affairs Jane Roe" """
    match = re.search(r"(?P<name>(?:[A-ZÀ-ÞŁŚŻČŠŽ][\w’'-]+|[A-Z]\.)(?:\s(?:[A-Z]\.|[A-ZÀ-ÞŁŚŻČŠŽ][\w’'-]+))+)$", core)
    if match is None or not re.search(r"\b(?:of|for|to|at)\s", core[: match.start()]):
        return None
    at = match.start("name")
    words = core[at:].split()
    while words and (is_nation(words[0]) or _body_word(words[0]) or words[0].lower() in _TITLES):
        at += len(words[0]) + 1
        words = words[1:]
    stripped = at > match.start("name")
    title = core.split()[0].lower().removesuffix("'s").removesuffix("’s")
    described = title in _TITLES or title in _UNNAMED_HEADS or "-in-" in title or is_nation(title) or title in _OFFICES
    placed = re.search(r"\b(?:of|for|to|at|in|from|near)\s+(?:the\s+)?$", core[:at])
    if len(words) != 2 + any("." in word for word in words) or not described or placed and not stripped:
        return None
    if any(_body_word(word) or word.lower() in _NOT_IN_NAMES or is_nation(word) for word in words):
        return None
    roles = frozenset(word.lower() for word in re.findall(r"[A-Za-z-]+", core[:at]))
    return _with_acronym(phrase, start + at, start + len(core), LinkKind.SPEAKER, roles=roles, body=_spoken_for(phrase, start, core, at))


_NOT_IN_NAMES = frozenset(
    "affairs rights human foreign internal refugees representatives ministers defense defence state staff east west north south "
    "region oblast district york city county street house security economic trade energy general".split()
)


_OUTLET_BY_KIND = re.compile(
    r"(?:[a-z]+\s+)?(?:newspaper|paper|weekly|daily|magazine|news\s+agency|newswire|portal|broadcaster|outlet|news\s+site|tabloid|station|publication)"
)


def _outlet_by_kind(phrase: str, start: int, core: str) -> Naming | None:
    """ "the weekly", "the same newspaper": an outlet whose name must stand before"""
    nation, _, kind = core.partition(" ")
    if not start or not _OUTLET_BY_KIND.fullmatch(kind if is_nation(nation) else core):
        return None
    return _here(phrase, start, core, core, LinkKind.UNNAMED, False, refers=Refers.THING)


def _unnamed(phrase: str, start: int, core: str) -> Naming | None:
    """ "a senior official who asked not to be named", "people familiar with the plan", "information from Minsk" """
    head_end = _CUT_HEAD.search(core + " ")
    head = (core[: head_end.start()] if head_end else core).split()
    if not head:
        return None
    last = head[-1].lower().rstrip(".,")
    followed_by_name = bool(re.search(r"\b[A-Z]\w+\s*$", core)) and head_end is None
    if last not in _UNNAMED_HEADS or followed_by_name and head[-1][0].isupper() and len(head) > 1:
        return None
    return _here(phrase, start, core, core, LinkKind.UNNAMED, False)


_NOT_NAMES = frozenset(
    "one based recent only instead unless when nothing speaking these additionally afterwards further probably nobody everyone "
    "people many most some others another two three four five both all no not none those that this there here now then "
    "among about above across after at before behind beside between by during for from in inside into near of off on out over since through to under until up with "
    "yesterday today thus hence once experts officials sources critics analysts residents unconfirmed geolocated how why what against any within given however indeed leaked multiple".split()
)


def _capital(phrase: str, start: int, core: str) -> Naming | None:
    """Phrases with a proper name: a person, a body, an outlet, a country."""
    runs = _capital_runs(core)
    if not runs or runs == [(0, len(core))] and core.lower() in _NOT_NAMES:
        return None
    if " and " in core and len(runs) > 1 and all(_is_person(core, run) for run in runs):
        return _here(phrase, start, core, core, LinkKind.SPEAKER, True)
    outlet = _outlet(phrase, start, core, runs)
    if outlet is not None:
        return outlet
    first, last = runs[0], runs[-1]
    person = _person(phrase, start, core, last)
    if person is not None:
        return person
    called = re.search(r"\b([a-z][\w-]*)\s+$", core[: last[0]])
    if called and called.group(1) in _BODY_NOUNS and last[1] == len(core):
        roles = frozenset(word.lower() for word in core[: last[0]].split())
        return _with_acronym(
            phrase, start + last[0], start + last[1], LinkKind.SPEAKER, roles=roles, body_kind=called.group(1)
        )
    return _named_body(phrase, start, core, first)


def _capital_runs(core: str) -> list[tuple[int, int]]:
    """Stretches of capitalised words, particles of names and the "of" of bodies included."""
    tokens = [(m.start(), m.end(), m.group()) for m in _TOKEN.finditer(core)]
    apart = {i for i in range(1, len(tokens)) if core[tokens[i - 1][1] : tokens[i][0]].strip()}
    runs: list[tuple[int, int]] = []
    index = 0
    while index < len(tokens):
        if not _is_capital(tokens[index][2]):
            index += 1
            continue
        last = index
        while index and tokens[index - 1][2] in _PARTICLES and index not in apart:
            index -= 1
        while (step := _continues(tokens, last)) is not None and not apart.intersection(range(last + 1, step + 1)):
            last = step
        runs.append((tokens[index][0], tokens[last][1]))
        index = last + 1
    return runs


def _is_capital(token: str) -> bool:
    return token[0].isupper() or (len(token) > 2 and token[0].islower() and token[1].isupper())


def _continues(tokens: list[tuple[int, int, str]], at: int) -> int | None:
    """Index of the next token of the run that ends at `at`, or None."""
    rest = [token for _, _, token in tokens[at + 1 : at + 4]]
    if not rest:
        return None
    if _is_capital(rest[0]):
        return at + 1
    particles = next((i for i, token in enumerate(rest) if token.lower() not in _PARTICLES), len(rest))
    if 0 < particles < len(rest) and _is_capital(rest[particles]):
        return at + particles + 1
    if not any(_body_word(token) for _, _, token in tokens[max(0, at - 4) : at + 1]):
        return None
    joined = rest[0] in ("of", "for", "on", "and", "against", "&")
    if joined and len(rest) > 1 and _is_capital(rest[1]):
        return at + 2
    if joined and len(rest) > 2 and rest[1] == "the" and _is_capital(rest[2]):
        return at + 3
    return None


def _body_word(token: str) -> bool:
    bare = token.rstrip(".,").removesuffix("'s").removesuffix("’s")
    return bare.lower() in _BODY_NOUNS or (bare.isupper() and len(bare) > 1)


def _outlet(phrase: str, start: int, core: str, runs: list[tuple[int, int]]) -> Naming | None:
    """ "the portal Ukrainska Pravda", "the Reuters news agency", "the Belarusian military television" """
    if re.search(r"\w['’]s?\s+[A-Z][\w’'-]+\s+[A-Z][\w’'-]+$", core):
        return None
    if not is_outlet(core) or re.search(rf"\b(?:editor|host|correspondent|reporter|journalist|anchor|{_SPOKES})\b", core, re.I):
        return None
    named = [run for run in runs if is_outlet(core[run[0] : run[1]])]
    if not named and re.match(r"^(?:[a-z-]+\s+)*(?:portal|newspaper|broadcaster|agency|magazine|channel|website|outlet|daily)\s+[A-Z]", core):
        named = [runs[-1]]
    if not named and runs[0][0] == 0 and not is_nation(core[runs[0][0] : runs[0][1]]):
        named = [runs[0]]
    if named:
        begin, end = named[0]
        begin = _skip_titles(core, begin, end) if len(core[begin:end].split()) > 3 else begin
    else:
        begin, end = 0, len(core)
    return _with_acronym(phrase, start + begin, start + end, LinkKind.CITED_OUTLET)


def _with_acronym(phrase: str, begin: int, end: int, kind: LinkKind, **more: object) -> Naming:
    """The name with a short form in brackets behind it: "Institute for Harbour Studies (IHS)"."""
    short = _ACRONYM.match(phrase, end)
    if short:
        end = short.end()
    name = re.sub(r"\s+", " ", phrase[begin:end])
    if name.endswith(("'s", "’s")):
        name, end = name[:-2], end - 2
    return Naming(name, kind, True, begin, end, **more)  # type: ignore[arg-type]


def is_nation(name: str) -> bool:
    """Whether all words of `name` are countries, capitals or their adjectives."""
    return all(part.lower().rstrip(".").removesuffix("'s").removesuffix("’s") in _NATIONS for part in name.split())


def _is_person(core: str, run: tuple[int, int]) -> bool:
    name = core[run[0] : run[1]]
    return not any(_body_word(part) for part in name.split()) and not is_nation(name)


def _skip_titles(core: str, begin: int, end: int) -> int:
    """Where the bare name starts in `core[begin:end]`: behind nations, titles and "of <place>" that go before it."""
    tokens = [(begin + m.start(), m.group()) for m in re.finditer(r"\S+", core[begin:end])]
    bare = [token.lower().rstrip(".,").removesuffix("'s").removesuffix("’s").split("-")[0] for _, token in tokens]
    at = 0
    titled = False
    while at < len(tokens):
        if bare[at] in _TITLES or bare[at] in _NOT_IN_NAMES:
            titled = True
        elif not (bare[at] in _NATIONS or tokens[at][1].endswith(("'s", "’s")) or any(b in _TITLES for b in bare[at + 1 :])):
            break
        at += 1
    if at >= len(tokens):
        return begin if not titled else end
    return tokens[at][0]


def _person(phrase: str, start: int, core: str, run: tuple[int, int]) -> Naming | None:
    """ "the opposition politician Jane Roe", "President Roe", "Jane Roe of Exampletown" """
    begin, end = run
    place = re.search(r"\b(?:of|from|in|for|at)\s+(?:the\s+)?$", core[:begin])
    if place:
        earlier = [r for r in _capital_runs(core[: place.start()]) if _is_person(core, r)]
        if not earlier or earlier[-1][1] < len(core[: place.start()].rstrip()):
            return None
        begin, end = earlier[-1]
    tail = core[end:].strip(" ,")
    if tail and re.match(r"[a-z]", tail) and not re.match(r"(?:of|from|in|who|himself|herself|and|for|at|to|on|with|as)\b", tail):
        return None
    bare = _skip_titles(core, begin, end)
    name = core[bare:end]
    if not name or is_nation(name) or any(_body_word(part) for part in name.split()) and not _looks_like_initials(name):
        return None
    roles = frozenset(word.lower() for word in re.findall(r"[A-Za-z-]+", core[:bare]))
    body = _spoken_for(phrase, start, core, bare)
    return _with_acronym(phrase, start + bare, start + end, LinkKind.SPEAKER, roles=roles, body=body)


def _looks_like_initials(name: str) -> bool:
    return bool(re.match(r"(?:[A-Z]\.\s?)+[A-Z][a-z]|[A-Z]{2,}\s+[A-Z]{2,}$", name))


def _spoken_for(phrase: str, start: int, core: str, name_at: int) -> Naming | None:
    """The body in "border service spokesman Roe" and "spokesman of the border service Roe"."""
    before = core[:name_at].rstrip()
    match = re.search(rf"(?P<body>\S.*?)(?:['’]s)?\s+{_SPOKES}$", before, re.IGNORECASE) or re.search(
        rf"{_SPOKES}\s+(?:for|of)\s+(?:the\s+)?(?P<body>\S.*)$", before, re.IGNORECASE
    )
    if match is None:
        return None
    text, at = match.group("body"), start + match.start("body")
    return _named_body(phrase, at, text, (0, len(text)), whole=True)


def _named_body(
    phrase: str, start: int, core: str, run: tuple[int, int], *, whole: bool = False
) -> Naming | None:
    """ "Ministry of Defense", "the Belarusian Interior Ministry", "Kyiv"; an office such as "the mayor of Kherson" """
    words = [word.lower().rstrip(".,").removesuffix("'s").removesuffix("’s") for word in core.split()]
    head_end = _CUT_HEAD.search(core + " ")
    head = re.split(r"\s", core[: head_end.start()] if head_end else core)[-1].lower().rstrip(".,")
    if head in _OFFICES and not whole:
        roles = frozenset(words)
        return _here(phrase, start, core, core, LinkKind.SPEAKER, True, roles=roles, refers=Refers.ROLE)
    if is_nation(core[slice(*run)]) and head not in _BODY_NOUNS and run[1] < len(core) and not whole:
        return None
    if run[0] == 0 or whole or any(_body_word(word) for word in words):
        end = len(core) if whole or (run[1] < len(core) and any(w in _BODY_NOUNS for w in words)) else run[1]
        cut = re.search(r"\s(?:in|at|on|to|who|which|near|about)\s", core[run[1] :]) if not whole else None
        end = min(end, run[1] + cut.start()) if cut else end
        return _with_acronym(phrase, start, start + end, LinkKind.SPEAKER)
    return None


def _lower_body(phrase: str, start: int, core: str) -> Naming | None:
    """ "police", "the ministry": bodies called by their kind"""
    head_end = _CUT_HEAD.search(core + " ")
    head = (core[: head_end.start()] if head_end else core).split()
    if not head or head[-1].lower() not in _BODY_NOUNS:
        return None
    known = head[-1].lower() in _KNOWN_BY_KIND or len(head) > 1
    return _here(phrase, start, core, core, LinkKind.SPEAKER if known else LinkKind.UNNAMED, known, refers=Refers.BODY)


_KNOWN_BY_KIND = frozenset(
    "police government ministry military army navy parliament hospital court prosecutors kremlin senate congress".split()
)


def _role(phrase: str, start: int, core: str) -> Naming | None:
    """ "the former culture minister", "a fisherman": somebody whose name must stand elsewhere"""
    words = [word.lower() for word in re.findall(r"[^\W\d_][\w'’-]*", core)]
    if words and not _ANIMATE.search(words[-1]) and not _ANIMATE.search(_head(core)):
        return None
    determined = start > 0 or re.match(r"(?:his|her|their|its|our|my|\w+['’]s)\s", core, re.IGNORECASE)
    described = words and (words[-1] in _OFFICES or words[0] == "former" or re.search(_SPOKES, core))
    if not words or len(words) > 12 or not (determined or described):
        return None
    return _here(phrase, start, core, core, LinkKind.UNNAMED, False, roles=frozenset(words), refers=Refers.ROLE)


_ANIMATE = re.compile(
    r"^(?:\w{2,}(?<!off)(?<!ord)(?<!lett)(?<!pap)(?<!numb)(?<!pow)(?<!chapt)(?<!matt)(?<!wint)(?<!summ)(?<!riv)(?<!bord)(?<!disast)ers?"
    r"|\w+(?<!fact)(?<!corrid)(?<!sect)(?<!react)(?<!err)(?<!terr)ors?|\w+ists?|\w{2,}(?<!aur)ants?|\w+(?<!m)(?<!ev)ents?|\w*(?:m[ae]n|people|persons?|eers?|tives?|wives?)"
    r"|\w+icians?|chiefs?|heads?|aides?|mothers?|fathers?|sons?|friends?|neighbou?rs?|colleagues?|boss|priests?|archbishop|bishop|pope|king|queen|prince|"
    r"guards?|pilots?|nurses?|victims?|judges?|envoys?|secretar(?:y|ies)|attorneys?|servicem[ae]n|crew|family|couple|think-tank|side|spokes\w+|volunteers?|deput(?:y|ies)|ambassadors?|generals?|mps?|guests?|hosts?|recruits?)$"
)


def _head(core: str) -> str:
    """The head noun of a phrase, in lower case: "officer" of "officer of the guard"."""
    end = _CUT_HEAD.search(core + " ")
    words = (core[: end.start()] if end else core).split()
    return words[-1].lower().strip(".,’'") if words else ""


_READERS: tuple[Callable[[str, int, str], Naming | None], ...] = (
    _pronoun, _own_sources, _hearsay, _document, _member, _named_last, _outlet_by_kind, _unnamed, _capital, _bare_document, _lower_body, _role,
)  # fmt: skip
"""Tried in this order; each docstring shows what it reads."""
