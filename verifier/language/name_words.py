"""The words that names of bodies, outlets and persons are made of. Only data, and nothing that reads it."""

from __future__ import annotations

from verifier.language.spelling import fold

BODY_WORDS = frozenset(
    """
ministry ministries department departments institute institution agency council committee commission army navy
military forces force staff command police government administration parliament senate congress court courts service
services guard guards union company corporation group bank university college school centre center organisation
organization office bureau party hospital clinic embassy consulate foundation intelligence cabinet secretariat mission
authority authorities directorate association alliance assembly federation kremlin pentagon duma rada board fund network
project coalition society headquarters brigade battalion corps regiment division fleet operator firm airline treasury
prosecutors ombudsman watchdog presidency chamber league movement nato un eu institut mod mfa""".split()
)
GENERIC = frozenset(
    fold(word)
    for word in """ministry department agency council committee commission army police government administration
    parliament court service guard office hospital authority association staff command university company party
    institute embassy union fund board project service border intelligence prosecutor general president presidential
    mission operator defence foreign interior""".split()
)
OUTLET_WORDS = frozenset(
    """news times post guardian telegraph herald tribune journal gazette magazine chronicle observer economist mirror
    daily weekly portal broadcaster television tv radio zeitung pravda tabloid broadcasting courier wire dispatch ledger
    newspaper press bote kurier nachrichten echo express standard sun star mail reporter today newswire media online
    channel blog""".split()
)
OUTLET_FILLERS = frozenset(
    """news newspaper portal broadcaster website channel online agency magazine tabloid media press network
    newswire""".split()
)
SMALL_WORDS = frozenset(
    "the a an of for and in on at to by from der die das des von im de la le du del et und & its their his her".split()
)
MODIFIERS = frozenset(
    "state national federal central main royal republican public country's "
    "district regional provincial municipal".split()
)
STRONG_MODIFIERS = frozenset("federal royal republican".split())
# Bodies of which every town has one; others are no other body for being called "in" a town.
LOCAL_BODIES = frozenset(
    "police hospital clinic court embassy consulate council school university authority mission bank".split()
)
HONORIFICS = frozenset("mr mrs ms miss mx dr prof professor sir dame lord lady herr frau hon rev".split())
OFFICES = frozenset(
    """president minister premier chancellor mayor governor chief head director commander ambassador king queen pope
    secretary chairman chairwoman chairperson chair leader ruler dictator ombudsman envoy patriarch prosecutor senator
    congressman congresswoman deputy general colonel major lieutenant captain admiral sergeant brigadier marshal officer
    politician blogger activist analyst expert commissioner lawmaker judge justice speaker founder editor member
    representative inspector superintendent bishop archbishop imam rabbi sheriff treasurer attorney physician
    spokesman spokeswoman spokesperson economist journalist reporter correspondent historian professor scientist author
    lawyer politologist strategist adviser advisor aide veteran seismologist engineer""".split()
)
OFFICE_FILLERS = frozenset(
    """prime vice foreign interior defence defense finance energy justice health economy culture education former acting
    first senior deputy exiled opposition military police army regional district local government chief lt gen col maj
    capt sgt sen rep gov ex then well-known political press late security state
    owner trainer coach farmer pilot manager teacher witness resident driver firefighter actress actor
    fisherman""".split()
)
SYNONYMS = {
    "defense": "defence", "center": "centre", "organization": "organisation", "harbor": "harbour", "labor": "labour",
    "department": "ministry", "guards": "service", "services": "service", "guard": "service", "forces": "army",
    "military": "army", "troops": "army", "armed": "", "ministries": "ministry", "presidential": "president",
    "administration": "office", "presidency": "president", "affairs": "", "internal": "interior", "external": "foreign",
    "departments": "ministry", "courts": "court", "authorities": "authority", "television": "tv",
    "governmental": "government", "mod": "defence ministry", "mfa": "foreign ministry",
    "guarding": "service", "agencies": "agency", "president's": "president", "president\u2019s": "president",
}  # fmt: skip
METONYMS = {
    "kremlin": ("president office", "russia"), "pentagon": ("defence ministry", "united states"),
    "white house": ("president office", "united states"), "downing street": ("government", "united kingdom"),
    "elysee": ("president office", "france"), "bundeswehr": ("army", "germany"), "bundestag": ("parliament", "germany"),
    "duma": ("parliament", "russia"), "verkhovna rada": ("parliament", "ukraine"), "rada": ("parliament", "ukraine"),
    "state department": ("foreign ministry", "united states"), "foreign office": ("foreign ministry", "united kingdom"),
}  # fmt: skip
FIRST_NAMES = {
    fold(name): group.split()[0]
    for group in (
        "alexander alexandre alejandro aleksandr oleksandr aliaksandr alyaksandr sasha",
        "vladimir volodymyr uladzimir wolodymyr",
        "mikhail mykhailo mikhal michael michail",
        "nikolai mykola mikalai nikolay nicholas",
        "sergei serhii siarhei sergey serhiy serge",
        "dmitry dmytro dzmitry dmitri",
        "yevgeny yevhen evgeny eugene yauhen evgeni",
        "pavel pavlo paval pawel",
        "svetlana sviatlana switlana svitlana",
        "elena olena alena helena yelena",
        "igor ihor ihar",
        "oleg oleh aleh",
        "yuri yurii iurii yury juri",
        "kirill kyrylo kiryl cyril",
        "joseph joe josef yosif iosif",
        "volha olga olha",
        "andrei andriy andrii andrey andrej andrzej",
        "anton antony anthony",
        "anna hanna ganna",
    )
    for name in group.split()
}
PARTICLES = frozenset("de du van von der den la le al bin ibn di da dos el ter zu".split())
SUFFIXES = frozenset("jr sr ii iii iv".split())
ARTICLES = frozenset(("the", "a", "an"))
# Bodies in Russian and Ukrainian, word for word, in the cases in which they stand in names.
TRANSLATIONS = {
    foreign: english
    for english, forms in {
        "Ministry": "министерство міністерство",
        "Defence": "обороны оборони",
        "Foreign": "иностранных закордонних",
        "Interior": "внутренних внутрішніх",
        "Affairs": "дел справ",
        "Defence Ministry": "минобороны міноборони",
        "Foreign Ministry": "мид",
        "Interior Ministry": "мвд мвс",
        "General": "генеральный генеральний",
        "General Staff": "генштаб",
        "Staff": "штаб",
        "Ukrainian Army": "всу зсу",
        "Service": "служба",
        "Security": "безопасности безпеки",
        "Border": "пограничная прикордонна",
        "Government": "правительство уряд",
        "Police": "полиция поліція",
        "Kremlin": "кремль",
        "Ukraine": "украины україни",
        "Russia": "россии росії рф",
        "Belarus": "беларуси білорусі беларусі",
    }.items()
    for foreign in forms.split()
}
