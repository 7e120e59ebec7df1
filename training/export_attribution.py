"""Tagger weights -> verifier/models/attribution.int8.onnx, and fp32 beside it for comparison where asked for.

    python -m training.export_attribution WEIGHTS.safetensors [--output FOLDER] [--fp32 FILE]

Inputs input_ids, attention_mask, token_type_ids (context first, sentence second); output float32 [batch, tokens, 3],
for each token the probability of being in a source, a cue, a content.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from pathlib import Path

import torch

from training.export_embedder import MODELS, OPSET, quantize
from training.train_attribution import TokenTagger, load_tagger
from verifier.models.manifest import write_manifest

NAME = "attribution.int8.onnx"
INPUTS = ("input_ids", "attention_mask", "token_type_ids")


class Probabilities(torch.nn.Module):
    """The tagger with probabilities as its output."""

    def __init__(self, tagger: TokenTagger) -> None:
        super().__init__()
        self.tagger = tagger

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor, token_type_ids: torch.Tensor
    ) -> torch.Tensor:
        """int64 [batch, tokens] three times -> float32 [batch, tokens, roles], each 0 to 1."""
        return torch.sigmoid(self.tagger(input_ids, attention_mask, token_type_ids))


def export_fp32(weights: Path, target: Path) -> None:
    """Write the fp32 graph, batch and tokens free."""
    model = Probabilities(load_tagger(weights))
    model.eval()
    # Two rows of different length, so that tracing sees a mask that does something.
    ids = torch.tensor([[101, 2023, 102, 2003, 102], [101, 2023, 102, 102, 0]])
    types = torch.tensor([[0, 0, 0, 1, 1], [0, 0, 0, 1, 0]])
    free = {0: "batch", 1: "tokens"}
    torch.onnx.export(
        model,
        (ids, (ids != 0).long(), types),
        str(target),
        input_names=list(INPUTS),
        output_names=["probabilities"],
        dynamic_axes=dict.fromkeys((*INPUTS, "probabilities"), free),
        opset_version=OPSET,
        dynamo=False,  # the newer exporter leaves ops in the graph that the quantiser does not know
    )


def main() -> None:
    """Parse, export, list in the manifest."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("weights", type=Path)
    parser.add_argument("--output", type=Path, default=MODELS, help="folder to write to (default: %(default)s)")
    parser.add_argument("--fp32", type=Path, help="keep the fp32 graph here")
    arguments = parser.parse_args()
    arguments.output.mkdir(parents=True, exist_ok=True)
    target = arguments.output / NAME
    with tempfile.TemporaryDirectory() as scratch:
        exact = Path(scratch) / "attribution.fp32.onnx"
        export_fp32(arguments.weights, exact)
        quantize(exact, target)
        print(f"fp32 {exact.stat().st_size / 1e6:.1f} MB, int8 {target.stat().st_size / 1e6:.1f} MB")
        if arguments.fp32 is not None:
            shutil.copyfile(exact, arguments.fp32)
    print(f"{target}: {write_manifest(arguments.output)[target.name]['sha256']}")


if __name__ == "__main__":
    main()
