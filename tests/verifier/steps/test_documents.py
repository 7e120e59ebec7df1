from __future__ import annotations

import json
import random
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import SHARED
from verifier.domain import Article, Block, BlockKind
from verifier.steps.articles import read_articles
from verifier.steps.documents import cluster

SAMPLES = Path(__file__).resolve().parents[3] / "verifier" / "samples"
MONDAY, TUESDAY = date(2024, 3, 4), date(2024, 3, 5)


def make_article(
    name: str, *prose: str, heading: str = "", published: date | None = None, outlet: str | None = None
) -> Article:
    text, blocks = "", []
    for kind, wording in ((BlockKind.HEADING, heading), *((BlockKind.PROSE, each) for each in prose)):
        if wording:
            blocks.append(Block(kind, len(text), len(text) + len(wording)))
            text += wording + "\n\n"
    return Article(name, path=name, sha256="", text=text, blocks=tuple(blocks), published=published, outlet=outlet)


def write(seed: str, n_sentences: int = 20, n_words: int = 15) -> list[str]:
    """Sentences in made-up words; two seeds share no run of them."""
    chance = random.Random(seed)
    vocabulary = ["".join(chance.choices("abcdefghijklmnoprstuvw", k=chance.randint(2, 9))) for _ in range(400)]
    return [" ".join(chance.choices(vocabulary, k=n_words)).capitalize() + "." for _ in range(n_sentences)]


def are_one(*articles: Article) -> bool:
    return len(set(cluster(articles).values())) == 1


def edit(sentences: list[str], share: float, seed: int = 7) -> list[str]:
    chance = random.Random(seed)
    words = [sentence.split() for sentence in sentences]
    places = [(n, i) for n, part in enumerate(words) for i in range(len(part))]
    for n, i in chance.sample(places, round(share * len(places))):
        words[n][i] = "otherwise"
    return [" ".join(part) for part in words]


WIRE = write("wire")
ORIGINAL = make_article("original", *WIRE)


@pytest.mark.parametrize(
    "prose",
    [
        pytest.param(WIRE, id="exact"),
        pytest.param([" ".join(WIRE)], id="in one paragraph"),
        pytest.param(edit(WIRE, 0.03), id="three words in a hundred changed"),
        pytest.param(edit(WIRE, 0.1), id="ten words in a hundred changed"),
        pytest.param(WIRE[:7], id="abridged from the end"),
        pytest.param(WIRE[::3], id="every third sentence"),
        pytest.param([*write("lead", 2), *WIRE[2:], *write("end", 3)], id="other lead and end"),
        pytest.param([*WIRE[:10], *write("own", 10)], id="half of it its own"),
        pytest.param([sentence.upper().replace(" ", "  ") for sentence in WIRE], id="capitals and spaces"),
        pytest.param(["\u200b".join(sentence) for sentence in WIRE], id="invisible characters between the letters"),
    ],
)
def test_a_copy_is_the_same_document(prose: list[str]) -> None:
    assert are_one(ORIGINAL, make_article("copy", *prose, heading="A Different Headline"))


def test_headings_do_not_make_a_copy() -> None:
    heading = " ".join(write("heading", 5))
    assert not are_one(make_article("a", *WIRE, heading=heading), make_article("b", *write("b"), heading=heading))


def test_quoting_the_same_statement_makes_no_copy() -> None:
    statement = write("statement", 3)
    marks = [("\u201c", "\u201d"), ('"', '"'), ("\u00ab", "\u00bb"), ("\u201e", "\u201c"), ("\u2018", "\u2019")]
    texts = [
        make_article(
            str(n), *write(f"{n}", 2), *(f"{left}{each}{right} it said." for each in statement), *write(f"e{n}", 2)
        )
        for n, (left, right) in enumerate(marks)
    ]
    assert len(set(cluster(texts).values())) == len(texts)


def test_the_same_closing_furniture_makes_no_copy() -> None:
    furniture = write("furniture", 9)
    texts = [make_article(str(n), *write(f"{n}", 10), *furniture) for n in range(5)]
    assert len(set(cluster(texts).values())) == 5


def test_the_formulas_of_one_outlet_make_no_copy_and_those_of_two_do() -> None:
    shared = write("formula", 10)
    monday, tuesday = (
        make_article(day, *(s for pair in zip(shared, write(day, 10), strict=True) for s in pair), outlet="Northline")
        for day in ("monday", "tuesday")
    )
    assert not are_one(monday, tuesday)
    assert are_one(monday, replace(tuesday, outlet="Border Ledger"))


def test_a_report_that_prints_a_release_is_no_copy_of_it() -> None:
    release = write("release", 6)
    article = make_article("release", *release, published=MONDAY)
    reports = [
        make_article(str(n), *write(f"{n}", 8), *release, *write(f"e{n}", 8), published=TUESDAY) for n in range(2)
    ]
    assert len(set(cluster([article, *reports]).values())) == 3


@pytest.mark.parametrize("n_sentences", [10, 20])
@pytest.mark.parametrize(
    ("wires", "round_up"), [(MONDAY, TUESDAY), (MONDAY, MONDAY), (None, None), (None, TUESDAY), (MONDAY, None)]
)
def test_a_round_up_of_two_wires_does_not_make_them_one(
    wires: date | None, round_up: date | None, n_sentences: int
) -> None:
    first, second = write("first"), write("second")
    found = cluster(
        [
            make_article("first", *first, published=wires),
            make_article("second", *second, published=wires),
            make_article("third", *first[:n_sentences], *second[:n_sentences], published=round_up),
        ]
    )
    assert found["first"] != found["second"]
    assert found["third"] in {found["first"], found["second"]}


def test_parts_of_a_text_that_was_there_first_are_abridgements() -> None:
    whole = make_article("whole", *WIRE, published=MONDAY)
    top = make_article("top", *WIRE[:7], published=TUESDAY)
    bottom = make_article("bottom", *WIRE[-7:], published=TUESDAY)
    assert are_one(whole, top, bottom)
    assert not are_one(top, bottom)


def test_many_outlets_that_enlarge_one_wire_on_its_day_are_one_document() -> None:
    outlets = [make_article(str(n), *write(f"{n}"), published=MONDAY) for n in range(20)]
    enlarged = [
        replace(make_article(f"{a.id}+", *WIRE, a.text.replace("\n\n", " ")), published=MONDAY) for a in outlets
    ]
    assert are_one(replace(ORIGINAL, published=MONDAY), *enlarged)


def test_a_crowd_of_edited_copies_is_one_document() -> None:
    crowd = [make_article(f"clone {n}", *edit(WIRE[n % 5 :], 0.03)) for n in range(200)]
    honest = make_article("honest", *write("honest"))
    found = cluster([*crowd, honest, ORIGINAL])
    assert len(set(found.values())) == 2
    assert found["honest"] == "honest"


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("The bridge at Kesterin is closed.", "The bridge at Kesterin is closed!", True),
        ("The bridge at Kesterin is closed.", "The bridge at Kesterin is open.", False),
        ("The bridge is closed.", "The bridge is closed", True),
        ("The bridge is closed.", "The bridge is open.", False),
        ("The bridge at Kesterin is closed.", "The bridge at Kesterin is closed. " + " ".join(WIRE), False),
        ("Closed.", "Closed.", True),
        ("", "", False),
        ("...", "...", False),
    ],
)
def test_a_brief_is_a_copy_only_when_nearly_identical(one: str, other: str, expected: bool) -> None:
    assert are_one(make_article("one", one), make_article("other", other)) is expected


def change(words: list[str], *places: int) -> str:
    return " ".join("otherwise" if at in places else word for at, word in enumerate(words))


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        pytest.param((0, 15, 20, 30, 33), True, id="35 of 46 words shared"),
        pytest.param(tuple(range(25, 46, 3)), False, id="25 shared"),
    ],
)
def test_a_short_edited_copy(changed: tuple[int, ...], expected: bool) -> None:
    words = " ".join(write("short", 2, 23)).split()
    assert are_one(make_article("one", " ".join(words)), make_article("other", change(words, *changed))) is expected


def test_languages_without_spaces() -> None:
    chance = random.Random(3)
    one, other = ("".join(chance.choices([chr(c) for c in range(0x4E00, 0x4E00 + 800)], k=300)) for _ in range(2))
    assert are_one(make_article("one", one), make_article("copy", one[:100]))
    assert not are_one(make_article("one", one), make_article("other", other))


def test_the_document_is_called_after_its_earliest_article() -> None:
    copies = [
        replace(ORIGINAL, id="a", published=None),
        replace(ORIGINAL, id="b", published=TUESDAY),
        replace(ORIGINAL, id="d", published=MONDAY),
        make_article("c", *WIRE[:9], published=MONDAY),
    ]
    assert cluster(copies) == dict.fromkeys("abcd", "d"), "of one day the longer one"
    assert cluster(copies[:2]) == {"a": "b", "b": "b"}


@pytest.mark.parametrize("published", [MONDAY, None])
def test_of_one_day_the_first_is_the_one_that_the_others_agree_with(published: date | None) -> None:
    original = replace(ORIGINAL, id="z", published=published)
    edited = [make_article(f"{n}", *edit(WIRE, 0.03, seed=n), published=published) for n in range(5)]
    enlarged = make_article("longest", *edit(WIRE, 0.03), "Nobody saw it but the keeper.", published=published)
    assert set(cluster([*edited, enlarged, original]).values()) == {"z"}


@pytest.mark.parametrize("n_known", [1, 4])
def test_of_one_day_a_carrier_of_which_nobody_knows_the_outlet_goes_first(n_known: int) -> None:
    unknown = replace(ORIGINAL, id="unknown", published=MONDAY)
    known = [replace(ORIGINAL, id=f"a{n}", published=MONDAY, outlet=f"Gazette {n}") for n in range(n_known)]
    assert set(cluster([*known, unknown]).values()) == {"unknown"}
    assert set(cluster([*known, replace(unknown, published=TUESDAY)]).values()) == {"a0"}


def test_nothing_and_one() -> None:
    assert cluster([]) == {}
    assert cluster([ORIGINAL]) == {"original": "original"}
    assert cluster([ORIGINAL, ORIGINAL]) == {"original": "original"}
    assert cluster([make_article("odd", "\ud800 \x00 \ufeff" * 9)]) == {"odd": "odd"}


SENTENCES = [*write("p", 6), *write("q", 6)]
TEXTS = st.lists(st.sampled_from(SENTENCES), max_size=12)
DATES = st.sampled_from([None, MONDAY, TUESDAY])


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(TEXTS, DATES), max_size=8), st.randoms())
def test_laws(texts: list[tuple[list[str], date | None]], chance: random.Random) -> None:
    articles = [make_article(str(n), *prose, published=day) for n, (prose, day) in enumerate(texts)]
    found = cluster(articles)
    shuffled = list(articles)
    chance.shuffle(shuffled)
    assert cluster(shuffled) == found
    by_id = {article.id: article for article in articles}
    assert found.keys() == by_id.keys()
    for article_id, document in found.items():
        assert found[document] == document
        assert (by_id[document].published or date.max) <= (by_id[article_id].published or date.max)


def test_the_sample_has_the_clusters_of_its_gold() -> None:
    gold: dict[str, str] = {}
    for line in (SAMPLES / "gold.jsonl").read_text(encoding="utf-8").splitlines():
        claim = json.loads(line)
        for row in (*claim["support"], *claim["contradict"], *claim["related"]):
            gold[row["article"]] = row["document"]
    articles = [one for one in read_articles([SAMPLES / "articles"]) if isinstance(one, Article)]
    found = cluster(articles)
    known = [(gold[name], found[each.id]) for each in articles if (name := Path(each.path).name) in gold]
    assert len(known) == len(gold)
    assert len(set(known)) == len({a for a, _ in known}) == len({b for _, b in known})


def test_reprints_and_daily_reports_among_real_articles() -> None:
    path = SHARED / "data" / "articles" / "multi_outlet.jsonl"
    if not path.exists():
        pytest.skip("needs ../shared/data")
    articles = [one for one in read_articles([path]) if isinstance(one, Article)]
    found = cluster(articles)
    line = {int(each.path.rsplit("#")[-1]): found[each.id] for each in articles}
    assert line[25] == line[38] == line[47], "three prints of one daily report"
    assert line[2] == line[3] != line[25], "the report of another day"
    assert line[27] == line[35], "an agency's story and a retelling that keeps half of its words"
