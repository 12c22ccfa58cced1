"""Reference values for packages/autograd from PyTorch, in float64.

Run:  python tools/parity/autograd.py
Writes packages/autograd/test/fixtures/{adamw,block,muon}.json. Arrays are base64 of little-endian float64.
"""

import base64
import json
import math
from pathlib import Path

import numpy as np
import torch
import torch.optim._muon as muon_module

FIXTURES = Path(__file__).resolve().parents[2] / "packages/autograd/test/fixtures"
torch.manual_seed(7)
torch.set_default_dtype(torch.float64)


def pack(tensor):
    array = tensor.detach().numpy()
    kind = "<i8" if array.dtype == np.int64 else "<f8"
    data = base64.b64encode(array.astype(kind).tobytes()).decode()
    return {"dims": list(array.shape), "data": data}


def adamw():
    """20 steps on given gradients: plain, and with clipping, decay of the matrix only, cosine schedule."""
    shapes = {"matrix": (3, 4), "vector": (5,)}
    first = {name: torch.randn(shape) for name, shape in shapes.items()}
    gradients = [{name: torch.randn(shape) * 2 for name, shape in shapes.items()} for _ in range(20)]
    total, warmup, peak, final = 20, 5, 0.05, 0.005

    def rate(step):  # step from 1, as in the package
        progress = max(0.0, (step - warmup) / (total - warmup))
        return (final + (peak - final) * 0.5 * (1 + math.cos(math.pi * progress))) * min(1, step / warmup)

    def run(scheduled):
        parameters = {name: torch.nn.Parameter(value.clone()) for name, value in first.items()}
        groups = [
            {"params": [parameters["matrix"]], "weight_decay": 0.1},
            {"params": [parameters["vector"]], "weight_decay": 0.0 if scheduled else 0.1},
        ]
        optimizer = torch.optim.AdamW(groups, lr=0.01, betas=(0.9, 0.95 if scheduled else 0.999), eps=1e-8)
        steps = []
        for index, gradient in enumerate(gradients):
            for name, parameter in parameters.items():
                parameter.grad = gradient[name].clone()
            norm = None
            if scheduled:
                norm = float(torch.nn.utils.clip_grad_norm_(parameters.values(), 1.0))
                for group in optimizer.param_groups:
                    group["lr"] = rate(index + 1)
            optimizer.step()
            steps.append({"norm": norm, "parameters": {name: pack(p) for name, p in parameters.items()}})
        return steps

    return {
        "first": {name: pack(value) for name, value in first.items()},
        "gradients": [{name: pack(value) for name, value in g.items()} for g in gradients],
        "plain": run(False),
        "scheduled": run(True),
    }


def block():
    """Embedding, one pre-norm block (rotary grouped attention, SwiGLU), tied head, masked cross-entropy."""
    vocabulary, width, heads, groups, head, hidden, batch, length = 13, 16, 4, 2, 4, 24, 2, 7
    make = lambda *shape: torch.nn.Parameter(torch.randn(shape).float().double() * 0.3)
    p = {
        "embedding": make(vocabulary, width),
        "norm1": make(width),
        "q": make(width, heads * head),
        "qBias": make(heads * head),
        "k": make(width, groups * head),
        "v": make(width, groups * head),
        "o": make(heads * head, width),
        "norm2": make(width),
        "gate": make(width, hidden),
        "up": make(width, hidden),
        "down": make(hidden, width),
        "norm3": make(width),
    }
    with torch.no_grad():
        for value in p.values():
            value.copy_(value.float().double())
    tokens = torch.randint(0, vocabulary, (batch, length))
    targets = torch.randint(0, vocabulary, (batch, length))
    weight = torch.rand(batch, length).gt(0.4).double()
    padding = torch.ones(batch, length)
    padding[1, 5:] = 0

    def rms(x, scale):
        return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + 1e-6) * scale

    angle = torch.arange(length)[:, None] / 10 ** (torch.arange(head // 2) / (head // 2))
    cosine, sine = torch.cat([angle, angle], -1).cos(), torch.cat([angle, angle], -1).sin()

    def rotate(x):
        left, right = x.chunk(2, -1)
        return x * cosine + torch.cat([-right, left], -1) * sine

    def split(x, count):
        return x.view(batch, length, count, head).transpose(1, 2)

    x = p["embedding"][tokens]
    h = rms(x, p["norm1"])
    q = rotate(split(h @ p["q"] + p["qBias"], heads))
    k = rotate(split(h @ p["k"], groups)).repeat_interleave(heads // groups, 1)
    v = split(h @ p["v"], groups).repeat_interleave(heads // groups, 1)
    allowed = torch.ones(length, length).tril().bool() & padding.bool()[:, None, None, :]
    scores = (q @ k.transpose(-1, -2) / math.sqrt(head)).masked_fill(~allowed, -1e9)
    mixed = (scores.softmax(-1) @ v).transpose(1, 2).reshape(batch, length, heads * head)
    x = x + mixed @ p["o"]
    h = rms(x, p["norm2"])
    x = x + (torch.nn.functional.silu(h @ p["gate"]) * (h @ p["up"])) @ p["down"]
    logits = rms(x, p["norm3"]) @ p["embedding"].T
    picked = logits.log_softmax(-1).gather(-1, targets[..., None])[..., 0]
    loss = -(picked * weight).sum() / weight.sum()
    loss.backward()
    return {
        "sizes": {"vocabulary": vocabulary, "width": width, "heads": heads, "groups": groups, "head": head},
        "tokens": pack(tokens),
        "targets": pack(targets),
        "weight": pack(weight),
        "padding": pack(padding),
        "cosine": pack(cosine),
        "sine": pack(sine),
        "parameters": {name: pack(value) for name, value in p.items()},
        "loss": loss.item(),
        "gradients": {name: pack(value.grad) for name, value in p.items()},
    }


def muon():
    """12 steps of torch.optim.Muon on given gradients, a wide and a tall matrix, on a falling rate.

    PyTorch orthogonalizes in bfloat16; here its formula runs in float64, and is held beside PyTorch's own to what
    bfloat16 rounds away.
    """
    shapes = {"wide": (3, 7), "tall": (6, 4)}
    first = {name: torch.randn(shape) for name, shape in shapes.items()}
    gradients = [{name: torch.randn(shape) * 2 for name, shape in shapes.items()} for _ in range(12)]
    a, b, c = 3.4445, -4.7750, 2.0315
    momentum, decay = 0.9, 0.1

    def exact(grad, *_):
        x = grad.T if grad.size(0) > grad.size(1) else grad
        x = x / x.norm().clamp(min=1e-7)
        for _ in range(5):
            gram = x @ x.T
            x = a * x + (b * gram + c * gram @ gram) @ x
        return x.T if grad.size(0) > grad.size(1) else x

    def run(orthogonalize):
        original = muon_module._zeropower_via_newtonschulz
        muon_module._zeropower_via_newtonschulz = orthogonalize or original
        parameters = {name: torch.nn.Parameter(value.clone()) for name, value in first.items()}
        optimizer = torch.optim.Muon(
            parameters.values(), lr=0.05, weight_decay=decay, momentum=momentum, adjust_lr_fn="match_rms_adamw"
        )
        steps = []
        for index, gradient in enumerate(gradients):
            for name, parameter in parameters.items():
                parameter.grad = gradient[name].clone()
            for group in optimizer.param_groups:
                group["lr"] = 0.05 / (index + 1)
            optimizer.step()
            steps.append({name: p.detach().clone() for name, p in parameters.items()})
        muon_module._zeropower_via_newtonschulz = original
        return steps

    steps = run(exact)
    for ours, theirs in zip(steps, run(None)):
        assert all((ours[name] - theirs[name]).abs().max() < 5e-3 for name in shapes)
    return {
        "first": {name: pack(value) for name, value in first.items()},
        "gradients": [{name: pack(value) for name, value in g.items()} for g in gradients],
        "steps": [{name: pack(value) for name, value in step.items()} for step in steps],
    }


for name, make in {"adamw": adamw, "block": block, "muon": muon}.items():
    path = FIXTURES / f"{name}.json"
    path.write_text(json.dumps(make(), separators=(",", ":")) + "\n")
    print(path.name, path.stat().st_size, "bytes")
