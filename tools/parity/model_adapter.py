"""Fixtures for packages/model: PEFT's adapters beside Transformers' Qwen2.5-VL, its folders, and what it makes of ours.

The base is `model.py`'s `grouped` configuration with its weights from a hash; the adapters' numbers come from the
same hash, so that the fixture of a gradient needs no weights. Made with peft 0.21.2, transformers 5.24.0, torch 2.15.0.

npx tsx --conditions=@skinr1/source tools/parity/model-adapter-files.ts packages/model/test/fixtures/adapter-ours
python tools/parity/model_adapter.py packages/model/test/fixtures
"""

import json
import os
import sys

import numpy as np
import torch
from peft import LoraConfig, PeftModel, get_peft_model
from transformers import Qwen2_5_VLConfig, Qwen2_5_VLForConditionalGeneration

from model import CONFIGS, IMAGE, PAD, ROWS, published, token_ids, uniform, weight

NAME = "grouped"
SCORED = 4

# Folders that PEFT writes, one with every way to choose and scale, one for the gradients.
ADAPTERS = {
    "adapter-peft": dict(r=3, lora_alpha=6, use_rslora=True, lora_dropout=0.1,
                         target_modules=r"(?!.*visual\.blocks\.2\.).*\.(q_proj|v_proj|down_proj|qkv|mlp\.2|lm_head)|lm_head",
                         exclude_modules=["layers.1.self_attn.v_proj"],
                         rank_pattern={r"layers\.0\.self_attn\.q_proj": 5, "lm_head": 2},
                         alpha_pattern={"down_proj": 1.5}),
    "adapter-linear": dict(r=4, lora_alpha=2, target_modules="all-linear", task_type="CAUSAL_LM"),
}


def base_model():
    model = Qwen2_5_VLForConditionalGeneration(Qwen2_5_VLConfig(**CONFIGS[NAME])).float().eval()
    with torch.no_grad():
        for key, value in model.named_parameters():
            value.copy_(weight(published(key), tuple(value.shape)))
    return model


def inputs():
    rows = [token_ids(NAME, i, row) for i, row in enumerate(ROWS[NAME])]
    length = max(map(len, rows))
    ids = torch.tensor([row + [PAD] * (length - len(row)) for row in rows])
    mask = torch.tensor([[1] * len(row) + [0] * (length - len(row)) for row in rows])
    width = 3 * 2 * CONFIGS[NAME]["vision_config"]["patch_size"] ** 2
    grids, pixels = [], []
    for i, row in enumerate(ROWS[NAME]):
        for k, (h, w) in enumerate(row["grids"]):
            grids.append([1, h, w])
            pixels.append(4 * uniform(f"{NAME}.pixels.{i}.{k}", h * w * width).reshape(h * w, width))
    feeds = dict(input_ids=ids, attention_mask=mask, mm_token_type_ids=(ids == IMAGE).int(),
                 pixel_values=torch.from_numpy(np.concatenate(pixels).astype(np.float32)),
                 image_grid_thw=torch.tensor(grids))
    return rows, feeds


def module_of(key):
    return key.split("base_model.model.")[1].replace(".default", "")


def fill(model):
    """Numbers of A and B from the hash of their published names."""
    with torch.no_grad():
        for key, value in model.named_parameters():
            if "lora_" in key:
                u = uniform(published(module_of(key)), value.numel())
                value.copy_(torch.from_numpy((0.6 * u).astype(np.float32).reshape(value.shape)))


def picked(rows, logits):
    keep = [0, 7, len(rows[0]) // 2, len(rows[0]) - 1]
    return [{"row": i, "column": c, "values": [round(v, 6) for v in logits[i, c].tolist()]}
            for i, row in enumerate(rows) for c in keep if c < len(row)]


def first_step(model, rows, feeds):
    """Loss of supervised fine-tuning (mean over the last tokens of all rows) and its gradients by A and B."""
    logp = torch.log_softmax(model(**feeds).logits, -1)
    losses = [-logp[i, t - 1, row[t]] for i, row in enumerate(rows) for t in range(len(row) - SCORED, len(row))]
    loss = torch.stack(losses).mean()
    model.zero_grad()
    loss.backward()
    gradients = {}
    for key, value in model.named_parameters():
        if "lora_" not in key:
            assert not value.requires_grad
            continue
        g = value.grad.flatten()
        picks = torch.linspace(0, len(g) - 1, 5).long()
        gradients[published(module_of(key))] = {"norm": float(g.double().norm()), "places": picks.tolist(),
                                                "values": g[picks].tolist()}
    return float(loss.detach()), gradients


def main(folder):
    torch.manual_seed(0)
    torch.use_deterministic_algorithms(True)
    rows, feeds = inputs()
    result = {}
    for name, settings in ADAPTERS.items():
        model = get_peft_model(base_model(), LoraConfig(**settings)).eval()
        fill(model)
        path = f"{folder}/{name}"
        model.save_pretrained(path)
        if os.path.exists(f"{path}/README.md"):
            os.remove(f"{path}/README.md")
        with torch.no_grad():
            logits = model(**feeds).logits
            entry = {"modules": sorted({module_of(k).split(".lora_")[0] for k, _ in model.named_parameters() if "lora_" in k}),
                     "logits": picked(rows, logits)}
        if name == "adapter-linear":
            entry["loss"], entry["gradients"] = first_step(model, rows, feeds)
        result[name] = entry
    ours = f"{folder}/adapter-ours"
    with torch.no_grad():
        result["adapter-ours"] = {"logits": picked(rows, PeftModel.from_pretrained(base_model(), ours).eval()(**feeds).logits)}
    with open(f"{folder}/model-adapter.json", "w") as file:
        json.dump(result, file)


if __name__ == "__main__":
    main(sys.argv[1])
