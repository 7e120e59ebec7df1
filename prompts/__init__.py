"""Prompts as files with a contract. Empty until the first engine that asks a language model needs one."""
