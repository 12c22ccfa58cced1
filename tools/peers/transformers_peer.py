"""Does with PyTorch and Transformers what `bench peers` asks: the same weights, inputs and threads as ours.

    python transformers_peer.py THREADS

Reads one JSON object a line, answers with one: `{"seconds": ..., "count": ..., "peak_mib": ...}`. Inputs come as a
safetensors file with `input_ids`, and `pixel_values` and `image_grid_thw` where there are images.
"""

import json
import os
import sys
import time

import torch
import transformers
from safetensors.torch import load_file
from transformers import Qwen2_5_VLForConditionalGeneration

torch.set_num_threads(int(sys.argv[1]))
transformers.utils.logging.set_verbosity_error()
transformers.utils.logging.disable_progress_bar()
said = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)

state = {}


def peak_mib():
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) / 1024


def forget_peak():
    with open("/proc/self/clear_refs", "w") as refs:
        refs.write("5")


def open_model(folder, **_):
    model = Qwen2_5_VLForConditionalGeneration.from_pretrained(
        folder, dtype=torch.float32, attn_implementation="sdpa"
    )
    state.update(model=model.eval(), optimizer=None)
    return {}


def generate(inputs, group, tokens, sample, **_):
    named = load_file(inputs)
    drawn = {"do_sample": True, "temperature": 1.0, "top_k": 0} if sample else {"do_sample": False}
    start = time.perf_counter()
    with torch.inference_mode():
        ids = state["model"].generate(
            **named,
            attention_mask=torch.ones_like(named["input_ids"]),
            num_return_sequences=group,
            max_new_tokens=tokens,
            **drawn,
        )
    seconds = time.perf_counter() - start
    prompt = named["input_ids"].shape[1]
    # Of a first pass alone the tokens that were read count, as with ours.
    return {"seconds": seconds, "count": prompt if tokens == 1 else group * (ids.shape[1] - prompt)}


def train(inputs, prompt, **_):
    model = state["model"].train()
    if state["optimizer"] is None:
        state["optimizer"] = torch.optim.AdamW(model.parameters(), lr=1e-3, fused=True)
    named = load_file(inputs)
    ids = named["input_ids"]
    labels = ids.clone()
    labels[:, :prompt] = -100
    start = time.perf_counter()
    loss = model(**named, attention_mask=torch.ones_like(ids), labels=labels, use_cache=False).loss
    loss.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    state["optimizer"].step()
    state["optimizer"].zero_grad()
    loss = float(loss.detach())
    return {"seconds": time.perf_counter() - start, "count": ids.numel(), "loss": loss}


works = {"open": open_model, "generate": generate, "train": train}
for line in sys.stdin:
    asked = json.loads(line)
    forget_peak()
    before = peak_mib()
    answer = works[asked.pop("work")](**asked)
    print(json.dumps({**answer, "peak_mib": peak_mib() - before}), file=said, flush=True)
