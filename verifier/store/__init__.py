"""The workspace's database: the only place with a database session; all else can be rebuilt from it."""

from verifier.store.articles import Added
from verifier.store.repository import Store
from verifier.store.runs import Run, RunStatus, RunStep
from verifier.store.verdicts import Page, VerdictFilter, VerdictSummary

__all__ = ["Added", "Page", "Run", "RunStatus", "RunStep", "Store", "VerdictFilter", "VerdictSummary"]
