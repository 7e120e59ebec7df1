"""Nouns that tell persons, bodies, outlets, nations and documents apart in a naming phrase.

General English news vocabulary: no list depends on any collection, and what is missing from one costs a named source
its kind, not its place in a chain.
"""

from __future__ import annotations

import re

DESCRIBED = frozenset(
    """
    man woman economist activist journalist historian lawmaker politician lawyer attorney engineer investigator teacher
    farmer pilot sailor strategist executive consultant
    """.split()
)
"""What somebody is called whose name mostly stands elsewhere in the article."""

PERSONS = DESCRIBED | frozenset(
    """
    source official expert analyst observer resident witness eyewitness person insider diplomat aide adviser advisor
    researcher scientist local blogger milblogger user commentator soldier fighter survivor individual doctor volunteer
    contact interlocutor reporter correspondent officer colleague
    """.split()
)
"""Heads of phrases that mention one person."""

PEOPLE = PERSONS | frozenset(
    """
    sources officials experts analysts observers residents witnesses eyewitnesses people insiders diplomats aides
    advisers advisors critics researchers scientists locals bloggers milbloggers users commentators soldiers fighters
    survivors relatives friends neighbours neighbors economists activists journalists reporters correspondents
    historians lawmakers politicians senators deputies ministers leaders supporters opponents voters citizens refugees
    men women individuals doctors volunteers parents students prisoners executives strategists authorities contacts
    interlocutors republicans democrats conservatives liberals lawyers attorneys operatives consultants allies staffers
    commanders officers colleagues engineers investigators teachers farmers pilots captives detainees sailors mourners
    propagandists
    """.split()
)
"""The same for one and for several."""

UNNAMED_HEADS = (PEOPLE - DESCRIBED) | frozenset(
    """
    some many several most few countries information data everyone everybody nobody somebody someone anyone anybody
    both all another channels
    """.split()
)
"""Heads of phrases that mention a source and do not name it."""

_PRESS = (
    "various several some many local numerous other unconfirmed recent earlier news press foreign western social state "
    "state-run state-controlled independent international russian ukrainian belarusian german american israeli polish "
    "chinese british"
).split()
HEARSAY_PHRASE = re.compile(
    rf"(?:(?:{'|'.join(_PRESS)}|pro-\w+)\s+)*"
    r"(?:media|press|rumou?rs?|reports|(?:media|news|press)\s+(?:reports?|outlets|coverage))",
    re.IGNORECASE,
)
"""Phrases behind which nobody can be found: "local media", "press reports"."""

DOCUMENT = (
    r"(?:reports?|photographs?|bulletins?|studies|study|survey|surveys|poll|polls|data|figures|"
    r"statistics|images?|imagery|photos?|pictures?|videos?|footage|documents?|statements?|"
    r"analysis|analyses|assessments?|research|records?|letters?|releases?|post|posts|message|"
    r"messages|tweet|tweets|memo|article|articles|editorial|maps?|results|findings|estimates?|"
    r"press\s+release|reporting|update|updates|digest|bulletin|briefing|account|"
    r"accounts|calculations?|website|summary|announcement|communiqu[eé]|declaration|decree|order|"
    r"indictment|filing|complaint|calculations"
    r"|information(?=\s+(?:from|of|by)))"
)
"""What is published by somebody and can be cited for them: "report", "images", "statement"."""

BODY_NOUNS = frozenset(
    """
    ministry department institute agency council committee commission army military navy force forces staff command
    police government administration parliament senate house congress court service services guard guards union nato
    un company corporation group bank university college school center centre organisation organization office
    bureau party campaign hospital embassy foundation intelligence cabinet secretariat mission authority directorate
    association alliance assembly federation kremlin pentagon tank duma rada institution board fund
    network project coalition team league society chamber headquarters brigade battalion corps regiment division
    fleet unit operator ombudsman prosecutors prosecutor watchdog airline treasury inc ltd firm consulate delegation
    presidency republic city state municipality defence defense troops militia movement taliban hamas hezbollah isw
    osce iaea who unicef unhcr eu icc fbi cia sbu fsb gru centcom idf
    """.split()
)
"""Nouns and abbreviations that make a name that of a body."""

_OUTLET_WORDS = re.compile(
    r"\b(?:news|newspaper|newspapers|times|post|guardian|telegraph|herald|tribune|journal|gazette|"
    r"magazine|chronicle|observer|economist|independent|mirror|daily|press|portal|broadcaster|"
    r"television|tv|radio|channel|outlet|website|agency\s+\w+|news\s+agency|newswire|"
    r"editorial\s+network|zeitung|pravda|tabloid|weekly|broadcasting|podcast|reuters|afp|ap|"
    r"tass|ria|ria\s+novosti|interfax|ukrinform|belta|unian|bbc|cnn|cbs|nbc|abc|msnbc|fox|"
    r"npr|pbs|politico|bloomberg|axios|spiegel|bild|welt|faz|zdf|ard|rnd|dpa|ansa|efe|"
    r"xinhua|kyodo|yonhap|al[\s-]jazeera|euronews|le\s+monde|le\s+figaro|liberation|el\s+pa[ií]s|"
    r"corriere|repubblica|meduza|mediazona|nexta|hromadske|suspilne|nv|rt|sputnik|nytimes|wsj|"
    r"ft|breitbart|huffpost|vox|wired|newsweek|usa\s+today|washington\s+examiner|deutsche\s+welle|"
    r"dw|rferl|rfe/rl|voice\s+of\s+america|voa|svoboda|novosti|izvestia|kommersant|vedomosti|"
    r"censor\.net|liga|ynet|haaretz|anadolu|sky|itv|today)\b",
    re.IGNORECASE,
)
_ONLY_CAPITALISED = frozenset(
    "today sky mirror observer independent journal daily weekly post times press guardian fox welt liga who nv ap rt "
    "ft website channel".split()
)
"""Of the words above, those that mean an outlet only with a capital: "the Times", not "at times"."""


def is_outlet(name: str) -> bool:
    """Whether `name` reads as a newspaper, agency, broadcaster or portal."""
    return any(
        match.group()[0].isupper() or match.group().lower() not in _ONLY_CAPITALISED
        for match in _OUTLET_WORDS.finditer(name)
    )


TITLES = frozenset(
    """
    mr mrs ms miss dr prof professor sir lord lady president vice prime minister premier chancellor secretary
    general colonel major lieutenant captain admiral sergeant brigadier marshal commander chief senator sen rep
    representative congressman congresswoman governor gov mayor ambassador king queen prince princess pope
    archbishop bishop patriarch judge justice attorney speaker leader chairman chairwoman chair director head deputy
    foreign defence defense interior finance former first acting senior house democratic republican democrat interim
    lt col gen maj capt sgt cpt hon rev father taoiseach commissioner photographer oligarch activist journalist
    analyst economist press spokesman spokeswoman spokesperson state undersecretary under treasury rear homeland
    security adviser advisor national culture economy energy health army navy air force ret ceo cfo founder editor
    host majority minority whip
    """.split()
)
"""Words that go before a person's name and are no part of it."""

OFFICES = frozenset(
    """
    president minister premier chancellor mayor governor head chief commander ambassador king queen pope secretary
    chairman chairwoman speaker leader ceo director general ruler dictator ombudsman envoy patriarch prosecutor
    """.split()
)
"""Offices that one person holds at a time."""

SPOKES = r"(?:spokes(?:man|woman|person|people)|press\s+(?:secretary|officer)|press\s+service)"
"""Whoever speaks for a body."""

_NATIONS = frozenset(
    """
    russia russian ukraine ukrainian belarus belarusian belarussian germany german poland polish us u.s american
    america britain british uk france french italy italian spain spanish china chinese turkey turkish iran iranian
    israel israeli syria syrian georgia georgian moldova moldovan romania romanian hungary hungarian lithuania
    lithuanian latvia latvian estonia estonian finland finnish sweden swedish norway norwegian denmark danish
    netherlands dutch belgium belgian austria austrian switzerland swiss greece greek bulgaria bulgarian serbia
    serbian slovakia slovak czech japan japanese india indian pakistan pakistani korea korean north south canada
    canadian australia australian europe european western eastern chechen crimean soviet kazakhstan kazakh armenia
    armenian azerbaijan azerbaijani iraq iraqi egypt egyptian saudi arabia qatar lebanon lebanese palestinian
    palestine afghan afghanistan mexico mexican brazil brazilian united states kingdom moscow kyiv kiev minsk berlin
    warsaw washington london paris brussels ankara tehran beijing jerusalem vienna budapest vilnius riga tallinn
    republican democratic democrat
    """.split()
)
"""Countries, capitals and their adjectives."""


def is_nation(name: str) -> bool:
    """Whether all words of `name` are countries, capitals or their adjectives."""
    return all(bare(part) in _NATIONS for part in name.split())


def is_office(name: str) -> bool:
    """Whether `name` describes the holder of a national office: "French president"."""
    words = name.lower().split()
    return any(word in OFFICES for word in words) and any(is_nation(word) for word in words)


def bare(word: str) -> str:
    """`word` in lower case without full stop, comma and possessive ending."""
    return word.lower().rstrip(".,").removesuffix("'s").removesuffix("\u2019s")


def is_body_word(word: str) -> bool:
    """Whether `word` is a body's noun or reads as an abbreviation."""
    plain = word.rstrip(".,").removesuffix("'s").removesuffix("\u2019s")
    return plain.lower() in BODY_NOUNS or (plain.isupper() and len(plain) > 1)


NOT_IN_NAMES = frozenset(
    """
    affairs rights human foreign internal refugees representatives ministers defense defence state staff east west
    north south region oblast district york city county street house security economic trade energy general
    """.split()
)
"""Capitalised words that belong to a department or a place, not to a person."""

NOT_NAMES = frozenset(
    """
    one based recent only instead unless when nothing speaking these additionally afterwards further probably nobody
    everyone people many most some others another two three four five both all no not none those that this there
    here now then among about above across after at before behind beside between by during for from in inside into
    near of off on out over since through to under until up with yesterday today thus hence once experts officials
    sources critics analysts residents unconfirmed geolocated how why what against any within given however indeed
    leaked multiple hardly scarcely barely nearly almost already
    """.split()
)
"""Words whose capital only marks the head of a sentence."""

PARTICLES = frozenset(
    """
    de du van von der den la le al bin ibn di da dos el ter
    """.split()
)
"""Lower-case parts of personal names."""

KNOWN_BY_KIND = frozenset(
    """
    police government ministry military army navy parliament hospital court prosecutors kremlin senate congress
    """.split()
)
"""Bodies that are identified by their kind alone."""

_ANIMATE = re.compile(
    r"(?:\w{2,}(?<!off)(?<!ord)(?<!lett)(?<!pap)(?<!numb)(?<!pow)(?<!chapt)(?<!matt)(?<!wint)(?<!summ)(?<!riv)"
    r"(?<!bord)(?<!disast)ers?"
    r"|\w+(?<!fact)(?<!corrid)(?<!sect)(?<!react)(?<!err)(?<!terr)ors?|\w+ists?|\w{2,}(?<!aur)ants?"
    r"|\w+(?<!m)(?<!ev)ents?|\w+icians?|\w*(?:m[ae]n|people|persons?|eers?|tives?|wives?)|spokes\w+"
    r"|(?:chief|head|aide|mother|father|son|friend|neighbou?r|colleague|priest|guard|pilot|nurse|victim|judge|envoy"
    r"|attorney|couple|volunteer|ambassador|general|mp|guest|host|recruit)s?"
    r"|boss|archbishop|bishop|pope|king|queen|prince|secretar(?:y|ies)|deput(?:y|ies)|crew|family|think-tank|side)"
)


def is_somebody(noun: str) -> bool:
    """Whether a lower-case noun means a person, by its ending or because it is listed."""
    return _ANIMATE.fullmatch(noun) is not None
