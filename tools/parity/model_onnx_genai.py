"""Fixture for packages/model: folders that Microsoft's exporter for onnxruntime-genai writes, and Transformers' answers.

The models are `model.py`'s `grouped` and `qwen2` with random weights and our tests' tokenizer; the second is exported in
float16. Made with mobius-onnx 0.1.0, transformers 5.24.0, torch 2.15.0.

npx tsx --conditions=@skinr1/source tools/parity/model-tokenizer-files.ts FOLDER
python tools/parity/model_onnx_genai.py FOLDER packages/model/test/fixtures
"""

import gzip
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

import numpy as np
import torch
from transformers import AutoTokenizer
from transformers.models.qwen2_vl.image_processing_pil_qwen2_vl import Qwen2VLImageProcessorPil

from model import CONFIGS, MODELS

QUESTION = "Which diagnosis fits the picture?"
TOKENS = 12
EXPORTED = {"grouped": "f32", "qwen2": "f16"}
SETTINGS = {"patch_size": 4, "merge_size": 2, "temporal_patch_size": 2, "min_pixels": 64, "max_pixels": 2304}


def picture():
    """The image of the test: 40 pixels wide, 24 high, the windows of which do not divide it evenly."""
    return ((np.arange(40 * 24 * 3) * 37 + 11) % 256).astype(np.uint8).reshape(24, 40, 3)


def made(name, tokenizer):
    """The model of a configuration, with the ids of the tokenizer."""
    ids = {field: tokenizer.convert_tokens_to_ids(text) for field, text in {
        "image_token_id": "<|image_pad|>", "video_token_id": "<|video_pad|>", "vision_start_token_id": "<|vision_start|>",
        "vision_end_token_id": "<|vision_end|>", "eos_token_id": "<|im_end|>", "pad_token_id": "<|endoftext|>"}.items()}
    config = {**CONFIGS[name], **ids, "bos_token_id": None, "vocab_size": len(tokenizer), "max_position_embeddings": 128}
    make_config, make_model = MODELS[config["model_type"]]
    torch.manual_seed(1)
    model = make_model(make_config(**config)).float().eval()
    with torch.no_grad():
        for key, value in model.named_parameters():
            if "norm" not in key and "ln_q" not in key:
                value.normal_(0, 0.2)
            # Few levels, so that the fixture is small.
            value.copy_((value * 16).round() / 16)
    return model


def answers(model, tokenizer, count):
    """Greedy tokens and their log-probabilities behind the question with so many images."""
    content = [{"type": "image"}] * count + [{"type": "text", "text": QUESTION}]
    text = tokenizer.apply_chat_template([{"role": "user", "content": content}], add_generation_prompt=True, tokenize=False)
    images = Qwen2VLImageProcessorPil(**SETTINGS)([picture()] * count, return_tensors="pt") if count else {}
    if count:
        places = int(images["image_grid_thw"][0].prod()) // 4
        text = text.replace("<|image_pad|>", "<|image_pad|>" * places)
    ids = torch.tensor([tokenizer.encode(text, add_special_tokens=False)])
    found = []
    with torch.no_grad():
        for _ in range(TOKENS):
            kinds = (ids == model.config.image_token_id).int()
            logits = model(input_ids=ids, mm_token_type_ids=kinds, **images).logits[0, -1]
            logarithms = torch.log_softmax(logits, -1)
            # What stands for images is never generated.
            for token in ("<|image_pad|>", "<|video_pad|>", "<|vision_start|>", "<|vision_end|>", "<|vision_pad|>"):
                logits[tokenizer.convert_tokens_to_ids(token)] = -torch.inf
            best = int(logits.argmax())
            found.append([best, round(float(logarithms[best]), 5)])
            ids = torch.cat([ids, torch.tensor([[best]])], 1)
    return {"images": count, "tokens": [t for t, _ in found], "logProbs": [p for _, p in found]}


def exported(name, model, tokenizer_folder):
    """Path and content, in hexadecimal digits, of each file."""
    with tempfile.TemporaryDirectory() as folder:
        source, output = pathlib.Path(folder, "source"), pathlib.Path(folder, "output")
        model.save_pretrained(source)
        for file in ("tokenizer.json", "tokenizer_config.json"):
            shutil.copy(pathlib.Path(tokenizer_folder, file), source)
        subprocess.run([sys.executable, "-m", "mobius", "build", "--config", source, output, "--runtime", "ort-genai",
                        "--dtype", EXPORTED[name]], check=True, stderr=subprocess.DEVNULL)
        # The exporter leaves these out, and people copy them.
        shutil.copy(source / "config.json", output)
        (output / "preprocessor_config.json").write_text(json.dumps(SETTINGS))
        return {str(file.relative_to(output)): file.read_bytes().hex()
                for file in sorted(output.rglob("*")) if file.is_file()}


def main(tokenizer_folder, output):
    tokenizer = AutoTokenizer.from_pretrained(tokenizer_folder)
    found = {}
    for name in EXPORTED:
        model = made(name, tokenizer)
        found[name] = {"files": exported(name, model, tokenizer_folder),
                       "answers": [answers(model, tokenizer, count) for count in (0, 1, 2)]}
    with gzip.GzipFile(f"{output}/onnx-genai.json.gz", "wb", mtime=0) as file:
        file.write(json.dumps(found).encode())


if __name__ == "__main__":
    main(*sys.argv[1:])
