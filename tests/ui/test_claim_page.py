"""One claim, driven without a browser."""

from __future__ import annotations

from tests.ui.conftest import Open, html_of
from tests.ui.situation import FERRY, HOSTILE_QUOTE, PIER, Ids
from tests.ui.test_markup import read
from verifier.domain import Label, Reason


def test_a_disputed_claim_shows_both_sides_and_the_rule(visit: Open, ids: Ids) -> None:
    shown = html_of(visit("claim", claim=ids.pier))
    text = read(shown).text
    assert PIER in text
    assert "Disputed · 1 for / 1 against" in text
    assert "Stated by harbour master Ida Renn, and rejected by Ministry of Ports." in text
    assert Reason.DENIAL.definition in text
    assert Label.DISPUTED.definition in text
    assert '<mark class="v-mark v-supports">The storm tore away the north pier</mark>' in shown
    assert "Contradicts rejects the statement; by an unnamed source: shown, not counted" in text
    assert "6 articles searched, newest 6 May 2031." in text


def test_who_says_it_runs_from_the_outlet_to_the_origin(visit: Open, ids: Ids) -> None:
    text = read(html_of(visit("claim", claim=ids.ferry))).text
    assert FERRY in text
    assert "Coast Dailyoutlet←Alda Linespeaker" in text
    assert "Northern Postoutlet←Divers of the Water Guardspeaker" in text
    assert "hedged: may" in text
    assert "forecast" in text
    assert "No passage contradicts it." in text


def test_an_unnamed_source_is_flagged(visit: Open, ids: Ids) -> None:
    shown = html_of(visit("claim", claim=ids.related_only))
    assert '<span class="v-link v-flagged"' in shown
    assert "unnamed source behind" in shown


def test_folds_draw_their_cards_when_they_are_opened(visit: Open, ids: Ids) -> None:
    app = visit("claim", claim=ids.pier)
    assert [fold.label for fold in app.expander] == [
        "Repeats the same origin (1)",
        "Related, does not decide (1)",
        "Not judged (1)",
        "Technical details",
    ]
    assert "Passengers wait in vain." not in html_of(app)
    for name in ("repeats", "related", "unjudged"):
        app.session_state[f"fold-{name}"] = True
    text = read(html_of(app.run())).text
    assert "The north pier was torn away by the storm" in text
    assert "Passengers wait in vain." in text
    assert "Der Pier steht noch" in text
    assert "not judged: language" in text


def test_an_opened_article_is_whole_with_the_quote_marked(visit: Open, ids: Ids) -> None:
    app = visit("claim", claim=ids.crew)
    next(one for one in app.button if one.label == "Open in article").click().run()
    shown = html_of(app)
    assert "Filler paragraph 39" in shown
    assert '<mark class="v-mark v-supports" id="quote">Eleven crew members were brought ashore</mark>' in shown


def test_a_hostile_article_is_text_and_its_address_no_link(visit: Open, ids: Ids) -> None:
    app = visit("claim", claim=ids.hostile)
    next(one for one in app.button if one.label == "Open in article").click().run()
    found = read(html_of(app))
    assert HOSTILE_QUOTE in found.text
    assert "javascript:window.owned=4" in found.text
    assert "Instruction to machines in the text" in found.text
    assert not {"img", "a", "b"} & {tag for tag, _ in found.tags}
    assert [tag for tag, _ in found.tags].count("script") == 1, "the one that scrolls to the quote"
    assert not [one.value for one in app.markdown if "evil" in one.value]


def test_a_superseded_claim_leads_to_its_successor(visit: Open, ids: Ids) -> None:
    app = visit("claim", claim=ids.first_toll)
    assert "Superseded: " in html_of(app)
    links = [link.proto.query_string for link in app.get("page_link")]
    assert f"claim={ids.second_toll}" in links


def test_ids_and_offsets_are_there_for_whoever_looks(visit: Open, ids: Ids) -> None:
    text = read(html_of(visit("claim", claim=ids.pier))).text
    assert ids.pier in text
    assert "Fingerprint" in text
    assert "fake" in text


def test_an_unknown_id_is_named(visit: Open) -> None:
    text = read(html_of(visit("claim", claim="claim-<b>none</b>"))).text
    assert "This claim cannot be shown." in text
    assert "claim-<b>none</b>" in text


def test_an_ambiguous_prefix_is_an_error_and_a_unique_one_is_enough(visit: Open, ids: Ids) -> None:
    assert "This claim cannot be shown." in html_of(visit("claim", claim="claim-"))
    assert PIER in html_of(visit("claim", claim=ids.pier[:14]))


def test_without_an_id_it_points_to_the_list(visit: Open) -> None:
    assert "No claim is named in this address." in html_of(visit("claim"))
