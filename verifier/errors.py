"""What can go wrong, named by what the caller should do about it.

    VerifierError                 every error raised on purpose; its text names the thing and the next step
    ├── UsageError                the request makes no sense as given: change it (exit 2)
    │   ├── WorkspaceMissing      there is no workspace there: create one with `verifier init`
    │   ├── ClaimMissing          no claim has that id
    │   └── GoldUnreadable        a gold or claims file has a line that cannot be read
    ├── InputError                one input cannot be read: it is quarantined, the rest goes on
    ├── ModelError                a model file is missing, damaged, or was given more than it can read
    ├── EngineStopped             the engine lets no further call through; all that was paid for is kept
    │   ├── CredentialsRefused    key missing or refused, model or address unknown (exit 4)
    │   └── QuotaReached          the run's budget or the account's quota is used up: resumable (exit 5)
    ├── RunStopped                somebody asked the run to stop; the next one goes on from there (exit 130)
    └── StoreError                the database cannot be opened or written (exit 1)
        └── SchemaTooNew          written by a newer version: upgrade, nothing was touched

`vectorstore` has errors of its own: a damaged index is rebuilt, a busy one belongs to another process.
Foreign errors are translated where the foreign library is called, nowhere else.
"""

from __future__ import annotations


class VerifierError(Exception):
    """Base of every error raised on purpose."""


class UsageError(VerifierError):
    """The request makes no sense as given."""


class WorkspaceMissing(UsageError):
    """There is no workspace at the place named."""


class ClaimMissing(UsageError):
    """No claim has that id."""


class GoldUnreadable(UsageError):
    """A gold or claims file has a line that cannot be read."""


class InputError(VerifierError):
    """One input cannot be read; the others are not affected."""


class ModelError(VerifierError):
    """A model file is missing or damaged, or was given more than it can read."""


class EngineStopped(VerifierError):
    """The engine lets no further call through; what was paid for is kept, and the same command goes on from there."""


class CredentialsRefused(EngineStopped):
    """The key is missing or refused, or the endpoint does not know the model or the address."""


class QuotaReached(EngineStopped):
    """The run's budget or the account's quota is used up."""


class RunStopped(VerifierError):
    """Somebody asked the run to stop; nothing finished is lost, and the next run goes on from there."""


class StoreError(VerifierError):
    """The database cannot be opened or written."""


class SchemaTooNew(StoreError):
    """The database was written by a newer version of the program."""
