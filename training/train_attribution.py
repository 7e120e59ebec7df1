"""Sentences with source, cue and content spans -> weights of the attribution tagger.

    python -m training.train_attribution DATA --start WEIGHTS --output FOLDER [--epochs 2.5] [--rate 1e-4] [--threads N]

DATA: a file of training.prepare_attribution. WEIGHTS: a folder with the published encoder. A killed run goes on where
it stopped.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import torch
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from transformers import BertConfig, BertModel

from training.schedule import Settings, train
from training.train_stance import load_tokenizer
from verifier.models.tagger import CONTEXT_TOKENS, SpanRole, last_tokens

MAX_TOKENS = 192
"""Longer rows are left out of training and counted."""

_WIDTH = 384
_SENTENCE_WEIGHT = 0.3
# 26 rows/s on one core; 22 with the fused attention, which is no faster without dropout either.
_FASTEST: dict[str, Any] = {"attn_implementation": "eager", "attention_probs_dropout_prob": 0.0}


class Example(NamedTuple):
    """A tokenised sentence behind its context. `labels`: for each token a number per role, 0 or 1; the first
    token's numbers are for the sentence as a whole. `counted`: tokens that have labels."""

    ids: list[int]
    types: list[int]
    labels: list[list[int]]
    counted: list[bool]


class TokenTagger(torch.nn.Module):
    """The encoder and one linear layer: for each token a logit per role, none excluding another."""

    def __init__(self, encoder: BertModel) -> None:
        super().__init__()
        self.encoder = encoder
        self.dropout = torch.nn.Dropout(0.1)
        self.head = torch.nn.Linear(_WIDTH, len(SpanRole))

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor, token_type_ids: torch.Tensor
    ) -> torch.Tensor:
        """int64 [batch, tokens] three times -> logits [batch, tokens, roles]."""
        states = self.encoder(
            input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
        ).last_hidden_state
        logits: torch.Tensor = self.head(self.dropout(states))
        return logits


def load_tagger(start: Path) -> TokenTagger:
    """A tagger with an untrained head from the published encoder (a folder), or one of an earlier run (a file)."""
    if start.is_dir():
        encoder = BertModel.from_pretrained(
            start, local_files_only=True, use_safetensors=True, add_pooling_layer=False, **_FASTEST
        )
        return TokenTagger(encoder)
    config = BertConfig(
        vocab_size=30522,
        hidden_size=_WIDTH,
        num_hidden_layers=6,
        num_attention_heads=12,
        intermediate_size=1536,
        **_FASTEST,
    )
    model = TokenTagger(BertModel(config, add_pooling_layer=False))
    model.load_state_dict({name: tensor.float() for name, tensor in load_file(start).items()})
    return model


def read_rows(path: Path) -> list[dict[str, Any]]:
    """The rows of a file of training.prepare_attribution."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def to_example(row: dict[str, Any], tokenizer: Tokenizer) -> Example:
    """Tokens and labels of one row. A token has a role when one of its characters has it."""
    before = last_tokens(row["before"], tokenizer.encode(row["before"], add_special_tokens=False), CONTEXT_TOKENS)
    encoding = tokenizer.encode(before, row["sentence"])
    spans = [row["spans"][role.value] for role in SpanRole]
    labels = [
        [int(number == 1 and any(start < b and a < end for a, b in of)) for of in spans]
        for number, (start, end) in zip(encoding.sequence_ids, encoding.offsets, strict=True)
    ]
    labels[0] = [int(bool(of)) for of in spans]
    return Example(encoding.ids, encoding.type_ids, labels, [number == 1 for number in encoding.sequence_ids])


def collate(batch: Sequence[Example]) -> dict[str, torch.Tensor]:
    """Padded to the longest: input_ids, attention_mask, token_type_ids, int64 [batch, tokens]."""
    width = max(len(example.ids) for example in batch)
    names = ("input_ids", "attention_mask", "token_type_ids")
    tensors = {name: torch.zeros(len(batch), width, dtype=torch.long) for name in names}
    for index, example in enumerate(batch):
        length = len(example.ids)
        tensors["input_ids"][index, :length] = torch.tensor(example.ids)
        tensors["attention_mask"][index, :length] = 1
        tensors["token_type_ids"][index, :length] = torch.tensor(example.types)
    return tensors


def loss_of(model: torch.nn.Module, batch: Sequence[Example]) -> torch.Tensor:
    """Binary cross entropy, mean over roles and the sentences' tokens, plus a share of that of whole sentences."""
    inputs = collate(batch)
    shape = (*inputs["input_ids"].shape, len(SpanRole))
    labels, counted = torch.zeros(shape), torch.zeros(shape[:2], dtype=torch.bool)
    for index, example in enumerate(batch):
        labels[index, : len(example.ids)] = torch.tensor(example.labels, dtype=torch.float32)
        counted[index, : len(example.ids)] = torch.tensor(example.counted)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        logits = model(**inputs)
    losses = torch.nn.functional.binary_cross_entropy_with_logits(logits.float(), labels, reduction="none")
    return losses[counted].mean() + _SENTENCE_WEIGHT * losses[:, 0].mean()


def main() -> None:
    """Parse, train, save weights.fp16.safetensors."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--start", type=Path, required=True)
    parser.add_argument("--tokenizer", type=Path, default=Path(__file__).parents[1] / "verifier/models/tokenizer.json")
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--epochs", type=float, default=2.5)
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--decay", type=float, default=0.7)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(arguments.seed)
    tokenizer = load_tokenizer(arguments.tokenizer)
    every = [to_example(row, tokenizer) for row in read_rows(arguments.data)]
    examples = [example for example in every if len(example.ids) <= MAX_TOKENS]
    tokens = sum(len(example.ids) for example in examples)
    print(
        f"{len(examples)} sentences of {tokens / len(examples):.0f} tokens with context; {len(every) - len(examples)} "
        f"of more than {MAX_TOKENS} tokens left out",
        flush=True,
    )
    model = load_tagger(arguments.start)
    # The word table is half of all weights; held still it costs no accuracy worth 10 % of the speed.
    model.encoder.embeddings.word_embeddings.weight.requires_grad_(False)
    settings = Settings(arguments.epochs, arguments.rate, arguments.batch, arguments.seed, decay=arguments.decay)
    train(model, examples, loss_of, lambda example: len(example.ids), settings, arguments.output)
    weights = {name: tensor.half().contiguous() for name, tensor in model.state_dict().items()}
    save_file(weights, arguments.output / "weights.fp16.safetensors")


if __name__ == "__main__":
    main()
