"""The command that looks for what is wrong: doctor."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from verifier.cli.exits import ExitCode, leave
from verifier.cli.options import EngineOption, WorkspaceOption, address_of, open_workspace, settings_of
from verifier.cli.output import Page, installed_version, say
from verifier.errors import EngineStopped, StoreError, VerifierError, WorkspaceMissing
from verifier.settings import OPENAI, RANGES
from verifier.wording import count, day

if TYPE_CHECKING:
    from verifier.domain import Reply
    from verifier.engines.llm.endpoint import Streamed
    from verifier.engines.llm.outcomes import CallFailed
    from verifier.settings import LlmSettings, Settings
    from verifier.workspace import Workspace

LIBRARIES = (
    *("claim-verifier", "chromadb", "onnxruntime", "tokenizers", "sqlalchemy", "streamlit", "trafilatura", "numpy"),
    *("langchain", "langchain-openai", "openai", "tiktoken"),
)


def add_commands(app: typer.Typer) -> None:
    """Make the command of this file known."""
    app.command()(doctor)


def doctor(
    call: Annotated[
        bool,
        typer.Option("--call", help="Make two small calls to the language model, and say what its endpoint can do."),
    ] = False,
    rebuild: Annotated[
        bool, typer.Option("--rebuild-index", help="Throw the vector index away and build it from the stored vectors.")
    ] = False,
    engine: EngineOption = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Look for what is wrong: versions, models, settings, endpoint, database and index."""
    page = Page()
    page.line(f"python {sys.version.split()[0]}")
    for library in LIBRARIES:
        page.line(f"{library} {installed_version(library)}")
    healthy = _examine(page, "models", _model_lines)
    healthy &= _examine(page, "engine", lambda: _engine_lines(settings_of(workspace, engine)))
    if call:
        healthy &= _examine(page, "endpoint", lambda: _endpoint_lines(settings_of(workspace, engine).model()))
    try:
        opened = open_workspace(workspace)
    except WorkspaceMissing as error:
        if workspace or rebuild:
            raise
        page.line(f"workspace: none ({error})")
    else:
        with opened:
            healthy &= _examine(page, "database", lambda: _database_lines(opened))
            healthy &= _examine(page, "index", lambda: _index_lines(opened, rebuild))
    leave(ExitCode.DONE if healthy else ExitCode.FAILED)


def _examine(page: Page, name: str, lines: Callable[[], Iterator[str]]) -> bool:
    """Print what is found; False when there is something to repair."""
    from vectorstore import VectorIndexError

    try:
        for line in lines():
            page.line(f"{name}: {line}")
    except (VerifierError, VectorIndexError) as error:
        page.line(f"{name}: PROBLEM: {error}", style="bold")
        return False
    return True


def _model_lines() -> Iterator[str]:
    from verifier.models.manifest import read_manifest, read_verified

    for name, entry in sorted(read_manifest().items()):
        read_verified(name)
        yield f"{name} {entry['size']:,} bytes, SHA-256 {entry['sha256'][:16]} as it should be"


def _engine_lines(settings: Settings) -> Iterator[str]:
    """What is set, and where; of a key only that there is one."""
    from verifier.engines.llm.prices import LISTED_ON, price_of
    from verifier.engines.llm.tokens import count as count_tokens

    sources = settings.sources
    yield f"{settings.engine.value} ({sources.get('engine', 'default')})"
    if settings.named is None and settings.llm is None:
        yield "no model is named, and none is asked"
        return
    asked = settings.model()
    yield f"model {asked.model} ({sources['model']}), by the protocol of {asked.provider}"
    yield f"at {address_of(asked)} ({sources['base_url'] if asked.base_url else 'default'})"
    if asked.provider == OPENAI:
        yield f"key set ({sources['api_key']})" if asked.api_key else "no key"
    else:
        yield f"key: as {asked.provider} has it, from a variable that LangChain reads"
    yield from (f"{name} {getattr(asked, name):g} ({sources[name]})" for name in RANGES if name in sources)
    if price_of(asked.model) is None:
        yield "no price known for this model: --max-cost cannot be kept"
    else:
        yield f"price known, of {day(LISTED_ON)}"
    exact = count_tokens("", asked.model).exact
    yield "tokens sent are counted" if exact else "tokens sent are estimated, erring high: no vocabulary at hand"


@dataclass(frozen=True, slots=True)
class _Tried:
    """What came of two calls: the outcome of the first and its seconds, and whether a schema was taken; and of the
    second, which is made only where the first was answered, how it was streamed."""

    outcome: Reply | CallFailed
    seconds: float
    takes_schema: bool | None
    streamed: Streamed | CallFailed | None


def _endpoint_lines(asked: LlmSettings) -> Iterator[str]:
    """Whether a call is answered, whether by the schema, and with what account of it; and whether one is streamed."""
    from prompts import load
    from verifier.domain import Reply
    from verifier.engines.llm.replies import read_stances

    say(f"making a call to {asked.model} at {address_of(asked)}, and a small one that asks for a stream")
    tried = _try_endpoint(asked)
    outcome = tried.outcome
    if not isinstance(outcome, Reply):
        raise EngineStopped(f"{outcome.trouble.definition} {_next_step(outcome, asked)} ({outcome.detail})")
    yield f"reachable: answered in {tried.seconds:.1f} s, the start of LangChain included"
    if asked.provider != OPENAI:
        yield "asked without a JSON schema, as every provider but openai: replies are checked all the same"
    elif tried.takes_schema:
        yield "takes the JSON schema"
    else:
        yield "refuses the JSON schema: the prompt asks for the form, and replies are checked all the same"
    if outcome.usage is None:
        yield "reports no tokens: they are estimated, erring high"
    else:
        yield f"reports tokens: {outcome.usage.input:,} in, {outcome.usage.output:,} out"
    if tried.streamed is not None:
        yield _stream_line(tried.streamed)
    if failures := read_stances(outcome, load("stance").schema, ["c1"], ["p1"]).failures:
        told = "; ".join(f"{failure.fault.value}: {failure.detail}" for failure in failures)
        raise EngineStopped(f"the reply cannot be used, try another model ({told})")
    yield "the reply can be read"


def _stream_line(streamed: Streamed | CallFailed) -> str:
    """What is no fault: nothing that is asked here is streamed."""
    from verifier.engines.llm.endpoint import Streamed

    if not isinstance(streamed, Streamed):
        return f"does not stream replies, which nothing here needs ({streamed.trouble.definition} {streamed.detail})"
    if streamed.pieces < 2:
        return "does not stream replies, which nothing here needs (the reply came in one piece)"
    return "can stream replies, and reports tokens then" if streamed.has_usage else "can stream replies, without tokens"


def _try_endpoint(asked: LlmSettings) -> _Tried:
    """A claim against one sentence, and a reply of several words as a stream."""
    import asyncio
    import time

    from prompts import Messages
    from verifier.domain import Reply
    from verifier.engines.llm.asking import most_output, plain_question
    from verifier.engines.llm.endpoint import Endpoint

    most = most_output(asked.model, 0)

    async def call() -> _Tried:
        async with Endpoint(asked) as endpoint:
            began = time.monotonic()
            outcome = await endpoint.call(*plain_question(), most)
            seconds = time.monotonic() - began
            streamed = None
            if isinstance(outcome, Reply):
                streamed = await endpoint.stream(Messages("You count in words.", "Count from one to ten."), most)
            return _Tried(outcome, seconds, endpoint.takes_schema, streamed)

    return asyncio.run(call())


def _next_step(failed: CallFailed, asked: LlmSettings) -> str:
    from verifier.engines.llm.outcomes import Trouble

    steps = {
        Trouble.CREDENTIALS: "Set the right key: OPENAI_API_KEY, or what the provider calls its own.",
        Trouble.NO_SUCH_MODEL: "Set VERIFIER_MODEL, and OPENAI_BASE_URL to where it is served.",
        Trouble.UNREACHABLE: f"Is anything listening at {address_of(asked)}?",
        Trouble.TIMED_OUT: f"It had {asked.timeout:g} s: raise timeout in verifier.toml.",
        Trouble.QUOTA: "Pay in, or wait until it is renewed.",
        Trouble.SET_UP: "Mend what is named here.",
        Trouble.REJECTED: "Take what it names out of the settings, such as temperature, or set another model.",
    }
    return steps.get(failed.trouble, "Try again later, or another endpoint.")


def _database_lines(workspace: Workspace) -> Iterator[str]:
    from verifier.store.migrations import MIGRATIONS

    yield f"{workspace.folder}, schema {len(MIGRATIONS)}"
    verdicts = sum(workspace.count_by_label().values())
    inputs = f"{count(workspace.n_articles, 'article')}, {count(len(workspace.refused()), 'refused input')}"
    yield f"{inputs}, {count(verdicts, 'verdict')}"


def _index_lines(workspace: Workspace, rebuild: bool) -> Iterator[str]:
    if rebuild:
        yield f"rebuilt with {count(workspace.rebuild_index(), 'passage')}"
        return
    state = workspace.index_state()
    if state.n_indexed is not None:
        yield f"{state.n_indexed:,} of {count(state.n_stored, 'stored passage')}"
    elif state.problem is None:
        yield "none yet, and no passages for it: `verifier run` makes both"
    if state.problem is not None:
        raise StoreError(state.problem)
