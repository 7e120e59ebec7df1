"""A workspace with the invented situation, and the pages over it without a browser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import ui
from tests.ui.situation import Ids, build

APP = Path(ui.__file__).with_name("app.py")

Open = Callable[..., AppTest]


@pytest.fixture(scope="session")
def stored(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Ids]:
    """The folder of the workspace, which no test may write to, and the ids of its claims."""
    folder = tmp_path_factory.mktemp("ansholm")
    return folder, build(folder)


@pytest.fixture
def ids(stored: tuple[Path, Ids]) -> Ids:
    return stored[1]


@pytest.fixture
def visit(stored: tuple[Path, Ids], monkeypatch: pytest.MonkeyPatch) -> Open:
    """Opens a page: `visit()` is the list, `visit("claim", claim=ID)` a claim, `folder=` another workspace."""

    def open_page(page: str = "claims", folder: Path = stored[0], **query: str) -> AppTest:
        monkeypatch.setenv("VERIFIER_WORKSPACE", str(folder))
        app = AppTest.from_file(APP, default_timeout=20)
        for name, value in query.items():
            app.query_params[name] = value
        app.run()
        if page != "claims":
            app.switch_page(f"views/{page}.py").run()
        assert not app.exception, [error.message for error in app.exception]
        return app

    return open_page


def html_of(app: AppTest) -> str:
    """Everything the page shows through `st.html`, without its style sheet."""
    bodies = [element.proto.body for element in app.get("html")]
    return "\n".join(body for body in bodies if not body.startswith("<style>"))
