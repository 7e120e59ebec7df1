"""The list, driven without a browser."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.ui.conftest import Open, html_of
from tests.ui.situation import ARTICLES, FERRY, HOSTILE_CLAIM, N_PUMPS, PIER, Ids, verdicts
from tests.ui.test_markup import read
from verifier.domain import Refused
from verifier.store import Store
from verifier.workspace import DATABASE

TOTAL = 7 + N_PUMPS


def text_of(app: AppTest) -> str:
    return read(html_of(app)).text


def button(app: AppTest, label: str) -> None:
    next(one for one in app.button if one.label.startswith(label)).click().run()
    assert not app.exception


def test_the_list_begins_with_what_is_disputed(visit: Open) -> None:
    app = visit()
    shown = text_of(app)
    assert f"{TOTAL} claims in 6 articles, newest 6 May 2031" in shown
    assert f"1 to 20 of {TOTAL} claims, the most urgent first" in shown
    assert shown.index(PIER) < shown.index("Ten people were hurt")
    assert "Disputed · 1 for / 1 against" in shown
    assert "Single-source · 1 article, 1 origin" in shown
    assert "Labels describe sourcing inside this collection, never truth." in shown
    assert app.button_group(key="label").options == [
        f"All · {TOTAL}",
        "Disputed · 1",
        f"Single-source · {TOTAL - 2}",
        "Corroborated · 1",
    ]


def test_a_pill_narrows_the_list_and_the_address_says_so(visit: Open) -> None:
    app = visit()
    app.button_group(key="label").set_value("corroborated").run()
    assert FERRY in text_of(app)
    assert PIER not in text_of(app)
    assert app.query_params["label"] == "corroborated"


def test_the_address_narrows_the_list(visit: Open) -> None:
    shown = text_of(visit(label="single-source", kind="opinion", q="never"))
    assert "1 to 1 of 1 claim" in shown
    assert "never in danger" in shown


def test_counts_on_the_pills_follow_the_search(visit: Open) -> None:
    app = visit()
    app.text_input(key="q").set_value("pier").run()
    assert app.button_group(key="label").options[:2] == ["All · 2", "Disputed · 1"]
    assert app.query_params["q"] == "pier"


def test_an_unknown_label_in_the_address_is_not_passed_over(visit: Open) -> None:
    shown = text_of(visit(label="true"))
    assert "'true'" in shown
    assert f"of {TOTAL} claims" in shown


def test_pages_go_on_and_back_and_begin_anew_with_another_filter(visit: Open) -> None:
    app = visit()
    button(app, "Next page")
    assert f"21 to {TOTAL} of {TOTAL} claims" in text_of(app)
    assert FERRY in text_of(app)
    assert PIER not in text_of(app)
    button(app, "← Previous page")
    assert f"1 to 20 of {TOTAL} claims" in text_of(app)
    assert PIER in text_of(app)
    button(app, "Next page")
    app.text_input(key="q").set_value("pump").run()
    assert f"1 to 20 of {N_PUMPS} claims" in text_of(app)


def test_where_nothing_fits_it_says_which_filter_to_drop(visit: Open) -> None:
    app = visit(label="corroborated", q="pier")
    assert "No claim fits these filters." in text_of(app)
    assert [one.label for one in app.button] == [
        "Drop the label · 2 claims",
        "Drop the search · 1 claim",
        "Drop all filters",
    ]
    button(app, "Drop the label")
    assert "1 to 2 of 2 claims" in text_of(app)
    assert "label" not in app.query_params


def test_hostile_names_and_claims_are_text(visit: Open) -> None:
    app = visit(q="crew wrote")
    found = read(html_of(app))
    assert HOSTILE_CLAIM in found.text
    assert not {"script", "img", "b"} & {tag for tag, _ in found.tags}
    assert not [one.value for one in app.markdown if "evil" in one.value]


def test_without_a_workspace_it_says_what_to_type(visit: Open, tmp_path: Path) -> None:
    app = visit(folder=tmp_path / "nowhere")
    assert "There is no workspace here." in text_of(app)
    assert "nowhere" in text_of(app)
    assert app.code[0].value == "verifier demo"


def test_without_articles_it_says_what_to_type(visit: Open, tmp_path: Path) -> None:
    Store.open(tmp_path / DATABASE, create=True).close()
    app = visit(folder=tmp_path)
    assert "No articles yet." in text_of(app)
    assert [code.value for code in app.code] == [
        f"verifier add articles/ --workspace {tmp_path}\nverifier run --workspace {tmp_path}"
    ]


def test_without_verdicts_it_says_what_to_type(visit: Open, tmp_path: Path) -> None:
    with Store.open(tmp_path / DATABASE, create=True) as store:
        store.add_article(ARTICLES["echo"])
        store.add_article(ARTICLES["bay-radio"])
    app = visit(folder=tmp_path)
    assert "No verdicts yet. 2 articles wait to be read." in text_of(app)
    assert [code.value for code in app.code] == [f"verifier run --workspace {tmp_path}"]


def test_with_one_article_nothing_can_be_corroborated(visit: Open, tmp_path: Path, ids: Ids) -> None:
    with Store.open(tmp_path / DATABASE, create=True) as store:
        store.add_article(ARTICLES["echo"])
        pump = verdicts()[-1]
        store.put_claims([pump.claim], {})
        store.put_verdicts([pump])
    assert "One article: nothing can be corroborated yet." in text_of(visit(folder=tmp_path))


def test_a_damaged_database_is_named_with_the_next_step(visit: Open, tmp_path: Path) -> None:
    (tmp_path / DATABASE).write_bytes(b"not a database at all, but long enough to be read as one" * 40)
    assert "The workspace cannot be read." in text_of(visit(folder=tmp_path))


def test_a_workspace_made_anew_under_the_same_name_is_opened_anew(
    visit: Open, stored: tuple[Path, Ids], tmp_path: Path
) -> None:
    Store.open(tmp_path / DATABASE, create=True).close()
    assert "No articles yet." in text_of(visit(folder=tmp_path))
    for path in tmp_path.iterdir():
        path.unlink()
    shutil.copy(stored[0] / DATABASE, tmp_path / DATABASE)
    assert f"of {TOTAL} claims" in text_of(visit(folder=tmp_path))


def test_what_was_refused_is_told_with_its_reason(visit: Open, tmp_path: Path) -> None:
    with Store.open(tmp_path / DATABASE, create=True) as store:
        store.add_article(ARTICLES["echo"])
        store.add_refused(Refused("scan <1>.pdf", "holds no text"), datetime(2031, 5, 6, tzinfo=UTC))
    app = visit(folder=tmp_path)
    assert app.expander[0].label == "1 input could not be read"
    assert "scan <1>.pdf: holds no text" in text_of(app)


def test_a_page_that_a_run_has_emptied_gives_way_to_the_first(
    visit: Open, stored: tuple[Path, Ids], tmp_path: Path
) -> None:
    shutil.copy(stored[0] / DATABASE, tmp_path / DATABASE)
    app = visit(folder=tmp_path)
    button(app, "Next page")
    with Store.open(tmp_path / DATABASE) as store:
        store.drop_verdicts(keep={each.claim.id for each in verdicts()[:5]})
    shown = text_of(app.run())
    assert "The list has changed meanwhile." in shown
    assert "1 to 5 of 5 claims" in shown


@pytest.mark.parametrize("query", [{"label": "disputed"}, {}])
def test_rows_lead_to_their_claims(visit: Open, ids: Ids, query: dict[str, str]) -> None:
    link = visit(**query).get("page_link")[0].proto
    assert link.page == "claim"
    assert link.query_string == f"claim={ids.pier}"
