"""The entry: which pages there are, and nothing else. Started by `verifier ui` (see ui/launch.py)."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from ui.components import use_style

CLAIMS = "views/claims.py"
CLAIM = "views/claim.py"


def main() -> None:
    """Set the frame and run the page that the URL names."""
    # An emoji, since Streamlit fetches the font of a `:material/...:` page icon from Google.
    st.set_page_config(page_title="Claims", page_icon="🗞️", layout="wide")
    use_style()
    here = Path(__file__).parent
    pages = [
        st.Page(here / CLAIMS, title="Claims", default=True),
        st.Page(here / CLAIM, title="Claim", url_path="claim"),
    ]
    st.navigation(pages, position="hidden").run()


if __name__ == "__main__":
    main()
