"""The server as a process of its own, until SIGINT or SIGTERM.

    python -m tests.protocol --port 0 --mode faulty --seed 3 --log requests.jsonl

Prints its address in one line once it listens. Answers are the smallest that fit the schema, unless `--answer` names
a callable as module:name.
"""

from __future__ import annotations

import argparse
import importlib
import signal
from pathlib import Path
from typing import cast

from tests.protocol.backend import Abilities, SchemaUse
from tests.protocol.faults import CONNECTION_FAULTS, ENDPOINT_FAULTS, REPLY_FAULTS, Fault, Faults
from tests.protocol.limits import Limits
from tests.protocol.messages import Answerer, Mode
from tests.protocol.modes import Honest, smallest
from tests.protocol.obedient import Obedient
from tests.protocol.server import ProtocolServer

ENDING = {signal.SIGINT, signal.SIGTERM}


def main() -> None:
    """Serves as the arguments say."""
    arguments = _parser().parse_args()
    # a thread started from here on leaves these to sigwait
    signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)
    with _server(arguments) as server:
        print(server.base_url, flush=True)
        signal.sigwait(ENDING)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.protocol", description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--mode", choices=("honest", "faulty", "obedient"), default="honest")
    parser.add_argument("--answer", help="module:name of a callable that answers a ChatRequest")
    parser.add_argument("--share", type=float, default=0.1, help="share of faulty replies in mode faulty")
    parser.add_argument("--fault", action="append", type=Fault, help="one kind of fault; may be given again")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--model", action="append", help="a model it knows; may be given again")
    parser.add_argument("--schema", type=SchemaUse, choices=list(SchemaUse), default=SchemaUse.HONOURED)
    parser.add_argument("--requests-per-minute", type=float)
    parser.add_argument("--tokens-per-minute", type=float)
    parser.add_argument("--concurrency", type=int)
    parser.add_argument("--latency", type=float, default=0.0, help="seconds before each reply")
    parser.add_argument("--log", type=Path, help="file that gets a line for every request and every reply")
    return parser


def _server(arguments: argparse.Namespace) -> ProtocolServer:
    answer = _named(arguments.answer) if arguments.answer else smallest
    mode: Mode = Obedient(Honest(answer)) if arguments.mode == "obedient" else Honest(answer)
    kinds = tuple(arguments.fault or REPLY_FAULTS + ENDPOINT_FAULTS + CONNECTION_FAULTS)
    faulty = arguments.mode == "faulty"
    return ProtocolServer(
        mode,
        limits=Limits(
            arguments.requests_per_minute,
            arguments.tokens_per_minute,
            arguments.concurrency,
            latency=arguments.latency,
        ),
        faults=Faults.evenly(arguments.share, kinds, arguments.seed) if faulty else None,
        abilities=Abilities(tuple(arguments.model or ("protocol-test",)), arguments.schema),
        log_path=arguments.log,
        port=arguments.port,
    )


def _named(name: str) -> Answerer:
    module, _, attribute = name.partition(":")
    return cast(Answerer, getattr(importlib.import_module(module), attribute))


if __name__ == "__main__":
    main()
