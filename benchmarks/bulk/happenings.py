"""What may happen in the invented world, as data: kinds of events, what is told of each, and in which words.

A frame is bound with `{it}` (the works, the court, …), `{at}` (at the works, or nothing), `{noun}` (what happened),
`{day}`, `{n}` (the number) and what the topic's `given` names; all other slots are rules of the lexicon and differ from
one telling to the next.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from verifier.domain import Kind

_NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Topic:
    """Something that is told of an event. `numbers` is the range of its number; one that `grows` is put up later;
    `given` holds what is settled once for the event; `sure` ones nobody denies."""

    name: str
    frames: tuple[str, ...]
    numbers: tuple[int, int] | None = None
    grows: bool = False
    given: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    kind: Kind = Kind.FACT
    sure: bool = False


@dataclass(frozen=True, slots=True)
class Happening:
    """A kind of event: what it is called, where it happens, the topic that all tell, and further ones of its own."""

    noun: str
    sites: tuple[str, ...]
    main: Topic
    topics: tuple[Topic, ...]


def _main(*frames: str, **given: str) -> Topic:
    return Topic("main", frames, given=given, sure=True)


def _n(name: str, low: int, high: int, *frames: str, grows: bool = False, **given: str) -> Topic:
    return Topic(name, frames, (low, high), grows, given)


def _s(name: str, *frames: str, kind: Kind = Kind.FACT, **given: str) -> Topic:
    return Topic(name, frames, given=given, kind=kind)


_HURT = _n(
    "hurt",
    2,
    90,
    "{n} people were [injured|hurt|wounded] in the {noun}{at}",
    "the {noun}{at} [injured|left injured|hurt] {n} people",
    "doctors [treated|saw|looked after] {n} people [hurt|injured] in the {noun}{at}",
    "{n} [workers|visitors|bystanders] [needed treatment|went to hospital|needed doctors] after the {noun}{at}",
    grows=True,
)
_DEAD = _n(
    "dead",
    2,
    60,
    "the {noun}{at} [killed|claimed the lives of|cost the lives of] {n} people",
    "{n} people [died|perished|were killed] in the {noun}{at}",
    "{n} [deaths|fatalities] [followed|resulted from] the {noun}{at}",
    grows=True,
)
_OUT = _n(
    "moved",
    40,
    900,
    "{n} [residents|people|neighbours] [fled|left|gave up] their [homes|flats|houses] after the {noun}{at}",
    "[crews|the authorities|police] [moved|evacuated|brought to safety] {n} people living [near|around|beside] {it}",
    "{n} [residents|neighbours] of {it} [slept|stayed|were put up] [in|at] a [school|gymnasium|church hall]",
    grows=True,
)
_COST = _n(
    "cost",
    2,
    400,
    "the {noun}{at} [caused|did] damage [worth|put at|of] {n} million crowns",
    "[repairs|repair work] at {it} will [cost|come to|take] {n} million crowns",
    "insurers of {it} [expect|estimate|reckon] losses of {n} million [|crowns]",
)
_CREWS = _n(
    "crews",
    12,
    240,
    "{n} [firefighters|rescuers|helpers] [worked|were at work|took turns] at {it}",
    "{n} [rescuers|firefighters] [were sent|came|hurried] to {it}",
)
_CAUSE = _s(
    "cause",
    "{x} [caused|set off|led to|brought about] the {noun}{at}",
    "the {noun}{at} [was caused by|went back to|began with|was down to] {x}",
    "[experts|inspectors] [traced|put] the {noun}{at} [back |]to {x}",
    x="[a {adj} {thing}|{adj} {goods}|badly stored {goods}|a {thing} left {adj}]",
)
_WARNED = _s(
    "warned",
    "the {x} had [warned|written|complained] about the {y} at {it} {z} [earlier|before]",
    "{z} [earlier|before the {noun}] the {x} [found fault with|objected to|criticised] the {y} at {it}",
    "the {y} at {it} [worried|alarmed|troubled] the {x} {z} [earlier|before]",
    x="{body}",
    y="{adj} {thing}",
    z="[{few} weeks|{few} months|a year|two years]",
)
_SHUT = _s(
    "shut",
    "{it} will [stay closed|remain shut|not reopen] until {x}",
    "until {x} {it} [is to stay|will stay|remains] [closed|shut|off limits]",
    kind=Kind.FORECAST,
    x="{season}",
)
_ARREST = _n(
    "held",
    2,
    14,
    "police [arrested|detained|took into custody] {n} people over the {noun}{at}",
    "[jail|custody|arrest] [awaits|followed for] {n} [suspects|people|men] after the {noun}{at}",
)
_LAW = _s(
    "charge",
    "prosecutors [charged|indicted|brought charges against] {x} over the {noun}{at}",
    "{x} [was charged|faces charges|was indicted] over the {noun}{at}",
    x="{person}",
)
_INQUIRY = _s(
    "inquiry",
    "the {x} [began|ordered] [an inquiry|a review] [into|of] the {noun}{at}",
    "[an inquiry|a review|hearings] on the {noun}{at} [started|began|opened] {y} at the {x}",
    x="{body}",
    y="{daypart}",
)
_AID = _n(
    "aid",
    2,
    90,
    "the {x} [set aside|promised|released] {n} million crowns [for|towards] {it}",
    "{it} [will receive|is to get|was promised] {n} million crowns from the {x}",
    x="{body}",
)
_PLAN = _s(
    "plan",
    "the {x} [plans|intends|wants] to [turn {it} into|replace {it} with] [a|one] {y}",
    "{it} [yields to|is to become|should become] [a|one] {y}, [if|provided] the {x} [gets|has] its way",
    kind=Kind.INTENT,
    x="{body}",
    y="{mod} {site}",
)
_KNEW = _s(
    "knew",
    "[managers|directors|owners] of {it} [knew|heard|had learned] of the {x} [in|since|after] {y}",
    "[in|since|after] {y} [managers|directors|owners] of {it} [discussed|ignored|overlooked] the {x}",
    x="{adj} {thing}",
    y="{season}",
)
_JOBS = _n(
    "jobs",
    20,
    2400,
    "{n} [jobs|posts|positions] at {it} [are|were] [lost|gone|cut]",
    "{it} [is cutting|gave up|will shed] {n} [jobs|posts]",
    "{n} [employees|workers] of {it} [were told to go|lost their work|were dismissed]",
)
_CROWD = _n(
    "crowd",
    60,
    9000,
    "{n} people [gathered|stood|turned up] [outside|in front of|around] {it} {day}",
    "[a crowd of|some] {n} people [gathered|assembled] at {it} {day}",
)
_SHARE = _n(
    "share",
    11,
    93,
    "{n} per cent of the [staff|members|residents] [took part|joined in] in the {noun}{at}",
    "the {noun}{at} [was backed|was supported|was followed] by {n} per cent of the [staff|members]",
)
_PRICE = _n(
    "price",
    3,
    800,
    "{x} [offered|bid|put up] {n} million crowns for {it}",
    "{it} [drew|attracted|received] [a bid|an offer] of {n} million crowns [by|from] {x}",
    x="{last} and [Sons|Partners|Brothers|Daughters]",
)
_DAYS = _n(
    "days",
    2,
    40,
    "the {noun}{at} [is to last|will last|goes on for] {n} days",
    "{it} [has to do|must get by|will be] without [normal service|ordinary work] for {n} days",
)

_ACCIDENT = (_HURT, _DEAD, _OUT, _COST, _CREWS, _CAUSE, _WARNED, _SHUT, _INQUIRY, _AID, _KNEW)
_CRIME = (_ARREST, _LAW, _COST, _INQUIRY, _KNEW, _WARNED, _SHUT)
_DEAL = (_JOBS, _PRICE, _PLAN, _AID, _CROWD, _SHUT, _INQUIRY)
_DISPUTE = (_CROWD, _SHARE, _DAYS, _ARREST, _PLAN, _JOBS, _AID)

HAPPENINGS = (
    Happening(
        "[fire|blaze|inferno]",
        ("dye works", "paper mill", "hotel", "market hall", "oil depot", "furniture store", "opera house"),
        _main(
            "a fire [broke out|started|took hold] at {it} {day}",
            "{it} [caught fire|was on fire|went up in flames] {day}",
            "{day} [flames|a blaze] [swept through|gutted|damaged] {it}",
        ),
        _ACCIDENT,
    ),
    Happening(
        "[explosion|blast|detonation]",
        ("gas works", "fireworks factory", "grain silo", "boiler house", "ammonia plant", "power station"),
        _main(
            "an explosion [shook|tore through|wrecked part of] {it} {day}",
            "{day} [a blast|an explosion] [was heard|occurred|went off] at {it}",
            "{it} was [damaged|shaken|hit] by an explosion {day}",
        ),
        _ACCIDENT,
    ),
    Happening(
        "[flood|flooding|inundation]",
        ("campsite", "underground station", "hospice", "printing house", "fish farm", "stadium"),
        _main(
            "[water|flood water] [poured|rose|broke] into {it} {day}",
            "{it} was [flooded|under water|inundated] {day}",
            "{day} the river [flooded|burst its banks at|reached] {it}",
        ),
        _ACCIDENT,
    ),
    Happening(
        "[collapse|cave-in]",
        ("footbridge", "sports hall", "scaffolding tower", "quay wall", "multi-storey car park", "tunnel"),
        _main(
            "part of {it} [collapsed|gave way|fell in] {day}",
            "{day} {it} [partly collapsed|caved in|came down]",
            "the roof of {it} [collapsed|fell in|gave way] {day}",
        ),
        _ACCIDENT,
    ),
    Happening(
        "[derailment|accident]",
        ("tram line", "goods station", "mountain railway", "level crossing", "marshalling yard"),
        _main(
            "a train [derailed|came off the rails|left the track] at {it} {day}",
            "{day} [carriages|the wagons] of a train [derailed|left the rails|jumped the track] at {it}",
        ),
        _ACCIDENT,
    ),
    Happening(
        "[gas leak|leak|gas alarm]",
        ("cooling plant", "ice rink", "secondary school", "shopping arcade", "chemical plant"),
        _main(
            "gas [escaped|leaked|was found to be leaking] at {it} {day}",
            "{day} a [leak|gas leak] was [found|reported|noticed] at {it}",
        ),
        _ACCIDENT,
    ),
    Happening(
        "[robbery|raid|hold-up]",
        ("savings bank", "jeweller's shop", "mail train", "coin museum", "pawnshop", "casino"),
        _main(
            "[robbers|masked men|armed men] [raided|held up|robbed] {it} {day}",
            "{day} {it} was [raided|robbed|held up] by [masked|armed] [men|thieves]",
        ),
        _CRIME,
    ),
    Happening(
        "[fraud|swindle|scandal]",
        ("pension fund", "building society", "lottery office", "cooperative bank", "hospital trust"),
        _main(
            "[auditors|inspectors] [uncovered|found|reported] fraud at {it} {day}",
            "{day} [a case of|large-scale] fraud at {it} [came to light|became known]",
        ),
        _CRIME,
    ),
    Happening(
        "[poisoning|outbreak|illness]",
        ("school canteen", "summer camp", "wedding hall", "cruise ship", "barracks kitchen"),
        _main(
            "[guests|diners|people] fell ill [after eating|after a meal] at {it} {day}",
            "{day} a meal at {it} made [guests|diners|people] ill",
        ),
        (*_CRIME, _HURT, _CAUSE),
    ),
    Happening(
        "[sale|takeover|deal]",
        ("shipyard", "ferry line", "brewery", "football club", "radio station", "cement works"),
        _main(
            "the owners of {it} [put it up|offered it] for sale {day}",
            "{day} {it} was [put up for sale|put on the market|offered to bidders]",
        ),
        _DEAL,
    ),
    Happening(
        "[closure|shutdown|end]",
        ("maternity ward", "coal mine", "sugar factory", "airfield", "police academy", "textile mill"),
        _main(
            "{it} [closed|shut its gates|ceased work] {day}",
            "{day} [the owners|the board] [closed|shut|wound up] {it}",
        ),
        _DEAL,
    ),
    Happening(
        "[opening|inauguration]",
        ("concert hall", "wind farm", "cable car", "maritime museum", "desalination plant", "library"),
        _main(
            "{it} [opened|was opened|was inaugurated] {day}",
            "{day} [the mayor|guests from abroad] [opened|inaugurated] {it}",
        ),
        _DEAL,
    ),
    Happening(
        "[strike|walkout|stoppage]",
        ("container port", "bus depot", "central kitchen", "steel works", "postal hub", "airport"),
        _main(
            "[workers|staff] at {it} [went on strike|walked out|downed tools] {day}",
            "{day} a strike [began|started|brought work to a halt] at {it}",
        ),
        _DISPUTE,
    ),
    Happening(
        "[protest|blockade|demonstration]",
        ("waste incinerator", "district court", "border crossing", "dam site", "tax office", "parliament annexe"),
        _main(
            "[demonstrators|protesters] [blocked|occupied|surrounded] {it} {day}",
            "{day} {it} was [blocked|occupied|besieged] by [demonstrators|protesters]",
        ),
        _DISPUTE,
    ),
    Happening(
        "[power cut|outage|blackout]",
        ("data centre", "prison", "children's hospital", "underground line", "water works"),
        _main(
            "the [power|electricity] [failed|went off|was cut] at {it} {day}",
            "{day} {it} [lost its power|was without electricity|went dark]",
        ),
        (*_DISPUTE, _CAUSE, _WARNED, _OUT),
    ),
)

ASIDES = (
    Topic("employs", ("{it} [employs|has a staff of|pays] {n} people",), (20, 3000)),
    Topic("built", ("{it} was [built|put up|completed] in {year} by {person}",)),
    Topic(
        "visitors", ("{it} [drew|counted|was visited by] {n} [visitors|guests|callers] last {season}",), (300, 90000)
    ),
    Topic("owner", ("{it} [belongs to|is owned by|was bought by] the {last} [family|trust|group]",)),
    Topic(
        "spent", ("[renewing|fixing|replacing] the {thing} of {it} [cost|took] {n} million crowns in {year}",), (2, 60)
    ),
    Topic("earlier", ("[an accident|a storm|a quarrel|a fall] at {it} in {year} [hurt|injured] {n} people",), (2, 30)),
    Topic(
        "tests", ("{it} [passed|failed] {n} inspections [by|of] the {body} [since|between {year} and] {year}",), (2, 40)
    ),
    Topic("plans", ("the {body} [refused|approved|shelved] plans for a {site} beside {it} in {year}",)),
    Topic("head", ("{person}, {age}, has [run|led|headed] {it} since {year}",)),
    Topic("stores", ("{it} [holds|keeps|stores] {n} {goods}",), (30, 8000)),
    Topic("neighbour", ("the {adj} {thing} of {it} came from a {site} in {town}",)),
    Topic("award", ("{it} [won|received|lost] [a|its first] {body} [prize|medal|award] in {year} for its {thing}",)),
)
"""What only one article tells, of the place and not of the event."""
