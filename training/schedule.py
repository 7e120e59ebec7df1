"""The training loop that both models share: warm-up, level, decay; checkpoints that a killed run goes on from."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TypeVar

import torch

_LOG_EVERY = 50
_SORTED_OVER = 50  # batches among which rows are sorted by length: 2 % padding instead of 40 %, order still random

Row = TypeVar("Row")


@dataclass(frozen=True)
class Settings:
    """What makes a run the run it is. `epochs` passes over the data; the rate rises over `warmup` steps, stays, and
    falls to 0 over the last `decay` share of the steps."""

    epochs: float
    rate: float
    batch: int
    seed: int
    warmup: int = 200
    decay: float = 0.5

    def factor(self, step: int, steps: int) -> float:
        """Share of the peak rate at a step."""
        falling = max(1, round(steps * self.decay))
        return min(1.0, (step + 1) / self.warmup, (steps - step) / falling)


def train(
    model: torch.nn.Module,
    rows: Sequence[Row],
    loss_of: Callable[[torch.nn.Module, Sequence[Row]], torch.Tensor],
    length_of: Callable[[Row], int],
    settings: Settings,
    folder: Path,
    checkpoint_every: int = 250,
) -> None:
    """Train `model` in place. Goes on from the checkpoint in `folder` when that is of the same settings and rows.

    Raises SystemExit when the checkpoint there is of another run.
    """
    torch.manual_seed(settings.seed)
    parameters = [p for p in model.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(parameters, lr=settings.rate, weight_decay=0.01, fused=True)
    steps = max(1, round(settings.epochs * len(rows) / settings.batch))
    identity = json.dumps({**asdict(settings), "rows": len(rows)}, sort_keys=True)
    done = _resume(model, optimizer, folder, identity)
    started, seen, total = time.monotonic(), 0, 0.0
    model.train()
    for step, batch in enumerate(_batches(rows, length_of, settings, steps)):
        if step < done:
            continue
        for group in optimizer.param_groups:
            group["lr"] = settings.rate * settings.factor(step, steps)
        loss = loss_of(model, batch)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        seen, total = seen + len(batch), total + loss.item()
        if (step + 1) % _LOG_EVERY == 0:
            speed = seen / (time.monotonic() - started)
            print(f"step {step + 1}/{steps} loss {total / _LOG_EVERY:.4f} {speed:.0f} rows/s", flush=True)
            total = 0.0
        if (step + 1) % checkpoint_every == 0 or step + 1 == steps:
            _save(model, optimizer, folder, identity, step + 1)
    model.eval()


def _batches(
    rows: Sequence[Row], length_of: Callable[[Row], int], settings: Settings, steps: int
) -> Iterator[Sequence[Row]]:
    """`steps` batches of rows of like length, the same on every call."""
    chooser = random.Random(settings.seed)  # noqa: S311
    given = 0
    while given < steps:
        order = list(rows)
        chooser.shuffle(order)
        span = settings.batch * _SORTED_OVER
        for start in range(0, len(order), span):
            chunk = sorted(order[start : start + span], key=length_of)
            batches = [chunk[i : i + settings.batch] for i in range(0, len(chunk), settings.batch)]
            chooser.shuffle(batches)
            for batch in batches:
                if given == steps:
                    return
                given += 1
                yield batch


def _save(model: torch.nn.Module, optimizer: torch.optim.Optimizer, folder: Path, identity: str, step: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    partial = folder / "checkpoint.partial"
    state = {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "identity": identity, "step": step}
    torch.save(state, partial)
    partial.replace(folder / "checkpoint.pt")


def _resume(model: torch.nn.Module, optimizer: torch.optim.Optimizer, folder: Path, identity: str) -> int:
    path = folder / "checkpoint.pt"
    if not path.exists():
        return 0
    state = torch.load(path, weights_only=True)
    if state["identity"] != identity:
        raise SystemExit(f"{path} is of another run ({state['identity']}); name another folder or delete it")
    model.load_state_dict(state["model"])
    optimizer.load_state_dict(state["optimizer"])
    print(f"going on from step {state['step']}", flush=True)
    return int(state["step"])
