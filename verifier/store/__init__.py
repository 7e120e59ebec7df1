"""The workspace's database: the only place with a database session; all else can be rebuilt from it."""

from verifier.store.articles import Added
from verifier.store.repository import Run, RunStatus, Store
from verifier.store.verdicts import LabelChange, Page, VerdictFilter, VerdictSummary

__all__ = ["Added", "LabelChange", "Page", "Run", "RunStatus", "Store", "VerdictFilter", "VerdictSummary"]
