"""Prompts as files with a contract: `load(name)` reads and checks `<name>.md`. Knows nothing of claims."""

from prompts.loading import Messages, Prompt, PromptError, load, names
from prompts.marking import Line

__all__ = ["Line", "Messages", "Prompt", "PromptError", "load", "names"]
