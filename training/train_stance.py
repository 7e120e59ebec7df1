"""Labelled pairs -> stance model weights.

    python -m training.train_stance DATA... --start WEIGHTS --output FOLDER [--epochs 1] [--rate 5e-5] [--threads N]

DATA: JSONL files with premise, hypothesis, label (entailment, contradiction, neutral). WEIGHTS: a folder with the
published encoder, or a .safetensors file of an earlier run. A killed run goes on where it stopped.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import torch
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from transformers import BertConfig, BertForSequenceClassification

from training.schedule import Settings, train

LABELS = ("entailment", "contradiction", "neutral")
"""The order of the model's outputs."""

MAX_TOKENS = 192
"""Longer pairs are left out of training and counted; 99.5 % are shorter."""

DROPOUT = {"hidden_dropout_prob": 0.1, "attention_probs_dropout_prob": 0.0}
"""Without any, the third and fourth pass over the public pairs made the model worse (mnli_dev 0.692 -> 0.682). That
of attention is left out for speed: its noise is drawn for every pair of tokens."""


class Pair(NamedTuple):
    """A tokenised premise and hypothesis."""

    ids: list[int]
    types: list[int]
    label: int


def read_pairs(paths: Sequence[Path], tokenizer: Tokenizer) -> list[Pair]:
    """The pairs of all files, in order. Prints how many were too long."""
    rows = [json.loads(line) for path in paths for line in path.read_text("utf-8").splitlines()]
    encodings = tokenizer.encode_batch([(row["premise"], row["hypothesis"]) for row in rows])
    pairs = [
        Pair(encoding.ids, encoding.type_ids, LABELS.index(row["label"]))
        for row, encoding in zip(rows, encodings, strict=True)
        if len(encoding.ids) <= MAX_TOKENS
    ]
    print(f"{len(pairs)} pairs; {len(rows) - len(pairs)} longer than {MAX_TOKENS} tokens left out", flush=True)
    return pairs


def load_tokenizer(path: Path) -> Tokenizer:
    """The tokenizer without its cutting and padding."""
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def load_model(start: Path) -> BertForSequenceClassification:
    """A cross-encoder with three outputs from the published encoder (a folder) or an earlier run (a file)."""
    if start.is_dir():
        return BertForSequenceClassification.from_pretrained(
            start, num_labels=len(LABELS), local_files_only=True, attn_implementation="eager", **DROPOUT
        )
    config = BertConfig(
        vocab_size=30522,
        hidden_size=384,
        num_hidden_layers=6,
        num_attention_heads=12,
        intermediate_size=1536,
        num_labels=len(LABELS),
        attn_implementation="eager",
        **DROPOUT,
    )
    model = BertForSequenceClassification(config)
    model.load_state_dict({name: tensor.float() for name, tensor in load_file(start).items()})
    return model


def collate(batch: Sequence[Pair]) -> dict[str, torch.Tensor]:
    """Padded to the longest: input_ids, attention_mask, token_type_ids, int64 [batch, tokens]."""
    width = max(len(pair.ids) for pair in batch)
    tensors = {
        name: torch.zeros(len(batch), width, dtype=torch.long)
        for name in ("input_ids", "attention_mask", "token_type_ids")
    }
    for index, pair in enumerate(batch):
        tensors["input_ids"][index, : len(pair.ids)] = torch.tensor(pair.ids)
        tensors["attention_mask"][index, : len(pair.ids)] = 1
        tensors["token_type_ids"][index, : len(pair.ids)] = torch.tensor(pair.types)
    return tensors


def loss_of(model: torch.nn.Module, batch: Sequence[Pair]) -> torch.Tensor:
    """Cross entropy of a batch."""
    device = next(model.parameters()).device
    inputs = {name: tensor.to(device) for name, tensor in collate(batch).items()}
    labels = torch.tensor([pair.label for pair in batch], device=device)
    with torch.autocast(device.type, dtype=torch.bfloat16):
        logits = model(**inputs).logits
    return torch.nn.functional.cross_entropy(logits.float(), labels)


def main() -> None:
    """Parse, train, save weights.fp16.safetensors."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, nargs="+")
    parser.add_argument("--start", type=Path, required=True)
    parser.add_argument("--tokenizer", type=Path, default=Path(__file__).parents[1] / "verifier/models/tokenizer.json")
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--epochs", type=float, default=1.0)
    parser.add_argument("--rate", type=float, default=5e-5)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--decay", type=float, default=0.5)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    model = load_model(arguments.start)
    # The word table is half of all weights; held still it costs no accuracy worth 10 % of the speed.
    model.bert.embeddings.word_embeddings.weight.requires_grad_(False)
    if torch.cuda.is_available():
        model.cuda()
    pairs = read_pairs(arguments.data, load_tokenizer(arguments.tokenizer))
    settings = Settings(arguments.epochs, arguments.rate, arguments.batch, arguments.seed, decay=arguments.decay)
    train(model, pairs, loss_of, lambda pair: len(pair.ids), settings, arguments.output)
    weights = {name: tensor.half().contiguous().cpu() for name, tensor in model.state_dict().items()}
    save_file(weights, arguments.output / "weights.fp16.safetensors")


if __name__ == "__main__":
    main()
