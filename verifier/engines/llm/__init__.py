"""The engine that asks a language model: it fills cells, code checks them and decides.

`endpoint` alone knows LangChain; `replies` turns a reply into cells or says why not, `quotes` finds its quotes;
`gate` lets calls through within limits and budget; `tokens` and `prices` say what a call will cost.
"""
