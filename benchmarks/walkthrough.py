"""Follow one article of the sample through the engine that asks a language model, and write docs/llm-walkthrough.md.

    python -m benchmarks.walkthrough [FILE]

Requests are what the engine really sends, and the results what code really makes of the replies. The replies are
written by hand, mistakes of the kinds that models make among them, and come from the protocol server of the tests.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
from collections.abc import Iterator, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

from tests.protocol.messages import ChatRequest
from tests.protocol.modes import Scripted
from tests.protocol.server import ProtocolServer
from verifier.domain import Article, Claim, Judgement, Mention, Pair
from verifier.engines.embedded import EmbeddedEngine
from verifier.engines.llm import checks
from verifier.engines.llm.engine import LlmEngine
from verifier.models.loader import Embedder
from verifier.models.stance import StanceModel
from verifier.models.tagger import Tagger
from verifier.settings import LlmSettings
from verifier.steps.articles import read_articles
from verifier.steps.chunks import chunk
from verifier.steps.claims import claim_id_of
from verifier.steps.mentions import extract
from verifier.steps.reading import Reader
from verifier.steps.stances import judge
from verifier.steps.vectors import Vectors
from verifier.store import Store

PAGE = Path(__file__).resolve().parents[1] / "docs" / "llm-walkthrough.md"
READ, COMPARED = "16-continental-dispatch-ten-dead.txt", "23-caldry-toll-rises-to-fourteen.txt"


def mention(quote: str, claim: str, speakers: Sequence[tuple[str, str]], **more: Any) -> dict[str, Any]:
    """A row of the first reply."""
    row: dict[str, Any] = {
        "quote": quote,
        "speakers": [{"name": name, "kind": kind} for name, kind in speakers],
        "attitude": "asserts",
        "said_on": "2024-03-11",
        "claim": claim,
        "kind": "fact",
        "hedge": None,
        "numbers": [],
        "event_on": None,
    }
    return row | more


TORVIK = ("Henna Torvik, spokeswoman of the Luvna district police", "speaker")
MENTIONS = [
    mention(
        "Ten people were killed in the Osmerian border village of Brennik by the wave that came from the Kesterin dam "
        "on Sunday",
        "Ten people were killed in the Osmerian village of Brennik on 10 March 2024 by the wave from the Kesterin dam.",
        [("police", "speaker")],
        numbers=[{"written": "Ten", "counted": "people killed"}],
        event_on="2024-03-10",
    ),
    mention(
        "At least 30 were injured",
        "At least 300 people were injured in Brennik on 10 March 2024.",
        [TORVIK],
        event_on="2024-03-10",
    ),
    mention(
        "five people are still missing",
        "Five people were missing in Brennik on 11 March 2024.",
        [TORVIK],
    ),
    mention(
        "all gates were intact",
        "All gates of the Kesterin dam were intact on 11 March 2024.",
        [("Minister of Energy Pavel Dron", "speaker")],
    ),
]
_TOLL = "The number of people killed in the flood in the Osmerian village of Brennik has risen to 14"


def mentions_reply(_: ChatRequest) -> Any:
    """The first reply."""
    return {"mentions": MENTIONS}


def stances_reply(request: ChatRequest) -> Any:
    """The second: a contradiction, a quote that nobody wrote, and what is not spoken of."""
    claims = dict(re.findall(r"^(c\d+)(?: \[[0-9-]+\])? ¦ (.+)$", request.messages[-1].text, re.MULTILINE))
    passages = re.findall(r"^(p\d+) ¦ ", request.messages[-1].text, re.MULTILINE)
    rows = []
    for one, text in claims.items():
        row = {"claim_id": one, "passage_id": None, "quote": None, "stance": "related", "how": None}
        if text.startswith("Ten people"):
            row |= {"passage_id": passages[0], "quote": _TOLL, "stance": "contradicts", "how": "different_value"}
        elif "injured" in text:
            row |= {"passage_id": passages[0], "quote": "more than 30 people were hurt", "stance": "supports"}
        rows.append(row)
    return {"rows": rows}


def repaired_reply(_: ChatRequest) -> Any:
    """The third: asked once more about the claim whose quote nobody wrote, the model finds nothing."""
    return {"rows": [{"claim_id": "c1", "passage_id": None, "quote": None, "stance": "related", "how": None}]}


def second_looks_reply(_: ChatRequest) -> Any:
    """The fourth: the toll is later news."""
    row = {"claim_id": "c1", "quote": _TOLL, "speaker": "the Luvna district police", "same_matter": "yes"}
    return {"rows": [row | {"same_time": "no", "both_can_hold": "yes", "how": None}]}


def sample(name: str) -> Article:
    """An article of the bundled situation."""
    path = Path(str(files("verifier"))) / "samples" / "articles" / name
    (found,) = [one for one in read_articles([path]) if isinstance(one, Article)]
    return found


def page() -> str:
    """The page as Markdown."""
    read, compared = sample(READ), sample(COMPARED)
    script = Scripted([mentions_reply, stances_reply, repaired_reply, second_looks_reply])
    with tempfile.TemporaryDirectory() as folder, ProtocolServer(script) as server:
        with Store.open(Path(folder) / "situation.db", create=True) as store:
            embedder = Embedder()
            embedded = EmbeddedEngine(Vectors(store, embedder), StanceModel(), Reader(Tagger()))
            engine = LlmEngine(embedded, LlmSettings("protocol-test", base_url=server.base_url), store)
            try:
                (extraction,) = extract([read], engine)
                pairs = [Pair(_claim(one), compared.id, tuple(chunk(compared, embedder.count_tokens)))
                         for one in extraction.mentions]  # fmt: skip
                ((_, judged),) = judge([(compared, pairs)], engine)
            finally:
                engine.close()
        requests = server.requests
    return "\n".join(_lines(requests, extraction.mentions, pairs, judged))


def _claim(one: Mention) -> Claim:
    return Claim(claim_id_of(one.id), one.text, one.kind, one.hedge, one.event_at, (one,))


def _lines(
    requests: Sequence[ChatRequest],
    mentions: Sequence[Mention],
    pairs: Sequence[Pair],
    judged: Sequence[Sequence[Judgement]],
) -> Iterator[str]:
    yield "# One article on its way through the engine that asks\n"
    yield (
        f"Written by `python -m benchmarks.walkthrough`; not edited by hand. The article is `{READ}` of the bundled\n"
        f"situation, compared with `{COMPARED}`. What is sent and what code makes of the replies is real;\n"
        "the replies are written by hand, with mistakes of the kinds that models make, and come from the server of\n"
        "the tests.\n"
    )
    yield "## 1. Reading: what is sent\n"
    yield from _sent(requests[0], "extract")
    yield "## 2. Reading: the reply\n"
    yield from _json({"mentions": MENTIONS})
    yield "## 3. Reading: what code did with it\n"
    yield from _fates(mentions)
    yield "## 4. Comparing: what is sent\n"
    yield (
        "Pairs in which the embedded models see nothing on the claim's matter (a probability below "
        f"{checks.ASKED_FROM},\n`verifier/engines/llm/checks.py`) are settled by them and not asked about.\n"
    )
    yield from _sent(requests[1], "stance")
    yield "## 5. Comparing: the reply\n"
    yield from _json(stances_reply(requests[1]))
    yield "The quote for c2 is not in its passage, so that claim is asked about once more, by itself. The reply:\n"
    yield from _json(repaired_reply(requests[2]))
    yield "## 6. A second look at the contradiction: what is sent\n"
    yield from _sent(requests[3], "second_look")
    yield "## 7. A second look: the reply\n"
    yield from _json(second_looks_reply(requests[3]))
    yield "## 8. What code did with all of it\n"
    yield "| claim | the first reply said | what counts |\n|---|---|---|"
    said = {row["claim_id"]: row["stance"] for row in stances_reply(requests[1])["rows"]}
    asked = dict(re.findall(r"^(c\d+)(?: \[[0-9-]+\])? ¦ (.+)$", requests[1].messages[-1].text, re.MULTILINE))
    by_text = {text: said[one] for one, text in asked.items()}
    for pair, judgements in zip(pairs, judged, strict=True):
        told = by_text.get(pair.claim.text, "was not asked")
        counts = "; ".join(f"{one.stance}{f' ({one.note})' if one.note else ''}" for one in judgements)
        yield f"| {pair.claim.text} | {told} | {counts} |"
    yield ""


def _sent(request: ChatRequest, prompt: str) -> Iterator[str]:
    system, user = (message.text for message in request.messages)
    yield f"The instructions (`prompts/{prompt}.md`, {len(system):,} characters, the same in every call) and then:\n"
    yield f"```text\n{user}\n```\n"


def _json(value: Any) -> Iterator[str]:
    key, rows = next(iter(value.items()))
    body = ",\n".join(f"  {json.dumps(row, ensure_ascii=False)}" for row in rows)
    yield f'```json\n{{"{key}": [\n{body}\n]}}\n```\n'


def _fates(mentions: Sequence[Mention]) -> Iterator[str]:
    yield "| quote in the reply | became |\n|---|---|"
    found = {one.quote: one for one in mentions}
    for row in MENTIONS:
        one = found.get(row["quote"])
        if one is None:
            yield f"| {row['quote']} | dropped and counted: the article does not have these words |"
            continue
        chain = " ← ".join(link.name for link in one.chain)
        kept = "as worded" if one.text == row["claim"] else f"its wording says more than the article, so: “{one.text}”"
        yield f"| {row['quote']} | a mention, {kept}; {chain} |"
    yield ""


def main(arguments: Sequence[str]) -> int:
    """Writes the page to the file named, else to docs."""
    (Path(arguments[0]) if arguments else PAGE).write_text(page(), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
