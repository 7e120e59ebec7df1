"""Attribution: who stands behind a sentence, and which of its words are theirs."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifier.domain import Article, Block, BlockKind, LinkKind
from verifier.language.attribution import UNKNOWN_OUTLET, Attitude, Attributed, attribute
from verifier.language.layouts import find_agency, find_interview, find_speech
from verifier.language.names import HEARSAY
from verifier.language.sentences import split_sentences
from verifier.language.sources import read_naming
from verifier.language.speakers import same_speaker

SEED = Path(__file__).parents[4] / "shared" / "seed" / "000_2421e3ff656d5691.txt"


def article_of(text: str, outlet: str | None = "Roetown Courier") -> Article:
    """An article whose paragraphs are the lines of `text`; a line with a picture credit is a caption."""
    blocks = tuple(
        Block(BlockKind.CAPTION if "©" in line.group() else BlockKind.PROSE, line.start(), line.end())
        for line in re.finditer(r"[^\n]+", text)
        if line.group().strip()
    )
    return Article("a", "a.txt", "", text, blocks, outlet=outlet, published=date(2024, 5, 8), language="en")


def attributed(text: str, outlet: str | None = "Roetown Courier") -> list[Attributed]:
    article = article_of(text, outlet)
    return attribute(article, split_sentences(article))


def chain(found: Attributed) -> list[str]:
    return [link.name for link in found.chain[1:]]


def content(text: str, found: Attributed) -> str:
    return " | ".join(text[start:end] for start, end in found.content)


@pytest.mark.parametrize(
    ("text", "names", "said"),
    [
        ("According to Jane Roe, the ferry sank.", ["Jane Roe"], "the ferry sank."),
        ("The ferry sank, according to the harbour office.", ["harbour office"], "The ferry sank"),
        ("The ferry lay, according to Jane Roe, on its side.", ["Jane Roe"], "The ferry lay | on its side."),
        ("Jane Roe said on Monday that the ferry had sunk.", ["Jane Roe"], "the ferry had sunk."),
        ("Jane Roe said the ferry had sunk.", ["Jane Roe"], "the ferry had sunk."),
        ("The ferry sank, Jane Roe said.", ["Jane Roe"], "The ferry sank"),
        ("The ferry sank, said Jane Roe, a pilot from Roetown.", ["Jane Roe"], "The ferry sank"),
        ("“The ferry sank,” Mayor Jane Roe told reporters in Roetown.", ["Jane Roe"], "“The ferry sank,”"),
        ("The ferry sank - said Jane Roe.", ["Jane Roe"], "The ferry sank"),
        (
            "As the Ministry of Trade announced on Sunday, the bridge is closed.",
            ["Ministry of Trade"],
            "the bridge is closed.",
        ),
        ("The bridge is closed, as the Ministry of Trade informed.", ["Ministry of Trade"], "The bridge is closed"),
        (
            "Jane Roe, who lives in Roetown, explained that the bridge was closed.",
            ["Jane Roe"],
            "the bridge was closed.",
        ),
        ("Jane Roe welcomed the vote, saying that the bridge would open.", ["Jane Roe"], "the bridge would open."),
        ("Jane Roe was quoted as saying the bridge had fallen.", ["Jane Roe"], "the bridge had fallen."),
        ("The union put the number of strikers at 4,000.", ["union"], "the number of strikers at 4,000."),
        ("Data from the Roetown Institute show that 40 people drowned.", ["Roetown Institute"], "40 people drowned."),
        ("A report by the Roetown Institute says 40 people drowned.", ["Roetown Institute"], "40 people drowned."),
        ("In a report by the Roetown Institute, 40 people drowned.", ["Roetown Institute"], "40 people drowned."),
        ("A spokesman for the Roetown Police said 40 people drowned.", ["Roetown Police"], "40 people drowned."),
        ("40 people drowned, so the Roetown Police.", ["Roetown Police"], "40 people drowned"),
    ],
)
def test_one_source_is_found_and_cut_off(text: str, names: list[str], said: str) -> None:
    last = attributed(text)[-1]
    assert chain(last) == names
    assert content(text, last) == said
    assert last.attitude is Attitude.ASSERTS


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Jane Roe told the Example Times that the ferry had sunk.", ["Example Times", "Jane Roe"]),
        (
            "Jane Roe explained to him Example News Network (ENN) that the ferry had sunk.",
            ["Example News Network (ENN)", "Jane Roe"],
        ),
        ("The Example Times, citing the harbour office, said the ferry had sunk.", ["Example Times", "harbour office"]),
        ("The ferry sank, the Example Times reported, citing the harbour office.", ["Example Times", "harbour office"]),
        (
            "The ferry sank, according to the Example news agency, reported the military television.",
            ["Example", "military television"],
        ),
        (
            "Like the portal Example Post citing Merrish sources reported at the weekend, 40 men came.",
            ["Example Post", "Merrish sources"],
        ),
        (
            "According to the Institute for Harbour Studies (IHS), the pilot Jane Roe also said that the ferry sank.",
            ["Institute for Harbour Studies (IHS)", "Jane Roe"],
        ),
        (
            "As Jane Roe reported with reference to sources from Roetown, 40 men came.",
            ["Jane Roe", "sources from Roetown"],
        ),
        ("Harbour office spokeswoman Jane Roe said the ferry had sunk.", ["Jane Roe", "Harbour office"]),
        ("In an interview with the Example Times, Jane Roe said the ferry had sunk.", ["Example Times", "Jane Roe"]),
    ],
)
def test_several_sources_stand_in_the_order_of_the_chain(text: str, names: list[str]) -> None:
    assert chain(attributed(text)[-1]) == names


@pytest.mark.parametrize(
    "text",
    [
        "40 men came, it is said.",
        "It is said that 40 men came.",
        "The mayor is said to have left.",
        "40 men reportedly came.",
        "Petrol is becoming scarce, media report.",
        "According to media reports, 40 men came.",
        "There are rumours that 40 men came.",
    ],
)
def test_hearsay_cuts_the_chain_off(text: str) -> None:
    link = attributed(text)[-1].chain[-1]
    assert (link.name, link.kind, link.named) == (HEARSAY, LinkKind.UNNAMED, False)


@pytest.mark.parametrize(
    "text",
    [
        "Sources say that 40 men came.",
        "A senior official who asked not to be named said 40 men came.",
        "Residents said 40 men came.",
        "People familiar with the plan said 40 men would come.",
        "According to information from Roetown, 40 men came.",
    ],
)
def test_sources_without_a_name_are_unnamed(text: str) -> None:
    last = attributed(text)[-1].chain[-1]
    assert last.kind is LinkKind.UNNAMED
    assert not last.named
    assert last.name != HEARSAY


@pytest.mark.parametrize(
    ("text", "attitude", "said"),
    [
        ("The ministry denied that the bridge had been closed.", Attitude.DENIES, "the bridge had been closed."),
        ("The general rejected the claim that 40 men had died.", Attitude.DENIES, "40 men had died."),
        ("Jane Roe withdrew her statement that 40 men had died.", Attitude.DENIES, "40 men had died."),
        ("Jane Roe has retracted the claim that 40 men had died.", Attitude.DENIES, "40 men had died."),
        ("Jane Roe has since retracted the claim that 40 men had died.", Attitude.DENIES, "40 men had died."),
        ("The ministry ruled out that troops would be sent.", Attitude.DENIES, "troops would be sent."),
        ("Jane Roe questioned the thesis that the dam could burst.", Attitude.DOUBTS, "the dam could burst."),
        ("Jane Roe cast doubt on whether the dam had burst.", Attitude.DOUBTS, "the dam had burst."),
        (
            "There are no similar reports from other services.",
            Attitude.GAP,
            "There are no similar reports from other services.",
        ),
        (
            "The figure could not be independently verified.",
            Attitude.GAP,
            "The figure could not be independently verified.",
        ),
        ("The ministry declined to comment.", Attitude.GAP, "The ministry declined to comment."),
        (
            "Jane Roe did not say whether the dam had burst.",
            Attitude.GAP,
            "Jane Roe did not say whether the dam had burst.",
        ),
    ],
)
def test_attitudes(text: str, attitude: Attitude, said: str) -> None:
    last = attributed(text)[-1]
    assert last.attitude is attitude
    assert content(text, last) == said


def test_who_withdraws_a_statement_speaks_and_who_withdraws_from_a_town_does_not() -> None:
    assert chain(attributed("Jane Roe withdrew her statement that 40 men had died.")[0]) == ["Jane Roe"]
    assert attributed("The army withdrew from Roetown.")[0].attitude is Attitude.ASSERTS


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Jane Roe has since retracted the claim that 40 men had died.", ["Jane Roe"]),
        ("The Harbour Office has long since denied that the ferry had sunk.", ["Harbour Office"]),
        ("The ferry sank, the Harbour Office has since confirmed.", ["Harbour Office"]),
        ("The Harbour Office since said the ferry had sunk.", ["Harbour Office"]),
        ("The town has been quiet since Jane Roe said that the dam had burst.", []),
    ],
)
def test_since_stands_between_who_speaks_and_what_they_do_or_begins_a_clause(text: str, names: list[str]) -> None:
    assert chain(attributed(text)[0]) == names


def test_a_sentence_in_which_two_speak_differently_comes_twice() -> None:
    text = "Jane Roe denied that the dam had burst, and John Poe said that 40 men had drowned."
    first, second = attributed(text)
    assert (chain(first), first.attitude, content(text, first)) == (
        ["Jane Roe"],
        Attitude.DENIES,
        "the dam had burst, and",
    )
    assert (chain(second), second.attitude, content(text, second)) == (
        ["John Poe"],
        Attitude.ASSERTS,
        "40 men had drowned.",
    )


@pytest.mark.parametrize(
    "later",
    [
        "She added that 40 men had come.",
        "“40 men have come. They have brought horses,” she said.",
        "“40 men have come.”",
        "40 men would come.",
        "The opposition politician said that 40 men had come.",
        "Roe also announced that 40 men had come.",
    ],
)
def test_the_speaker_is_carried_over_with_the_outlet_that_was_told(later: str) -> None:
    text = f"The opposition politician Jane Roe told the Example Times that a ferry had sunk. {later}"
    for found in attributed(text):
        assert chain(found) == ["Example Times", "Jane Roe"]


def test_a_mood_carries_on_in_its_own_paragraph_only() -> None:
    found = attributed("Jane Roe said a ferry had sunk.\nThe experience would be used.")
    assert chain(found[-1]) == []


def test_own_sources_stand_behind_the_speaker() -> None:
    text = "The politician Jane Roe said a ferry had sunk. According to her sources, 40 men came, the politician said."
    assert chain(attributed(text)[-1]) == ["Jane Roe", "Jane Roe\u2019s sources"]


def test_a_lead_may_describe_a_speaker_whom_the_article_names_later() -> None:
    lead = "According to an opposition politician, the army will mobilise."
    text = f"{lead}\nThe opposition politician Jane Roe said so on Monday."
    assert chain(attributed(text)[0]) == ["Jane Roe"]


def test_who_denies_is_not_the_one_who_has_just_spoken() -> None:
    found = attributed("Jane Roe said that 40 men had drowned. The mayor denied that 40 men had drowned.")
    assert chain(found[-1]) == ["mayor"]
    assert not found[-1].chain[-1].named


def test_a_quotation_that_is_closed_in_a_later_sentence_finds_its_speaker() -> None:
    found = attributed("“The ferry sank in the night. Nobody could help it any more,” said Jane Roe.")
    assert [chain(f) for f in found] == [["Jane Roe"], ["Jane Roe"]]


def test_a_question_in_between_is_not_who_answers_it() -> None:
    text = "“I heard a bang,” said Jane Roe, who lives upstairs. The sirens? “There were none.” Bo Lind said it rained."
    assert [chain(one) for one in attributed(text)] == [["Jane Roe"], [], ["Jane Roe"], ["Bo Lind"]]
    reported = "Jane Roe said the mill was closed. And the bridge? It would stay open."
    assert [chain(one) for one in attributed(reported)] == [["Jane Roe"], [], ["Jane Roe"]]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("The mill is closed, Jane Roe said: “We tried.”", "The mill is closed | “We tried.”"),
        ("The mill is closed, she told the Roetown Herald: “We tried.”", "The mill is closed | “We tried.”"),
        ("After the mill had closed, Jane Roe said: “We tried.”", "“We tried.”"),
        ("The mill is closed, but Jane Roe said: “We tried.”", "“We tried.”"),
        ("The mill is closed; Jane Roe said: “We tried.”", "“We tried.”"),
        ("The mill is closed, Bo Lind denied: “We tried.”", "“We tried.”"),
    ],
)
def test_what_stands_before_who_is_quoted_is_theirs_too_if_nothing_joins_it(text: str, said: str) -> None:
    before = "Jane Roe was at the mill. "
    found = [one for one in attributed(before + text)[1:] if chain(one)]
    assert content(before + text, found[-1]) == said


def test_the_next_sentence_may_only_give_the_source() -> None:
    found = attributed("40 men came. This is what the portal Example Post reports.")
    assert chain(found[0]) == ["Example Post"]


@pytest.mark.parametrize(
    "text",
    [
        "State news agency NVA reported that the bridge was closed.",
        "The bridge was closed, Norvian state news agency NVA reported.",
        "The bridge was closed, state news agency NVA reported.",
    ],
)
def test_the_name_of_an_agency_stands_behind_its_kind(text: str) -> None:
    [found] = attributed(text)
    assert [(link.name, link.kind) for link in found.chain[1:]] == [("NVA", LinkKind.CITED_OUTLET)]


def test_bare_assertions_are_the_outlets_own() -> None:
    for text in (
        "The bridge is closed.",
        "The United States meets the bar.",
        "The states agreed on reports and claims.",
    ):
        assert chain(attributed(text)[-1]) == []


def test_the_outlet_comes_first_and_may_be_unknown() -> None:
    known, unknown = (attributed("Jane Roe said 40 men came.", outlet)[0].chain[0] for outlet in ("Example Post", None))
    assert (known.name, known.kind, known.named) == ("Example Post", LinkKind.OUTLET, True)
    assert (unknown.name, unknown.kind, unknown.named) == (UNKNOWN_OUTLET, LinkKind.OUTLET, False)


def test_an_outlet_that_quotes_what_it_was_told_is_not_cited_by_itself() -> None:
    assert chain(attributed("Jane Roe told the Courier that 40 men came.")[0]) == ["Jane Roe"]


def test_links_point_to_the_naming_phrase() -> None:
    text = "The opposition politician Jane Roe told the Example Times that a ferry had sunk."
    spans = [text[link.start : link.end] for link in attributed(text)[0].chain[1:]]
    assert spans == ["Example Times", "Jane Roe"]


@pytest.mark.parametrize(
    ("phrase", "name", "kind", "named"),
    [
        ("The opposition politician Jane Roe", "Jane Roe", LinkKind.SPEAKER, True),
        ("Merrish President Jane van der Roe", "Jane van der Roe", LinkKind.SPEAKER, True),
        ("Mr. Roe", "Roe", LinkKind.SPEAKER, True),
        ("Senator Jane Roe of Exampletown", "Jane Roe", LinkKind.SPEAKER, True),
        (
            "the Institute for the Study of Harbours (ISH)",
            "Institute for the Study of Harbours (ISH)",
            LinkKind.SPEAKER,
            True,
        ),
        ("the Merrish Interior Ministry", "Merrish Interior Ministry", LinkKind.SPEAKER, True),
        ("the Example news agency", "Example", LinkKind.CITED_OUTLET, True),
        ("satellite images published by Example Orbit", "Example Orbit", LinkKind.SPEAKER, True),
        ("one of the daily updated ISH reports", "ISH", LinkKind.SPEAKER, True),
        ("analysts at the Harbour Institute", "Harbour Institute", LinkKind.SPEAKER, True),
        ("a senior official", "senior official", LinkKind.UNNAMED, False),
        ("local media", HEARSAY, LinkKind.UNNAMED, False),
        ("she", "she", LinkKind.UNNAMED, False),
    ],
)
def test_naming_phrases(phrase: str, name: str, kind: LinkKind, named: bool) -> None:
    found = read_naming(phrase)
    assert found is not None
    assert (found.name, found.kind, found.named) == (name, kind, named)


@pytest.mark.parametrize("phrase", ["the development", "12,000", "a heavy storm", "..."])
def test_things_are_no_sources(phrase: str) -> None:
    assert read_naming(phrase) is None


def test_spellings_of_one_speaker() -> None:
    assert same_speaker("Pawel Roehtschka", "Roehchka")
    assert same_speaker("Institute for Harbour Studies (IHS)", "IHS")
    assert not same_speaker("Jane Roe", "John Roe-Poe")


def test_agency_of_a_reprint() -> None:
    for text in (
        "ROETOWN, May 8 (Examplewire) - The ferry sank on Monday.",
        "The ferry sank on Monday.\n(Examplewire / jr)",
    ):
        article = article_of(text)
        link = find_agency(article, split_sentences(article))
        assert link is not None
        assert (link.name, text[link.start : link.end]) == ("Examplewire", "Examplewire")
    own = article_of("ROETOWN, May 8 (Courier) - The ferry sank on Monday.")
    assert find_agency(own, split_sentences(own)) is None


def test_interview_in_questions_and_answers() -> None:
    text = "\n".join(
        [
            "Jane Roe was harbour master for ten years.",
            "**Mrs Roe, did the bridge surprise you?**",
            "No. The bridge was closed on Monday.",
            "**Who closed it?**",
            "The army closed the bridge.",
            "**Will it open again?**",
            "The bridge will open in May.",
            "(Interview: P. Poe)",
        ]
    )
    article = article_of(text)
    assert find_interview(split_sentences(article)) is not None
    answers = [
        found for found in attributed(text) if "closed" in found.sentence.text and "?" not in found.sentence.text
    ]
    assert [chain(found) for found in answers] == [["Jane Roe"], ["Jane Roe"]]


SPEECH = " ".join(["We will mend the bridge.", "I have seen the port.", "The ferry sank."] * 8)


@pytest.mark.parametrize(
    "head",
    [
        "Full text of Jane Roe's speech at the harbour.",
        "President Jane Roe delivered a long speech at the harbour.",
        "Speech by Mayor Jane Roe at the harbour.",
    ],
)
def test_a_speech_has_one_speaker(head: str) -> None:
    found = attributed(f"{head}\n{SPEECH}")
    assert {tuple(chain(one)) for one in found if one.sentence.text == "The ferry sank."} == {("Jane Roe",)}


def test_an_essay_in_the_first_person_is_no_speech() -> None:
    article = article_of(f"Why the bridge matters.\n{SPEECH}")
    assert find_speech(article, split_sentences(article)) is None


@pytest.mark.parametrize("head", ["By JANE ROE in Roetown AFP\nMay 8, 2024", "By Jane Roe\nROETOWN, May 8 (Reuters) -"])
def test_an_agency_in_the_byline_is_behind_the_report(head: str) -> None:
    article = article_of(f"Harbour news of today.\n{head}\nThe ferry sank.")
    agency = find_agency(article, split_sentences(article))
    assert agency is not None
    assert agency.name in ("AFP", "Reuters")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Jane Roe said she is convinced, which she said was why the ferry sank.", ["Jane Roe"]),
        ("Jane Roe said the findings show that the ferry sank.", ["Jane Roe"]),
        ("The White House and the Rovian government said that the ferry sank.", ["White House"]),
        ("Roetown and western countries said that the ferry sank.", ["Roetown"]),
        ("The mayors of Roetown and Poetown said that the ferry sank.", ["mayors of Roetown and Poetown"]),
        ("The Commander-in-Chief of the Harbour Guard, Jane Roe, on May 8 stated that the ferry sank.", ["Jane Roe"]),
        ("The Harbour Institute, a Roetown, D.C.-based group, put the loss at 40 ships.", ["Harbour Institute"]),
        ("Jane Roe described the talks as “difficult”.", ["Jane Roe"]),
        ("Jane Roe highlighted that the ferry sank.", ["Jane Roe"]),
        ("Jane Roe made the case that the ferry sank.", ["Jane Roe"]),
        ("We see more and more ferries sink - added Jane Roe.", ["Jane Roe"]),
        ("About 40 Rovians had registered as refugees, according to the harbour office.", ["harbour office"]),
    ],
)
def test_the_speaker_is_neither_a_pronoun_nor_another_noun(text: str, names: list[str]) -> None:
    assert chain(attributed(text)[0]) == names


def test_who_denies_ends_before_who_warns() -> None:
    found = attributed("Roetown denied taking part and Rovian intelligence had warned that the bridge was mined.")
    assert chain(found[-1]) == ["Rovian intelligence"]


def test_words_between_dashes_go_on_over_sentences() -> None:
    text = "Jane Roe spoke to the port. - The storm is near. There are 150 ships. They may sink - said John Poe."
    assert [chain(one) for one in attributed(text)][2] == ["John Poe"]


@pytest.mark.parametrize(
    ("text", "names", "attitude"),
    [
        ("The harbour office declined to comment.", ["harbour office"], Attitude.GAP),
        ("No other service has reported anything.", [], Attitude.GAP),
        ("A missing gate does not say how it was lost.", [], Attitude.ASSERTS),
        ("Nine did not answer.", [], Attitude.ASSERTS),
        ("No ship has reported a loss.", [], Attitude.ASSERTS),
    ],
)
def test_a_gap_is_left_by_somebody(text: str, names: list[str], attitude: Attitude) -> None:
    (found,) = attributed(text)
    assert found.attitude is attitude
    assert attitude is Attitude.ASSERTS or chain(found) == names


@pytest.mark.parametrize(
    "text",
    [
        "The hospital declined to comment on the figure.",
        "The hospital had no comment on the figure.",
        "Asked by the Inland Times, the hospital declined to comment on the figure.",
    ],
)
def test_a_body_called_by_its_kind_is_the_one_that_gives_no_comment(text: str) -> None:
    [found] = attributed(text, "Inland Times")
    assert (found.attitude, chain(found)) == (Attitude.GAP, ["hospital"])


def test_the_former_minister_is_not_the_minister() -> None:
    text = "The former harbour minister told Radio Roe that P had sunk. It sank, said Harbour Minister Marta Poe."
    first, second = attributed(text)
    assert chain(first)[-1] == "former harbour minister"
    assert chain(second) == ["Marta Poe"]


def test_this_newspaper_is_the_outlet_itself() -> None:
    text = "The harbour office said the bridge was open. Jane Roe told this newspaper that the ferry had sunk."
    assert chain(attributed(text)[1]) == ["Jane Roe"]


def test_it_is_whoever_s_figure_was_just_named() -> None:
    _, second = attributed("The other thing is the figure of the General Staff. It put the number of men at 5,800.")
    assert chain(second) == ["General Staff"]


@given(st.text(alphabet="Jane Roe said “that” the ferry, denied. according to\n(it)'is", max_size=200))
def test_any_text_gives_spans_within_its_sentences(text: str) -> None:
    article = article_of(text)
    sentences = split_sentences(article)
    found = attribute(article, sentences)
    assert {f.sentence for f in found} == set(sentences)
    for one in found:
        assert one.chain[0].kind is LinkKind.OUTLET
        assert one.content
        for start, end in one.content:
            assert one.sentence.start <= start < end <= one.sentence.end


@pytest.mark.skipif(not SEED.exists(), reason="the seed article lies outside the repository")
def test_the_chains_of_the_first_article() -> None:
    text = SEED.read_text(encoding="utf-8")
    found = {tuple(chain(f)) for f in attributed(text, None)}
    network = "Editorial Network Germany (RND)"
    assert ("Ukrainska Pravda", "Belarusian sources") in found
    assert (network, "Pawel Latuschka", "sources from Minsk") in found
    assert (network, "Pawel Latuschka", "Pawel Latuschka\u2019s sources") in found
    assert ("Institute for the Study of War (ISW)", "Igor Girkin") in found
    assert ("Reuters", "Belarusian military television") in found
    doubts = [f for f in attributed(text, None) if f.attitude is Attitude.DOUBTS]
    assert [chain(f)[-1] for f in doubts] == ["Igor Girkin"]
    assert sum(f.attitude is Attitude.GAP for f in attributed(text, None)) == 1


@pytest.mark.parametrize(
    ("text", "chain_of_first"),
    [
        ("The ferry sank. This was reported by Reuters, citing two pilots.", ["Reuters", "pilots"]),
        ("The ferry sank, said Jane Roe, quoted by the portal Example Pravda.", ["Example Pravda", "Jane Roe"]),
        ("A defence source told the BBC's correspondent John Doe that the ferry sank.", ["BBC", "defence source"]),
        ("Before the talks a former pilot told the BBC the ferry had sunk.", ["BBC", "former pilot"]),
        ("Jane Roe said she had been told by an official that the ferry sank.", ["Jane Roe", "official"]),
        ("- The ferry sank - said Jane Roe.", ["Jane Roe"]),
    ],
)
def test_nested_sources_of_news_and_of_translations(text: str, chain_of_first: list[str]) -> None:
    assert chain(attributed(text)[0]) == chain_of_first


def test_she_is_not_the_man_who_spoke_last() -> None:
    text = "Jane Roe said the ferry sank. Robert Poe said it did not. She added that 40 men had come."
    assert chain(attributed(text)[-1]) == ["Jane Roe"]
