"""Stance weights -> ONNX, fp32 for comparison and int8 for shipping, logits divided by the calibrated temperature.

    python -m training.export_stance WEIGHTS.safetensors --output FOLDER [--temperature 1.0] [--fp32 FILE]

Inputs input_ids, attention_mask, token_type_ids (passage first, claim second); output [batch, 3] in the order of
`training.train_stance.LABELS`.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from pathlib import Path

import torch
from transformers import BertForSequenceClassification

from training.export_embedder import OPSET, quantize
from training.train_stance import load_model

NAME = "stance.int8.onnx"
INPUTS = ("input_ids", "attention_mask", "token_type_ids")


class Probabilities(torch.nn.Module):
    """The cross-encoder with calibrated probabilities as its output."""

    def __init__(self, model: BertForSequenceClassification, temperature: float) -> None:
        super().__init__()
        self.model = model
        self.temperature = temperature

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor, token_type_ids: torch.Tensor
    ) -> torch.Tensor:
        """int64 [batch, tokens] three times -> float32 [batch, 3], rows sum to 1."""
        logits = self.model(input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids).logits
        return torch.softmax(logits / self.temperature, dim=-1)


def export_fp32(weights: Path, target: Path, temperature: float) -> None:
    """Write the fp32 graph, batch and tokens free."""
    model = load_model(weights)
    model.config._attn_implementation = "eager"
    model.eval()
    ids = torch.tensor([[101, 2023, 102, 2003, 102], [101, 2023, 102, 102, 0]])
    types = torch.tensor([[0, 0, 0, 1, 1], [0, 0, 0, 1, 0]])
    free = {0: "batch", 1: "tokens"}
    torch.onnx.export(
        Probabilities(model, temperature),
        (ids, (ids != 0).long(), types),
        str(target),
        input_names=list(INPUTS),
        output_names=["probabilities"],
        dynamic_axes={**dict.fromkeys(INPUTS, free), "probabilities": {0: "batch"}},
        opset_version=OPSET,
        dynamo=False,  # the newer exporter leaves ops in the graph that the quantiser does not know
    )


def export(weights: Path, output: Path, temperature: float, fp32: Path | None) -> Path:
    """Both graphs; the path of the int8 one."""
    output.mkdir(parents=True, exist_ok=True)
    target = output / NAME
    with tempfile.TemporaryDirectory() as scratch:
        exact = Path(scratch) / "stance.fp32.onnx"
        export_fp32(weights, exact, temperature)
        quantize(exact, target)
        if fp32 is not None:
            shutil.copyfile(exact, fp32)
    return target


def main() -> None:
    """Parse and export."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("weights", type=Path)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--temperature", type=float, default=1.0)
    parser.add_argument("--fp32", type=Path, help="keep the fp32 graph here")
    arguments = parser.parse_args()
    print(export(arguments.weights, arguments.output, arguments.temperature, arguments.fp32))


if __name__ == "__main__":
    main()
