"""The report of a run: what it tells is gathered when the run has ended, whatever it ended by."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from verifier.cli.costs import dollars
from verifier.cli.output import installed_version, say
from verifier.cli.progress import STEPS
from verifier.errors import VerifierError
from verifier.exports import check_writable, whole_files
from verifier.exports.inert import one_line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from verifier.domain import Label
    from verifier.exports.run_report import RunFacts
    from verifier.settings import LlmSettings
    from verifier.workspace import Workspace

OPTION = "--report"
MOST_URGENT = 10


@contextmanager
def reporting_run(path: Path | None, opened: Workspace, llm: LlmSettings | None) -> Iterator[None]:
    """Writes the report of the run inside to `path`, also when it ends early; None writes nothing.

    Raises ExportUnwritable before the run begins where no file could be written.
    """
    if path is None:
        yield
        return
    check_writable(path, OPTION)
    before, known = opened.count_by_label(), [run.id for run in opened.runs(1)]
    try:
        yield
    except BaseException as error:
        # What ended the run is what the caller must hear of, not that there is no report either.
        try:
            if [run.id for run in opened.runs(1)] != known:
                _write(path, opened, llm, before, error)
        except Exception as second:
            say(f"no report: {second}")
        raise
    _write(path, opened, llm, before, None)


def _write(
    path: Path, opened: Workspace, llm: LlmSettings | None, before: Mapping[Label, int], error: BaseException | None
) -> None:
    from verifier.exports.run_report import render

    page = render(_gather(opened, llm, before, error))
    with whole_files(path, option=OPTION) as (out,):
        out.write(page)
    say(f"report: {path}")


def _gather(
    opened: Workspace, llm: LlmSettings | None, before: Mapping[Label, int], error: BaseException | None
) -> RunFacts:
    from verifier.exports.run_report import RunFacts
    from verifier.language.reading import reads
    from verifier.store import VerdictFilter

    store, run = opened.store, opened.run_record()
    return RunFacts(
        run=run,
        error=_sentence(error),
        steps=STEPS,
        settings=_told(llm),
        workspace=str(opened.folder),
        n_articles=opened.n_articles,
        outlets=store.count_outlets(),
        days=store.count_days(),
        languages={name: n for name, n in store.count_languages().items() if name is not None and not reads(name)},
        refused=opened.refused(),
        before=before,
        labels=opened.count_by_label(),
        moves=store.label_moves(run.started_at),
        unjudged=store.count_unjudged(),
        urgent=opened.page(VerdictFilter(), limit=MOST_URGENT).items,
        written_by=f"verifier {installed_version('claim-verifier')}",
        at=datetime.now(UTC),
    )


def _sentence(error: BaseException | None) -> str:
    """What ended the run early; an error in the program itself by its name."""
    if error is None:
        return ""
    if isinstance(error, KeyboardInterrupt):
        return "Interrupted."
    said = one_line(str(error))
    text = said if isinstance(error, VerifierError | OSError) and said else f"{type(error).__name__}: {said}"
    return f"{text[0].upper()}{text[1:].rstrip('.')}."


def _told(llm: LlmSettings | None) -> dict[str, str]:
    """Settings that the run itself does not keep. Neither the key, which is secret, nor the address, which may be."""
    if llm is None:
        return {}
    return {
        "language model": llm.model,
        "provider": llm.provider,
        "at most": "no limit set" if llm.budget is None else dollars(llm.budget),
        "calls at once": f"{llm.calls_at_once:,}",
    }
