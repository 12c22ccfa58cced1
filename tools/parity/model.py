"""Fixtures for packages/model: logits, greedy tokens, positions and gradients of Transformers' Qwen2.5-VL.

Weights and pixels come from an integer hash of name and place, the same in TypeScript, so that the
fixture holds no weights.   python tools/parity/model.py packages/model/test/fixtures
"""

import json
import sys

import numpy as np
import torch
from transformers import Qwen2_5_VLConfig, Qwen2_5_VLForConditionalGeneration

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
    values = 1 + 0.4 * u if norm else 0.4 * u if name.endswith("bias") else 0.5 * u
    return torch.from_numpy(values.astype(np.float32).reshape(shape))


def published(name):
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


CONFIGS = {
    "grouped": config(64, 4, 2, 2, 96, [2, 3, 3], False,
                      {"depth": 3, "hidden_size": 32, "num_heads": 2, "intermediate_size": 48,
                       "patch_size": 4, "window_size": 16, "fullatt_block_indexes": [1]}),
    "tied": config(48, 2, 2, 3, 64, [4, 4, 4], True,
                   {"depth": 2, "hidden_size": 24, "num_heads": 3, "intermediate_size": 40,
                    "patch_size": 6, "window_size": 36, "fullatt_block_indexes": [0]}),
}
# Patches down and across; windows do not divide them evenly.
ROWS = {
    "grouped": [{"grids": [[6, 10], [4, 6]], "text": 9}, {"grids": [], "text": 7}],
    "tied": [{"grids": [[8, 10]], "text": 11}],
}


def token_ids(name, index, row):
    text = [int((u + 0.5) * 140) for u in uniform(f"{name}.tokens.{index}", row["text"])]
    ids = text[:3]
    for height, width in row["grids"]:
        ids += [VISION_START] + [IMAGE] * (height * width // 4) + [VISION_END]
    return ids + text[3:]


def run(name):
    model = Qwen2_5_VLForConditionalGeneration(Qwen2_5_VLConfig(**CONFIGS[name])).float().eval()
    with torch.no_grad():
        for key, value in model.named_parameters():
            value.copy_(weight(published(key), tuple(value.shape)))
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
        gradients[published(key)] = {"norm": float(g.double().norm()),
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
