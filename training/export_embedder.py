"""all-MiniLM-L6-v2 weights -> verifier/models/embedder.int8.onnx, with pooling and normalising inside the graph.

    python -m training.export_embedder WEIGHTS [--output FOLDER] [--texts FILE]

WEIGHTS is a folder with model.safetensors, config.json and tokenizer.json of sentence-transformers/all-MiniLM-L6-v2;
training/README.md says how to get it and what to install. Prints how far int8 is from fp32.
"""

from __future__ import annotations

import argparse
import hashlib
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnxruntime
import torch
from numpy.typing import NDArray
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from tokenizers import Tokenizer
from transformers import BertModel

from verifier.models.manifest import write_manifest

EXPECTED_SHA256 = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}
OPSET = 17
MAX_TOKENS = 256
MODELS = Path(__file__).parents[1] / "verifier" / "models"

# For a quick look without a text file; the figures in docs/models/embedder.md come from --texts.
SAMPLE_TEXTS = (
    "The ferry sank.",
    "Officials said 14 people were rescued.",
    "The ministry denied on Tuesday that the reservoir had been contaminated.",
    "A spokesman for the port authority would not say how many containers had been opened.",
    "According to two people familiar with the talks, the grain deal will be extended by sixty days.",
    "The court heard that the payments, made between 2011 and 2014, came to 3.2 million euros in all.",
    "Residents of the old quarter were told to boil their water until the results of further tests are known, "
    "the mayor's office said in a notice pinned to the door of the town hall early on Friday morning.",
    "The strike closed every school in the north. Teachers want a rise of nine per cent; the government offers four. "
    "A mediator is to meet both sides on Monday, though neither expects a result before the end of the month.",
)


class SentenceEncoder(torch.nn.Module):
    """BERT, the mean over the tokens that the mask leaves, length 1."""

    def __init__(self, encoder: BertModel) -> None:
        super().__init__()
        self.encoder = encoder

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        """int64 [batch, tokens] twice -> float32 [batch, 384], rows of length 1."""
        states = self.encoder(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        weights = attention_mask.unsqueeze(-1).to(states.dtype)
        mean = (states * weights).sum(dim=1) / weights.sum(dim=1).clamp(min=1e-9)
        return torch.nn.functional.normalize(mean, p=2.0, dim=1)


def check_weights(folder: Path) -> None:
    """Raises SystemExit unless the weights are the very files the card names."""
    for name, expected in EXPECTED_SHA256.items():
        found = hashlib.sha256((folder / name).read_bytes()).hexdigest()
        if found != expected:
            raise SystemExit(f"{folder / name} has SHA-256 {found}, expected {expected}: not the named weights")


def load_encoder(folder: Path) -> SentenceEncoder:
    """The torch model, ready to run. Reads nothing but `folder`."""
    encoder = BertModel.from_pretrained(
        folder, local_files_only=True, use_safetensors=True, add_pooling_layer=False, attn_implementation="eager"
    )
    model = SentenceEncoder(encoder)
    model.eval()
    return model


def export_fp32(encoder: SentenceEncoder, target: Path) -> None:
    """Write the fp32 graph: (input_ids, attention_mask) -> embedding, both dimensions free."""
    # Two rows of different length, so that tracing sees a mask that does something.
    ids = torch.tensor([[101, 2023, 2003, 102], [101, 2023, 102, 0]])
    free = {0: "batch", 1: "tokens"}
    torch.onnx.export(
        encoder,
        (ids, (ids != 0).long()),
        str(target),
        input_names=["input_ids", "attention_mask"],
        output_names=["embedding"],
        dynamic_axes={"input_ids": free, "attention_mask": free, "embedding": {0: "batch"}},
        opset_version=OPSET,
        dynamo=False,  # the newer exporter leaves ops in the graph that the quantiser does not know
    )


def quantize(source: Path, target: Path) -> None:
    """fp32 -> int8: weights per channel, activations scaled at run time."""
    prepared = source.with_suffix(".prepared.onnx")
    # Symbolic shape inference gives up at the position table (min(512, tokens)); int8 of MatMul needs none of it.
    quant_pre_process(str(source), str(prepared), skip_symbolic_shape=True)
    # Per channel costs 0.1 MB and lifts the mean cosine to fp32 from .937 to .993.
    quantize_dynamic(str(prepared), str(target), per_channel=True, weight_type=QuantType.QInt8)


def embed_all(model: Path, tokenizer: Tokenizer, texts: Sequence[str]) -> NDArray[np.float32]:
    """Each text alone through an ONNX file: float32 [n, 384]."""
    session = onnxruntime.InferenceSession(str(model), providers=["CPUExecutionProvider"])
    rows = []
    for text in texts:
        encoding = tokenizer.encode(text)
        row = {"input_ids": [encoding.ids], "attention_mask": [encoding.attention_mask]}
        rows.append(session.run(None, {name: np.array(value, np.int64) for name, value in row.items()})[0][0])
    return np.stack(rows)


def embed_with_torch(encoder: SentenceEncoder, tokenizer: Tokenizer, texts: Sequence[str]) -> NDArray[np.float32]:
    """Each text alone through the torch model: float32 [n, 384]."""
    with torch.no_grad():
        encodings = [tokenizer.encode(text) for text in texts]
        rows = [encoder(torch.tensor([e.ids]), torch.tensor([e.attention_mask])).numpy()[0] for e in encodings]
    return np.stack(rows)


def report_agreement(title: str, left: NDArray[np.float32], right: NDArray[np.float32]) -> None:
    """Print the row-by-row cosine of two sets of unit vectors, and what it does to the cosines between rows."""
    cosine = (left * right).sum(axis=1)
    drift = np.abs(left @ left.T - right @ right.T)
    print(
        f"{title}: n={len(cosine)} cosine mean {cosine.mean():.4f} min {cosine.min():.4f}; "
        f"cosine between two texts moves by {drift.mean():.4f} on average, {drift.max():.4f} at most"
    )


def export(weights: Path, output: Path, texts: Sequence[str]) -> None:
    """The whole way from weights to the shipped files, then the comparison."""
    check_weights(weights)
    tokenizer = Tokenizer.from_file(str(weights / "tokenizer.json"))
    tokenizer.enable_truncation(MAX_TOKENS)
    tokenizer.no_padding()
    encoder = load_encoder(weights)
    target = output / "embedder.int8.onnx"
    with tempfile.TemporaryDirectory() as scratch:
        fp32 = Path(scratch) / "embedder.fp32.onnx"
        export_fp32(encoder, fp32)
        quantize(fp32, target)
        shutil.copyfile(weights / "tokenizer.json", output / "tokenizer.json")
        exact = embed_all(fp32, tokenizer, texts)
        print(f"fp32 {fp32.stat().st_size / 1e6:.1f} MB, int8 {target.stat().st_size / 1e6:.1f} MB")
    report_agreement("torch / fp32 ONNX", embed_with_torch(encoder, tokenizer, texts), exact)
    report_agreement("fp32 / int8 ONNX ", exact, embed_all(target, tokenizer, texts))
    print(f"{target}: {write_manifest(output)[target.name]['sha256']}")


def main() -> None:
    """Parse and export."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("weights", type=Path, help="folder with model.safetensors, config.json and tokenizer.json")
    parser.add_argument("--output", type=Path, default=MODELS, help="folder to write to (default: %(default)s)")
    parser.add_argument("--texts", type=Path, help="compare on this file, one text a line (default: a few sentences)")
    arguments = parser.parse_args()
    texts = SAMPLE_TEXTS if arguments.texts is None else arguments.texts.read_text("utf-8").splitlines()
    export(arguments.weights, arguments.output, [text for text in texts if text.strip()])


if __name__ == "__main__":
    main()
