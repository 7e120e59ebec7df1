"""An invented situation, stored with its verdicts, for the tests of the pages: a storm in the harbour of Ansholm."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path

from verifier.domain import (
    Article,
    Block,
    BlockKind,
    Claim,
    How,
    Kind,
    Link,
    LinkKind,
    Mention,
    Origin,
    Row,
    Stance,
    Verdict,
    content_id,
)
from verifier.steps.explanations import explain
from verifier.steps.verdicts import decide
from verifier.store import Store
from verifier.workspace import DATABASE

HOSTILE_QUOTE = (
    '<script>window.owned = 1</script><img src="https://evil.example/x.png" onerror="window.owned = 2"> '
    ":material/home: *not bold* [a link](https://evil.example) \u202ereversed\u202c & done"
)
HOSTILE_CLAIM = f"The crew of the Alda wrote {HOSTILE_QUOTE}."
HOSTILE_OUTLET = "<b onmouseover=alert(1)>Bold Gazette</b> `:material/home:`"

PIER = "The storm tore away the north pier of Ansholm on 3 May 2031."
FERRY = "The ferry Alda does not sail until 10 May 2031."
CREW = "Eleven crew members of the Alda were brought ashore."
PUMPS = "Lock pump {} was checked after the storm."
N_PUMPS = 24


@dataclass(frozen=True)
class Ids:
    """Ids of what was stored."""

    pier: str
    ferry: str
    crew: str
    first_toll: str
    second_toll: str
    hostile: str
    related_only: str


PARAGRAPHS = {
    "coast-daily": (
        "Ansholm counts its damage",
        "A storm crossed the bay in the night to Saturday. The storm tore away the north pier, harbour master Ida Renn "
        "told Coast Daily. Nobody was on the pier at the time.",
        "The ferry Alda will not sail before 10 May, the Alda Line said. Tickets stay valid.",
        *(f"Filler paragraph {n} speaks of tides, ropes and the price of herring." for n in range(40)),
        "Eleven crew members were brought ashore, Renn said. Ten people were hurt in the town, police said.",
    ),
    "bay-radio": (
        "Ministry rejects pier reports",
        "The north pier stands, the Ministry of Ports said on Sunday. Reports to the contrary were wrong, it said.",
        "A port engineer, who would not be named, said the pier had never been in danger.",
    ),
    "northern-post": (
        "No ferry for a week",
        "Passengers wait in vain. Divers of the Water Guard found a bent shaft, so the Alda stays in port until "
        "10 May. Police put the number of people hurt at fourteen on Monday.",
    ),
    "echo": (
        "Pier torn away",
        "The north pier was torn away by the storm, Coast Daily reports, citing harbour master Ida Renn.",
        *(PUMPS.format(n) for n in range(1, N_PUMPS + 1)),
    ),
    "hafenblatt": ("Sturm in Ansholm", "Der Pier steht noch, sagte ein Fischer. Mehr war nicht zu erfahren."),
    "bold-gazette": (
        "<script>window.owned = 3</script> Title",
        f"A letter reached us. It reads: {HOSTILE_QUOTE}. So far.",
    ),
}
OUTLETS = {
    "coast-daily": ("Coast Daily", date(2031, 5, 3), "en"),
    "bay-radio": ("Bay Radio", date(2031, 5, 4), "en"),
    "northern-post": ("Northern Post", date(2031, 5, 5), "en"),
    "echo": ("Ansholm Echo", date(2031, 5, 4), "en"),
    "hafenblatt": ("Hafenblatt", date(2031, 5, 4), "de"),
    "bold-gazette": (HOSTILE_OUTLET, date(2031, 5, 6), "en"),
}


def article_of(name: str, paragraphs: Sequence[str]) -> Article:
    """An article of a heading and prose paragraphs, without an outlet."""
    text = "\n\n".join(paragraphs) + "\n"
    blocks, at = [], 0
    for n, paragraph in enumerate(paragraphs):
        blocks.append(Block(BlockKind.PROSE if n else BlockKind.HEADING, at, at + len(paragraph)))
        at += len(paragraph) + 2
    digest = sha256(text.encode()).hexdigest()
    return Article(
        id=content_id("article", digest),
        path=f"articles/{name}.txt",
        sha256=digest,
        text=text,
        blocks=tuple(blocks),
        title=paragraphs[0],
        url=f"https://{name}.example/storm",
        published=date(2031, 5, 3),
        language="en",
        collected_at=datetime(2031, 5, 6, 12, tzinfo=UTC),
    )


def article(name: str) -> Article:
    """The article of that name."""
    outlet, published, language = OUTLETS[name]
    made = replace(article_of(name, PARAGRAPHS[name]), outlet=outlet, published=published, language=language)
    if name == "bold-gazette":
        return replace(made, url="javascript:window.owned=4", warnings=("instruction to machines in the text",))
    return replace(made, author="Jonna Falk") if name == "coast-daily" else made


ARTICLES = {name: article(name) for name in PARAGRAPHS}


def row(
    name: str, quote: str, *links: str, stance: Stance = Stance.SUPPORTS, how: How | None = None, note: str = ""
) -> Row:
    """A row that quotes the article; `links` follow the outlet in its chain, "?" for an unnamed source."""
    one = ARTICLES[name]
    start = one.text.index(quote)
    outlet = one.outlet or "unknown outlet"
    chain = [Link(outlet, LinkKind.OUTLET, named=True)]
    chain += [
        Link("an unnamed engineer", LinkKind.UNNAMED, named=False)
        if link == "?"
        else Link(link, LinkKind.CITED_OUTLET if link == "Coast Daily" else LinkKind.SPEAKER, named=True)
        for link in links
    ]
    identified = [link.name for link in chain if link.named]
    origin = Origin(content_id("origin", identified[-1]), identified[-1])
    return Row(
        article_id=one.id,
        document=one.id,
        stance=stance,
        how=how,
        origin=None if stance is Stance.UNJUDGED else origin,
        group=None if stance is Stance.UNJUDGED else origin.id,
        named="?" not in links,
        weak="?" in links,
        own_voice=not links and stance is Stance.SUPPORTS,
        said_at=one.published,
        strong=bool(links),
        note=note,
        quote=quote,
        start=start,
        end=start + len(quote),
        chain=tuple(chain),
        path=one.path,
        url=one.url,
        outlet=one.outlet,
        published=one.published,
    )


def verdict(text: str, rows: Sequence[Row], kind: Kind = Kind.FACT, hedge: str | None = None) -> Verdict:
    """The verdict that the rules reach on these rows."""
    mentions = tuple(
        Mention(
            id=content_id("mention", each.article_id, each.start, each.end),
            article_id=each.article_id,
            start=each.start,
            end=each.end,
            quote=each.quote,
            text=text,
            chain=each.chain,
            kind=kind,
            hedge=hedge,
            said_at=each.said_at,
        )
        for each in rows
        if each.stance is Stance.SUPPORTS
    )
    claim = Claim(content_id("claim", text), text, kind, hedge, date(2031, 5, 3), mentions)
    decision = decide(rows)
    as_of = date(2031, 5, 6)
    carried = [ARTICLES[name] for name in ARTICLES if any(each.article_id == ARTICLES[name].id for each in rows)]
    flagged = sorted({warning for one in carried for warning in one.warnings})
    return Verdict(
        claim=claim,
        decision=decision,
        explanation=explain(decision, len(ARTICLES), as_of),
        as_of=as_of,
        n_searched=len(ARTICLES),
        engine="fake",
        fingerprint=content_id("verdict", claim, decision),
        warnings=(*(("possible dispute",) if decision.possible_dispute else ()), *flagged),
    )


def verdicts() -> list[Verdict]:
    """All of them; the order carries no meaning."""
    pier = verdict(
        PIER,
        [
            row("coast-daily", "The storm tore away the north pier", "harbour master Ida Renn"),
            row("echo", "The north pier was torn away by the storm", "Coast Daily", "harbour master Ida Renn"),
            row("bay-radio", "The north pier stands", "Ministry of Ports", stance=Stance.CONTRADICTS, how=How.DENIAL),
            row("bay-radio", "the pier had never been in danger", "?", stance=Stance.CONTRADICTS, how=How.DENIAL),
            row("northern-post", "Passengers wait in vain.", stance=Stance.RELATED),
            row("hafenblatt", "Der Pier steht noch, sagte ein Fischer.", stance=Stance.UNJUDGED, note="language"),
        ],
    )
    ferry = verdict(
        FERRY,
        [
            row("coast-daily", "The ferry Alda will not sail before 10 May", "Alda Line"),
            row("northern-post", "the Alda stays in port until 10 May", "Divers of the Water Guard"),
        ],
        kind=Kind.FORECAST,
        hedge="may",
    )
    crew = verdict(CREW, [row("coast-daily", "Eleven crew members were brought ashore", "harbour master Ida Renn")])
    second = verdict("Fourteen people were hurt in Ansholm.", [row("northern-post", "fourteen on Monday", "police")])
    first = verdict(
        "Ten people were hurt in Ansholm.",
        [
            row("coast-daily", "Ten people were hurt in the town", "police"),
            row(
                "northern-post",
                "fourteen on Monday",
                "police",
                stance=Stance.CONTRADICTS,
                how=How.DIFFERENT_VALUE,
            ),
        ],
    )
    first = replace(first, superseded_by=second.claim.id)
    hostile = verdict(HOSTILE_CLAIM, [row("bold-gazette", HOSTILE_QUOTE, '"><img src=x onerror=alert(1)>')])
    doubtful = verdict(
        "The north pier of Ansholm was never in danger.",
        [row("bay-radio", "the pier had never been in danger", "?")],
        kind=Kind.OPINION,
    )
    pumps = [verdict(PUMPS.format(n), [row("echo", PUMPS.format(n))]) for n in range(1, N_PUMPS + 1)]
    return [pier, ferry, crew, first, second, hostile, doubtful, *pumps]


def build(folder: Path) -> Ids:
    """A workspace in `folder` that holds the situation."""
    folder.mkdir(parents=True, exist_ok=True)
    made = verdicts()
    with Store.open(folder / DATABASE, create=True) as store:
        for one in ARTICLES.values():
            store.add_article(one)
        store.put_claims([each.claim for each in made], {})
        store.put_verdicts(made)
    return Ids(*(each.claim.id for each in made[:7]))
