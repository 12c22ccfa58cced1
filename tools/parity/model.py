"""Fixtures for packages/model: logits, greedy tokens, positions, features and gradients of Transformers' Qwen-VL.

Weights and pixels come from an integer hash of name and place, the same in TypeScript, so that the
fixture holds no weights.   python tools/parity/model.py packages/model/test/fixtures
"""

import json
import sys

import numpy as np
import torch
from transformers import (
    Qwen2_5_VLConfig,
    Qwen2_5_VLForConditionalGeneration,
    Qwen2VLConfig,
    Qwen2VLForConditionalGeneration,
    Qwen3VLConfig,
    Qwen3VLForConditionalGeneration,
)

MODELS = {
    "qwen2_vl": (Qwen2VLConfig, Qwen2VLForConditionalGeneration),
    "qwen2_5_vl": (Qwen2_5_VLConfig, Qwen2_5_VLForConditionalGeneration),
    "qwen3_vl": (Qwen3VLConfig, Qwen3VLForConditionalGeneration),
}

IMAGE, VISION_START, VISION_END, END, PAD = 150, 151, 152, 153, 154


def uniform(name, count):
    """Numbers in [-0.5, 0.5) from a hash of the name and the place."""
    seed = 2166136261
    for char in name:
        seed = ((seed ^ ord(char)) * 16777619) & 0xFFFFFFFF
    x = (np.arange(count, dtype=np.uint64) * np.uint64(2654435761) + np.uint64(seed)) & np.uint64(0xFFFFFFFF)
    for _ in range(2):
        x ^= x >> np.uint64(16)
        x = (x * np.uint64(0x45D9F3B)) & np.uint64(0xFFFFFFFF)
    x ^= x >> np.uint64(16)
    return x.astype(np.float64) / 4294967296.0 - 0.5


def weight(name, shape):
    u = uniform(name, int(np.prod(shape)))
    norm = "norm" in name or "ln_q" in name
    values = 0.4 * u if name.endswith("bias") else 1 + 0.4 * u if norm else 0.5 * u
    return torch.from_numpy(values.astype(np.float32).reshape(shape))


def published(name, kind="qwen2_5_vl"):
    if kind == "qwen3_vl":
        return name
    return name.replace("model.language_model.", "model.").replace("model.visual.", "visual.")


def config(hidden, heads, kv, layers, inner, section, tied, vision):
    return {
        "model_type": "qwen2_5_vl",
        "hidden_act": "silu",
        "hidden_size": hidden,
        "intermediate_size": inner,
        "num_hidden_layers": layers,
        "num_attention_heads": heads,
        "num_key_value_heads": kv,
        "vocab_size": 160,
        "rms_norm_eps": 1e-6,
        "rope_theta": 1000000.0,
        "rope_scaling": {"type": "mrope", "mrope_section": section},
        "max_position_embeddings": 512,
        "tie_word_embeddings": tied,
        "image_token_id": IMAGE,
        "video_token_id": 155,
        "vision_start_token_id": VISION_START,
        "vision_end_token_id": VISION_END,
        "eos_token_id": END,
        "pad_token_id": PAD,
        "vision_config": {"model_type": "qwen2_5_vl", "in_channels": 3, "out_hidden_size": hidden,
                          "hidden_act": "silu", "spatial_merge_size": 2, "temporal_patch_size": 2, **vision},
    }


def other(kind, base, **vision):
    """The same but for the family and the vision tower."""
    return {**base, "model_type": kind,
            "vision_config": {"model_type": kind, "in_channels": 3, "spatial_merge_size": 2,
                              "temporal_patch_size": 2, **vision}}


def nested(base, **text):
    """The language model's fields in `text_config`, as Qwen3-VL has them."""
    top = ("model_type", "tie_word_embeddings", "vision_config")
    outer = {k: v for k, v in base.items() if k in top or k.endswith("token_id")}
    inner = {k: v for k, v in base.items() if k not in outer or k.startswith(("eos", "pad"))}
    return {**outer, "text_config": {**inner, "model_type": "qwen3_vl_text", **text}}


CONFIGS = {
    "grouped": config(64, 4, 2, 2, 96, [2, 3, 3], False,
                      {"depth": 3, "hidden_size": 32, "num_heads": 2, "intermediate_size": 48,
                       "patch_size": 4, "window_size": 16, "fullatt_block_indexes": [1]}),
    "tied": config(48, 2, 2, 3, 64, [4, 4, 4], True,
                   {"depth": 2, "hidden_size": 24, "num_heads": 3, "intermediate_size": 40,
                    "patch_size": 6, "window_size": 36, "fullatt_block_indexes": [0]}),
}
# Few positions of pretraining, so that frequencies lie on both sides of what is stretched.
CONFIGS["yarn"] = CONFIGS["tied"] | {
    "rope_scaling": {"type": "yarn", "mrope_section": [4, 4, 4], "factor": 4.0, "original_max_position_embeddings": 16,
                     "beta_fast": 2}}
CONFIGS["qwen2"] = other(
    "qwen2_vl", CONFIGS["grouped"], depth=2, embed_dim=32, hidden_size=64, hidden_act="quick_gelu",
    mlp_ratio=2, num_heads=2, patch_size=4)
CONFIGS["qwen3"] = nested(
    other("qwen3_vl", CONFIGS["tied"], depth=3, hidden_size=24, num_heads=3, intermediate_size=40,
          patch_size=6, out_hidden_size=48, num_position_embeddings=25, deepstack_visual_indexes=[0, 2],
          hidden_act="gelu_pytorch_tanh"),
    # Heads wider than hidden / heads, and sections of which each axis has some of every third frequency.
    head_dim=32, rope_scaling={"rope_type": "default", "mrope_section": [8, 5, 3], "mrope_interleaved": True})
# Patches down and across; windows do not divide them evenly.
ROWS = {
    "grouped": [{"grids": [[6, 10], [4, 6]], "text": 9}, {"grids": [], "text": 7}],
    "tied": [{"grids": [[8, 10]], "text": 11}],
    "yarn": [{"grids": [[8, 10]], "text": 11}],
    "qwen2": [{"grids": [[6, 10], [4, 6]], "text": 9}, {"grids": [], "text": 7}],
    "qwen3": [{"grids": [[6, 10], [4, 2]], "text": 9}, {"grids": [], "text": 7}, {"grids": [[4, 6]], "text": 6}],
}


def token_ids(name, index, row):
    text = [int((u + 0.5) * 140) for u in uniform(f"{name}.tokens.{index}", row["text"])]
    ids = text[:3]
    for height, width in row["grids"]:
        ids += [VISION_START] + [IMAGE] * (height * width // 4) + [VISION_END]
    return ids + text[3:]


def run(name):
    kind = CONFIGS[name]["model_type"]
    make_config, make_model = MODELS[kind]
    model = make_model(make_config(**CONFIGS[name])).float().eval()
    with torch.no_grad():
        for key, value in model.named_parameters():
            value.copy_(weight(published(key, kind), tuple(value.shape)))
    vision = CONFIGS[name]["vision_config"]
    width = 3 * 2 * vision["patch_size"] ** 2
    rows = [token_ids(name, i, row) for i, row in enumerate(ROWS[name])]
    length = max(map(len, rows))
    ids = torch.tensor([row + [PAD] * (length - len(row)) for row in rows])
    mask = torch.tensor([[1] * len(row) + [0] * (length - len(row)) for row in rows])
    types = (ids == IMAGE).int()
    grids, pixels = [], []
    for i, row in enumerate(ROWS[name]):
        for k, (h, w) in enumerate(row["grids"]):
            grids.append([1, h, w])
            pixels.append(4 * uniform(f"{name}.pixels.{i}.{k}", h * w * width).reshape(h * w, width))
    images = dict(pixel_values=torch.from_numpy(np.concatenate(pixels).astype(np.float32)),
                  image_grid_thw=torch.tensor(grids))
    positions, _ = model.model.get_rope_index(ids, mm_token_type_ids=types, attention_mask=mask,
                                              image_grid_thw=images["image_grid_thw"])
    seen = model.model.visual(images["pixel_values"], grid_thw=images["image_grid_thw"])
    features = [seen.pooler_output, *(getattr(seen, "deepstack_features", None) or [])]
    logits = model(input_ids=ids, attention_mask=mask, mm_token_type_ids=types, **images).logits
    logp = torch.log_softmax(logits, -1)
    loss = 0
    for i, row in enumerate(rows):
        for t in range(len(row) - 4, len(row)):
            loss = loss - logp[i, t - 1, row[t]]
    model.zero_grad()
    loss.backward()
    gradients = {}
    for key, value in model.named_parameters():
        g = value.grad.flatten()
        picks = torch.linspace(0, len(g) - 1, 5).long()
        gradients[published(key, kind)] = {"norm": float(g.double().norm()),
                                     "places": picks.tolist(), "values": g[picks].tolist()}
    greedy = []
    at = 0
    for i, row in enumerate(rows):
        n = len(ROWS[name][i]["grids"])
        feed = {}
        if n:
            feed = dict(image_grid_thw=torch.tensor(grids[at:at + n]),
                        pixel_values=torch.from_numpy(np.concatenate(pixels[at:at + n]).astype(np.float32)),
                        mm_token_type_ids=(torch.tensor([row]) == IMAGE).int())
        at += n
        out = model.generate(torch.tensor([row]), max_new_tokens=10, do_sample=False, eos_token_id=159, pad_token_id=PAD, **feed)
        greedy.append(out[0, len(row):].tolist())
    keep = [0, 7, len(rows[0]) // 2, len(rows[0]) - 1]
    return {
        "config": CONFIGS[name],
        "rows": rows,
        "grids": [[g for g in row["grids"]] for row in ROWS[name]],
        "positions": [positions[:, i, :len(row)].tolist() for i, row in enumerate(rows)],
        "logits": [{"row": i, "column": c, "values": [round(v, 6) for v in logits[i, c].tolist()]}
                   for i, row in enumerate(rows) for c in keep if c < len(row)],
        # Of the first image, row by row: embeddings, then what is added behind the first layers.
        "features": [[round(v, 6) for v in each[k].tolist()]
                     for each in features for k in range(grids[0][1] * grids[0][2] // 4)],
        "loss": float(loss),
        "gradients": gradients,
        "greedy": greedy,
    }


def main(folder):
    torch.manual_seed(0)
    torch.use_deterministic_algorithms(True)
    for name in CONFIGS:
        with open(f"{folder}/model-{name}.json", "w") as file:
            json.dump(run(name), file)


if __name__ == "__main__":
    main(sys.argv[1])
