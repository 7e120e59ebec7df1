"""Attacks on the engine that asks a language model, with a model that obeys whatever it is shown.

`situation` is a small invented collection, `answers` what an honest model says of it; `plants` are hostile texts and
the surfaces they are put on, `puppets` models in an attacker's hands, `drawing` draws one. `bounds` says which
verdicts an article may bring about by ordinary votes; `bench` runs the pipeline and holds what comes out against them.
`targets`, `quotes` and `replies` are promises S2, S3 and S4.
"""
