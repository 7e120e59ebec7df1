"""The public Python API: a workspace is a folder that holds one situation.

from verifier import Workspace

with Workspace.create("lake-crisis") as workspace:
    workspace.add(["articles/"])
    workspace.run()
    for verdict in workspace.verdicts():
        print(verdict.decision.label, verdict.claim.text)

The embedded engine works unless a language model is named, with `LlmSettings` and `read_settings` of verifier.settings:
`Workspace.open("lake-crisis", llm=LlmSettings("gpt-5-mini", api_key=…, budget=0.5))`, or, for what the environment and
the workspace's `verifier.toml` say, `llm=read_settings(Path("lake-crisis")).llm`.
"""

from __future__ import annotations

import os
import platform
import shlex
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np

from vectorstore import IndexDamagedError, VectorIndex, VectorIndexError
from verifier import pipeline
from verifier.claims_file import read_text
from verifier.corrections import Corrections
from verifier.domain import Article, Claim, Label, Refused, Verdict
from verifier.engines import Engine, Spent
from verifier.errors import EngineStopped, InputError, RunStopped, StoreError, UsageError, WorkspaceMissing
from verifier.language.kinds import hedge_of, kind_of
from verifier.models import EMBEDDING_WIDTH, StanceScorer, TextEmbedder
from verifier.pipeline import Asked, Parts, Plan, Progress, RunReport, ignore
from verifier.settings import LlmSettings
from verifier.steps.articles import read_articles
from verifier.steps.origins import OriginBook
from verifier.steps.reading import Reader
from verifier.steps.rows import Collection
from verifier.store import Added, Page, Run, RunStatus, Store, VerdictFilter
from verifier.watching import Watched, is_gone
from verifier.wording import count

FOLDER = ".verifier"
"""The workspace's folder when none is named."""

DATABASE = "situation.db"
INDEX = "index"


@dataclass(frozen=True, slots=True)
class AddedArticle:
    """What became of one input: `outcome` as in `Added`, the article's id, its warnings."""

    path: str
    outcome: Added
    article_id: str
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IndexState:
    """How the vector index stands to the store, in passages.

    `n_indexed` is None where there is no index yet, or none that can be opened. `problem` says what is wrong and the
    next step; None when index and store hold the same passages, none included.
    """

    n_stored: int
    n_indexed: int | None
    problem: str | None


class Workspace(Corrections):
    """One situation: its articles, claims and verdicts. Close it, or use it as a context manager.

    The vector index belongs to one process at a time and is opened on first use, so that any number of
    processes may read verdicts meanwhile.
    """

    def __init__(
        self,
        folder: Path,
        store: Store,
        engine: Engine | None = None,
        embedder: TextEmbedder | None = None,
        llm: LlmSettings | None = None,
    ):
        """Use `create` or `open`; `engine` and `embedder` stand in for the embedded models."""
        self.folder = folder
        self.store = store
        self._engine = engine
        self._llm = llm
        self._embedder = embedder
        self._index: VectorIndex | None = None
        self._known_origins: tuple[str, OriginBook] | None = None
        self._calls = ExitStack()

    @classmethod
    def create(
        cls,
        folder: str | Path,
        *,
        engine: Engine | None = None,
        embedder: TextEmbedder | None = None,
        llm: LlmSettings | None = None,
    ) -> Self:
        """A new workspace in `folder` (made if missing), or the one that is there already.

        Raises StoreError when the folder cannot be made.
        """
        folder = Path(folder)
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(
                f"no workspace can be made at {str(folder)!r}: {error.strerror}; name another folder"
            ) from error
        return cls(folder, Store.open(folder / DATABASE, create=True), engine, embedder, llm)

    @classmethod
    def open(
        cls,
        folder: str | Path,
        *,
        engine: Engine | None = None,
        embedder: TextEmbedder | None = None,
        llm: LlmSettings | None = None,
    ) -> Self:
        """The workspace in `folder`; raises WorkspaceMissing when there is none."""
        folder = Path(folder)
        if not (folder / DATABASE).is_file():
            create = f"verifier init {shlex.quote(str(folder))}"
            raise WorkspaceMissing(f"no workspace in {str(folder)!r}: create one with `{create}`")
        return cls(folder, Store.open(folder / DATABASE), engine, embedder, llm)

    def close(self) -> None:
        """End calls under way, and release the index and the database."""
        self._calls.close()
        if self._index is not None:
            self._index.close()
            self._index = None
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def add(
        self, paths: str | Path | Iterable[str | Path], mapping: Mapping[str, str] | None = None
    ) -> Iterator[AddedArticle | Refused]:
        """Read files and folders, one or several; each input is reported once, and a refused one stops nothing.

        `mapping` maps our column names to those of a CSV or JSONL file. Lazy: what is not consumed is not added.
        """
        several = [paths] if isinstance(paths, str | Path) else paths
        for found in read_articles(several, mapping=mapping):
            yield self._refuse(found) if isinstance(found, Refused) else self._add(found)

    def _add(self, article: Article) -> AddedArticle | Refused:
        try:
            outcome = self.store.add_article(article)
        except InputError as error:
            return self._refuse(Refused(article.path, str(error)))
        return AddedArticle(article.path, outcome, article.id, article.warnings)

    def _refuse(self, refused: Refused) -> Refused:
        self.store.add_refused(refused, datetime.now(UTC))
        return refused

    def run(self, on_progress: Callable[[Progress], None] = ignore) -> RunReport:
        """Do everything that is due; a run that was interrupted goes on where it stopped.

        Raises EngineStopped when the engine lets no further call through, RunStopped when `stop_run` was called, also
        by another process: what is finished and paid for is kept.
        """
        parts = self._parts
        before = parts.engine.spent
        run_id = self.store.start_run({"engine": parts.engine.name, "process": os.getpid(), "host": platform.node()})
        try:
            report = pipeline.run(parts, Watched(self.store, run_id, on_progress))
        except BaseException as error:
            stopped = isinstance(error, KeyboardInterrupt | EngineStopped | RunStopped)
            status = RunStatus.STOPPED if stopped else RunStatus.FAILED
            self.store.finish_run(run_id, status, _counts(Asked.since(before, parts.engine.spent)))
            raise
        failed = report.n_failed_rows or report.n_unread_windows
        self.store.finish_run(run_id, RunStatus.INCOMPLETE if failed else RunStatus.DONE, _counts(report))
        self.store.forget_spoilt_replies()
        return report

    def runs(self, limit: int | None = None) -> list[Run]:
        """The runs so far, the last one first; at most `limit`."""
        return self.store.runs(limit)

    def run_record(self, prefix: str = "") -> Run:
        """The run whose id begins so, the last one where that is empty; raises UsageError when there is none."""
        return self.store.run(prefix)

    def stop_run(self) -> str:
        """Ask the run under way, in whatever process, to stop after what it is at, and return its id.

        Raises UsageError when none is.
        """
        run = self.store.running()
        if run is None:
            raise UsageError("no run is under way: `verifier runs list` shows how the last ones ended")
        if is_gone(run):
            raise UsageError(f"the process of {run.id} is gone: `verifier run` goes on where it stopped")
        self.store.want_stop(run.id)
        return run.id

    @property
    def asked(self) -> Asked:
        """What was asked of a language model since the workspace was opened, by a run that was stopped too."""
        engine: Engine | None = vars(self).get("_loaded_engine")  # to look is no reason to load one
        return Asked.since(Spent(), Spent() if engine is None else engine.spent)

    def plan(self, on_progress: Callable[[Progress], None] = ignore) -> Plan:
        """What `run` would ask a language model, and what that would cost; none is asked and no verdict is touched."""
        return pipeline.plan(self._parts, on_progress)

    def check(
        self,
        claims: Sequence[tuple[str, date | None]],
        until: date | None = None,
        on_progress: Callable[[Progress], None] = ignore,
    ) -> list[Verdict]:
        """Verdicts on (text, event or as-of date) pairs, in their order, against the collection as it is.

        `until` leaves out articles published later, and those without a date. Nothing needs to have been run before.
        Raises UsageError for a text that says nothing or cannot be stored, EngineStopped as `run` does.
        """
        brought = [_brought(text, on) for text, on in claims]
        verdicts = pipeline.check(self._parts, brought, _day(until), on_progress)
        if self._llm is not None:
            self.store.forget_spoilt_replies()
        return verdicts

    def collection(self) -> Collection:
        """The current articles with their documents, mentions and origins: what rows are filled in from."""
        return pipeline.collect(self._parts)

    def claims(self) -> list[Claim]:
        """Every claim found in the articles, in the order of their homes."""
        return self.store.claims()

    def verdict(self, claim_id: str) -> Verdict:
        """The verdict on a claim, by id, former id, or a prefix that fits one claim; raises ClaimMissing."""
        verdict = self.store.verdict(claim_id)
        if verdict is None:
            raise self._missing_claim(claim_id)
        return verdict

    def verdicts(self, wanted: VerdictFilter | None = None) -> Iterator[Verdict]:
        """All verdicts that fit, the most urgent first."""
        return self.store.each_verdict(wanted or VerdictFilter())

    def page(self, wanted: VerdictFilter, after: str | None = None, limit: int = 50) -> Page:
        """One page of the list; `after` is the `next` of the page before."""
        return self.store.verdicts(wanted, after=after, limit=limit)

    def count_by_label(self, wanted: VerdictFilter | None = None) -> dict[Label, int]:
        """How many verdicts carry each label."""
        return self.store.count_by_label(wanted or VerdictFilter())

    @property
    def n_articles(self) -> int:
        """How many articles are current."""
        return self.store.count_articles()

    @property
    def newest_date(self) -> date | None:
        """The latest publication date of a current article."""
        return self.store.newest_date()

    def articles(self) -> list[Article]:
        """The current articles by date and id, undated ones last."""
        return self.store.articles()

    def refused(self) -> list[Refused]:
        """The inputs refused so far, in the order in which they were given."""
        return self.store.refused()

    def article(self, article_id: str) -> Article | None:
        """An article, also an earlier version of it."""
        return self.store.article(article_id)

    def index_state(self) -> IndexState:
        """Whether the vector index holds the stored passages; makes none where there is none, mends none."""
        stored = {passage.id for passage in self.store.each_passage()}
        if self._index is None and not _is_filled(self.folder / INDEX):
            missing = f"there is none: `verifier run` makes it of {count(len(stored), 'stored passage')}"
            return IndexState(len(stored), None, missing if stored else None)
        try:
            present = self._present_ids()
        except IndexDamagedError as error:
            mend = "`verifier doctor --rebuild-index` does so, and the next run or check too"
            return IndexState(len(stored), None, f"{error}: {mend}")
        except VectorIndexError as error:
            return IndexState(len(stored), None, str(error))
        n_other = len(stored ^ present)
        differs = (
            f"differs from the store by {count(n_other, 'passage')}: `verifier run` brings it up to date, "
            "`verifier doctor --rebuild-index` builds it anew"
        )
        return IndexState(len(stored), len(present), differs if n_other else None)

    def _present_ids(self) -> set[str]:
        """The ids in the index as it is: a damaged one is not replaced."""
        if self._index is not None:
            return self._index.ids()
        with closing(self._stored_index()) as index:
            return index.ids()

    def rebuild_index(self) -> int:
        """Throw the vector index away and build it from the stored vectors; how many passages it holds then."""
        if self._index is not None:
            self._index.close()
        self._index = self._empty_index()
        pipeline.index_passages(self._parts, ignore)
        return self._index.count()

    @cached_property
    def embedder(self) -> TextEmbedder:
        """The embedding model, loaded on first use."""
        if self._embedder is not None:
            return self._embedder
        from verifier.models.loader import Embedder

        return Embedder()

    @property
    def _parts(self) -> Parts:
        if self._index is None:
            self._index = self._open_index()
        return Parts(self.store, self._index, self._loaded_engine, self.embedder, self._reader, self._scorer)

    @cached_property
    def _loaded_engine(self) -> Engine:
        if self._engine is not None:
            return self._engine
        from verifier.engines.embedded import EmbeddedEngine
        from verifier.steps.vectors import Vectors

        embedded = EmbeddedEngine(Vectors(self.store, self.embedder), self._scorer, self._reader)
        if self._llm is None:
            return embedded
        from verifier.engines.llm.engine import LlmEngine

        engine = LlmEngine(embedded, self._llm, self.store)
        self._calls.callback(engine.close)
        return engine

    @cached_property
    def _scorer(self) -> StanceScorer:
        from verifier.models.stance import StanceModel

        return StanceModel()

    @cached_property
    def _reader(self) -> Reader:
        from verifier.models.tagger import Tagger

        return Reader(Tagger(), self.store)

    def _book(self, on_progress: Callable[[Progress], None]) -> OriginBook:
        """Kept for as long as it holds: to read 29 articles for it takes seconds."""
        fingerprint = pipeline.origins_fingerprint(self.store)
        if self._known_origins is None or self._known_origins[0] != fingerprint:
            self._known_origins = fingerprint, pipeline.origin_book(self.store, self._reader, on_progress)
        return self._known_origins[1]

    def _open_index(self) -> VectorIndex:
        try:
            return self._stored_index()
        except IndexDamagedError:
            return self._empty_index()

    def _stored_index(self) -> VectorIndex:
        from vectorstore.chroma import ChromaIndex

        return ChromaIndex(self.folder / INDEX, EMBEDDING_WIDTH)

    def _empty_index(self) -> VectorIndex:
        """An empty index in place of the one there: what it held is in the store, and `index_passages` puts it back."""
        from vectorstore.chroma import rebuild

        return rebuild(self.folder / INDEX, [], np.empty((0, EMBEDDING_WIDTH), dtype=np.float32))


def _counts(asked: Asked) -> dict[str, int | float | Mapping[str, int]]:
    """What the store keeps of a report: its numbers and reasons."""
    told = asdict(asked)
    reasons = {name: told[name] for name in ("why_unread", "why_unjudged") if told.get(name)}
    return {name: value for name, value in told.items() if isinstance(value, int | float)} | reasons


def _is_filled(folder: Path) -> bool:
    """Whether something lies there; an index is begun in a folder that is missing or empty."""
    return any(folder.iterdir()) if folder.is_dir() else folder.exists()


def _brought(text: str, on: date | None) -> Claim:
    try:
        read_text(text)
    except ValueError as error:
        raise UsageError(f"{text!r} cannot be checked: {error}") from None
    return Claim.brought(text, kind_of(text), hedge_of(text), _day(on))


def _day(given: date | None) -> date | None:
    """The day alone: a time is a date to Python, and cannot be compared with one."""
    return given.date() if isinstance(given, datetime) else given


def find_workspace(named: str | None = None) -> Path:
    """The folder meant: `named`, else VERIFIER_WORKSPACE, else `.verifier` here or in the nearest folder above."""
    if named or (named := os.environ.get("VERIFIER_WORKSPACE")):
        return Path(named)
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / FOLDER / DATABASE).is_file():
            return folder / FOLDER
    return Path(FOLDER)
