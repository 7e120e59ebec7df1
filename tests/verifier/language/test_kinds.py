"""Kinds, hedges, and what can be checked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifier.domain import Kind
from verifier.language.checkable import is_checkable
from verifier.language.kinds import commits, hedge_of, kind_about, kind_of


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("40 men arrived in Roetown.", Kind.FACT),
        ("The army has been told to leave the bridge.", Kind.FACT),
        ("The bridge could not be seen from the road.", Kind.FACT),
        ("The bridge may have been closed on Monday.", Kind.FACT),
        ("The parties thrashed out a peace plan to take the country forward.", Kind.FACT),
        ("The army will mobilise soon.", Kind.FORECAST),
        ("A mobilisation is imminent.", Kind.FORECAST),
        ("The dam is likely to burst.", Kind.FORECAST),
        ("There is a danger of an attack from the north.", Kind.FORECAST),
        ("Merrin wanted to station 9,000 men at the bridge.", Kind.INTENT),
        ("The general plans to close the bridge.", Kind.INTENT),
        ("The general ordered his men to close the bridge.", Kind.INTENT),
        ("The army is preparing to cross the river.", Kind.INTENT),
        ("The exercises should last from 16 January to 1 February.", Kind.INTENT),
        ("The president should at the same time upgrade his army from 650 to 1,000 men.", Kind.INTENT),
        ("The country should take a firmer stance.", Kind.OPINION),
        ("It is time to make a choice.", Kind.OPINION),
        ("The mayor called on the neighbours to help.", Kind.OPINION),
        ("The month of May is dry.", Kind.FACT),
        ("The army likely took the bridge.", Kind.FACT),
        ("The crossing closed on Monday, raising fears that the dam could burst.", Kind.FACT),
        ("Merrin bought missiles that will reach the coast.", Kind.FACT),
        ("All those who wanted to vote did so.", Kind.FACT),
        ("The line was cut due to military activity.", Kind.FACT),
        ("The disastrous offensive ended in May.", Kind.FACT),
        ("The offensive was disastrous.", Kind.OPINION),
        ("The raid was a severe blow to Merrin.", Kind.OPINION),
        ("There is no justification for the raid.", Kind.OPINION),
        ("The governor will visit Roetown on Tuesday.", Kind.INTENT),
        ("The election will not be postponed.", Kind.INTENT),
        ("If the dam holds, the governor will visit Roetown.", Kind.FORECAST),
        ("The exercise ends on 20 March as planned.", Kind.INTENT),
        ("The ministers are to meet on Tuesday.", Kind.INTENT),
        ("One way out is to open the gates.", Kind.FACT),
        ("The mayor did not want to say more.", Kind.FACT),
        ("The army is not preparing an attack.", Kind.INTENT),
        ("An attack is rather unlikely at this stage.", Kind.FORECAST),
        ("The next train is expected on Friday.", Kind.FORECAST),
        ("According to the forecasts of the office it rained.", Kind.FACT),
    ],
)
def test_kinds(text: str, kind: Kind) -> None:
    assert kind_of(text) is kind


@pytest.mark.parametrize(
    ("text", "hedge"),
    [
        ("The army may cross the river.", "may"),
        ("Allegedly 40 men came.", "Allegedly"),
        ("The dam is likely to burst.", "likely"),
        ("The preparations are said to be well advanced.", "are said to be"),
        ("The mayor warned of an alleged offensive.", "alleged"),
        ("40 men came in May.", None),
        ("The army could not cross the river.", None),
        ("40 men came.", None),
    ],
)
def test_hedges_are_verbatim(text: str, hedge: str | None) -> None:
    assert hedge_of(text) == hedge


@pytest.mark.parametrize(
    "text",
    [
        "40 men arrived in Roetown on Monday.",
        "All gates were intact.",
        "There was no explosion at the dam.",
        "Merrin and Drosk want to start joint exercises.",
        "The Brennik dam stands nine kilometres upstream of the village.",
        "Merrin destroyed three bridges in the north.",
        "The army has 40,000 soldiers at most.",
        "It is forbidden to cross the Brennik bridge at night.",
        "There was nobody in Brennik on Tuesday.",
        "At noon the Osmerian guards shut the crossing.",
        "What is left on the road is a queue of 40 lorries.",
        "Since Monday the guards have counted eleven trains.",
        "Backed by its neighbours, Merrin left the treaty.",
        "Without a licence, the ferry cannot sail to Roetown.",
        "This week the ferry sailed four times.",
        "World War I began in 1914.",
    ],
)
def test_checkable(text: str) -> None:
    assert is_checkable(text)


@pytest.mark.parametrize(
    "text",
    [
        "Are these signs of another offensive?",
        "As assumed by some observers?",
        "Namely in the Brennik region, not far from the border.",
        "What he takes as a sign of weakness.",
        "That shouldn\u2019t diminish the concerns of the neighbours.",
        "Thank you for coming to Roetown today.",
        "Read more: the ferry disaster of 1954 in pictures.",
        "Subscribe to our newsletter for more news.",
        "I believe that we are strong.",
        "Recognise that the treaty is broken.",
        "Do not wait for the neighbours to act.",
        "When asked whether the bridge was closed.",
        "(pm)",
        "Photo: Roe/Example",
        "He agreed.",
        # what a cut has left
        "In, and it is eleven pages long.",
        "The loss of a gate is.",
        "This is a war where.",
        "The crisis in Roetown, which began with a strike, has left more than.",
        "Are no more than 3,000 men in the area of Roetown.",
        "Includes three hamlets in the Brennik region.",
        "What had happened as an attack on Roetown.",
        "Nine thousand men who are to be stationed there.",
        "“The river is no property,” after the meeting, which was short.",
        "While walking, is a second radiographer of the hospital.",
        "A Merrin-made armoured vehicle.",
        "The mill, to which nobody can cross since the flood took the bridge.",
        "The lack of a truce and issued an appeal to Roetown.",
        "In Drosk he wants to meet the mayor.",
        "In his opinion the West is afraid of Merrin.",
        "Though a strike was expected in Roetown.",
        "The army closed the bridge. However.",
        "The mayor of the town closed the bridge. The port was shut.",
        # nobody knows who
        "They can stop this war.",
        "It is eleven pages long.",
        "He had it from contacts in the Defence Ministry.",
        "These measures came into force on Monday.",
        "Its neighbour has broken the rule four times.",
        "Among them is a girl from Roetown.",
        "We have preserved Merrin.",
        "The last reply I got was a calendar.",
        "On Monday, he left for Roetown.",
        "One of them is wrong by 3,000 men.",
        # about the site
        "Here is a look at the war by the numbers.",
        "These cookies cannot be disabled in the panel.",
        "This article was first published in the Courier.",
        "You can change the language of the site.",
    ],
)
def test_pieces_pointers_and_furniture_are_not_checkable(text: str) -> None:
    assert not is_checkable(text)


@pytest.mark.parametrize(
    "text",
    [
        "Your support helps 40 reporters in Roetown.",
        "Our team worked in Roetown.",
        "A longer war is a war that costs more.",
        "Weaker rules are rules that nobody keeps.",
        "Vote on Sunday in Roetown!",
    ],
)
def test_an_outlet_that_addresses_its_readers_or_muses_states_nothing(text: str) -> None:
    assert not is_checkable(text, own_voice=True)


@pytest.mark.parametrize(
    "text",
    [
        "The footbridge at the mill is gone.",
        "The airfield has been closed to reporters.",
        "The election will not be postponed.",
        "Border guards led a man away.",
    ],
)
def test_an_outlet_that_tells_what_happened_does(text: str) -> None:
    assert is_checkable(text, own_voice=True)


@pytest.mark.parametrize(
    "text",
    [
        "THE BRIDGE WAS CLOSED ON MONDAY",
        "[Share](https://example.org/share?text=the%20bridge%20was%20closed)",
        "",
    ],
)
def test_not_checkable(text: str) -> None:
    assert not is_checkable(text)


@given(st.text(max_size=200))
def test_any_text_has_a_kind_and_its_hedge_stands_in_it(text: str) -> None:
    assert isinstance(kind_of(text), Kind)
    hedge = hedge_of(text)
    assert hedge is None or hedge in text
    is_checkable(text)


@pytest.mark.parametrize(
    "text",
    [
        "A workshop near occupied Kesterin, in the north.",
        "Because a tiny part of the population, one in a hundred, is ill.",
        "The army has held the bridge since….",
        "It was unclear who will represent Merrin at the meeting.",
        "Polish Minister: Merrin spent a tenth of its budget.",
        "Both believe that Merrin is in decline.",
        "[It\u2019s] very likely to reach the coast.",
        "Call him and tell him to stop the raid.",
    ],
)
def test_fragments_headings_and_gaps_are_no_claims(text: str) -> None:
    assert not is_checkable(text)


@pytest.mark.parametrize(
    "text",
    [
        "Repeated raids on the harbour have left Roetown without water.",
        "Given the need for water, the harbour office has sent 40 tankers.",
        "Like its neighbours, Merrin was closed to Zhelvia in May.",
    ],
)
def test_sentences_that_only_begin_like_a_fragment_are_checked(text: str) -> None:
    assert is_checkable(text)


@pytest.mark.parametrize(
    ("text", "claim", "kind"),
    [
        (
            "Osmeria has sent 9,000 soldiers to the lake, and Tarrik said an attack could be imminent.",
            "Osmeria has 9,000 soldiers at the lake.",
            Kind.FACT,
        ),
        (
            "Osmeria has sent 9,000 soldiers to the lake, and Tarrik said an attack could be imminent.",
            "An attack by Osmeria is imminent.",
            Kind.FORECAST,
        ),
        (
            "The dam, which engineers finished in 1968, will be torn down next year.",
            "Engineers finished the dam in 1968.",
            Kind.FACT,
        ),
        ("The mayor will meet the engineers, and the farmers too.", "The mayor met the farmers.", Kind.INTENT),
        (
            "The next talks between Osmeria, Zhelvia and Merrin are planned for March.",
            "Osmeria, Zhelvia and Merrin will hold talks in March.",
            Kind.INTENT,
        ),
        ("The mayor will meet the engineers.", "Nothing of the kind.", Kind.INTENT),
    ],
)
def test_the_clause_that_speaks_of_the_claim_gives_the_kind(text: str, claim: str, kind: Kind) -> None:
    assert kind_about(text, claim) is kind


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The mayor agreed to open the gates of the dam.", True),
        ("The mayor has ruled out opening the gates of the dam.", True),
        ("The mayor has opened the gates of the dam, and his men were ordered home.", False),
        ("The mayor wants to open the gates of the dam.", False),
    ],
)
def test_a_plan_that_is_also_a_deed(text: str, expected: bool) -> None:
    assert commits(text, "The gates of the dam will be opened.") is expected


@given(st.text(max_size=80), st.text(max_size=80))
def test_a_kind_is_found_for_any_two_texts(text: str, claim: str) -> None:
    assert kind_about(text, claim) in Kind
