"""Losses of packages/grpo against TRL: loss, metrics and gradient with respect to the log-probabilities.

TRL's own `GRPOTrainer._compute_loss` runs, in float64, with the model call replaced by given
log-probabilities. What TRL does not have (k1 and k2, verl's CISPO limits) comes from the formulas.

    /path/to/python tools/parity/grpo_losses.py packages/grpo/test/fixtures/losses.json
"""

import json
import sys
from collections import defaultdict
from types import SimpleNamespace

import torch
import trl
from trl import GRPOTrainer

torch.set_default_dtype(torch.float64)


class Accelerator:
    num_processes = 1
    sync_gradients = True

    def reduce(self, value, reduction="sum"):
        return value

    def gather(self, value):
        return value


def make_trainer(loss_type, epsilon_low, epsilon_high, beta, delta, level, max_length, log_prob):
    trainer = GRPOTrainer.__new__(GRPOTrainer)
    trainer.loss_type = loss_type
    trainer.epsilon_low = epsilon_low
    trainer.epsilon_high = epsilon_high
    trainer.beta = beta
    trainer.importance_sampling_level = level
    trainer.max_completion_length = max_length
    trainer.top_entropy_quantile = 1.0
    trainer.off_policy_mask_threshold = None
    trainer.use_vllm = False
    trainer.aux_loss_enabled = False
    trainer._entropy_bonus_enabled = False
    trainer.current_gradient_accumulation_steps = 1
    trainer.accelerator = Accelerator()
    trainer.model = SimpleNamespace(training=True)
    trainer._metrics = {"train": defaultdict(list), "eval": defaultdict(list)}
    trainer.args = SimpleNamespace(
        delta=delta,
        use_bias_correction_kl=False,
        sapo_temperature_pos=1.0,
        sapo_temperature_neg=1.05,
        steps_per_generation=1,
    )
    trainer._get_per_token_logps_and_entropies = lambda *args, **kwargs: (
        log_prob,
        torch.zeros_like(log_prob),
        None,
    )
    return trainer


def run_trl(batch, loss_type, epsilon_low=0.2, epsilon_high=0.2, beta=0.0, delta=None, level="token"):
    log_prob = torch.tensor(batch["logProb"], requires_grad=True)
    mask = torch.tensor(batch["mask"])
    trainer = make_trainer(
        loss_type, epsilon_low, epsilon_high, beta, delta, level, batch["maxCompletionLength"], log_prob
    )
    ids = torch.zeros(mask.shape, dtype=torch.long)
    inputs = {
        "prompt_ids": ids[:, :1],
        "prompt_mask": mask[:, :1],
        "completion_ids": ids,
        "completion_mask": mask,
        "advantages": torch.tensor(batch["advantage"]),
        "old_per_token_logps": torch.tensor(batch["oldLogProb"]),
        "ref_per_token_logps": torch.tensor(batch["refLogProb"]),
        "num_items_in_batch": mask.sum(),
    }
    loss = trainer._compute_loss(trainer.model, inputs)
    loss.backward()
    metrics = {name: values[0] for name, values in trainer._metrics["train"].items() if name != "entropy"}
    return {"loss": loss.item(), "metrics": metrics, "gradient": log_prob.grad.tolist()}


def run_formula(batch, formula):
    """Token mean of a formula over (log_prob, old, ref, advantage)."""
    log_prob = torch.tensor(batch["logProb"], requires_grad=True)
    mask = torch.tensor(batch["mask"])
    tokens = formula(
        log_prob,
        torch.tensor(batch["oldLogProb"]),
        torch.tensor(batch["refLogProb"]),
        torch.tensor(batch["advantage"])[:, None],
    )
    loss = (tokens * mask).sum() / mask.sum()
    loss.backward()
    return {"loss": loss.item(), "metrics": {}, "gradient": log_prob.grad.tolist()}


def random_batch(rows, columns, seed):
    generator = torch.Generator().manual_seed(seed)
    log_prob = -torch.rand(rows, columns, generator=generator) * 3
    lengths = torch.randint(1, columns + 1, (rows,), generator=generator)
    mask = (torch.arange(columns)[None, :] < lengths[:, None]).double()

    def near():
        return (log_prob + 0.4 * torch.randn(rows, columns, generator=generator)) * mask

    batch = {
        "logProb": log_prob,
        "oldLogProb": near(),
        "refLogProb": near(),
        "mask": mask,
        "advantage": torch.randn(rows, generator=generator),
    }
    batch = {name: [list(map(lambda x: round(x, 6), row)) if isinstance(row, list) else round(row, 6)
                    for row in value.tolist()] for name, value in batch.items()}
    return {**batch, "maxCompletionLength": columns + 2}


def ratio_of(log_prob, old):
    return torch.exp(log_prob - old)


def main(path):
    torch.manual_seed(0)
    batches = [random_batch(4, 6, 1), random_batch(1, 1, 2), random_batch(3, 17, 3)]
    k1 = lambda p, ref: p - ref
    k2 = lambda p, ref: 0.5 * (p - ref) ** 2

    def clipped(p, old, advantage):
        ratio = ratio_of(p, old)
        return -torch.min(ratio * advantage, ratio.clamp(0.8, 1.2) * advantage)

    variants = {
        "grpo": lambda b: run_trl(b, "grpo"),
        "grpo beta": lambda b: run_trl(b, "grpo", beta=0.04),
        "grpo delta": lambda b: run_trl(b, "grpo", delta=1.3, epsilon_high=0.5),
        "bnpo beta": lambda b: run_trl(b, "bnpo", beta=0.1),
        "dapo": lambda b: run_trl(b, "dapo", epsilon_high=0.28),
        "dr_grpo": lambda b: run_trl(b, "dr_grpo"),
        "gspo": lambda b: run_trl(b, "grpo", level="sequence", epsilon_low=0.05, epsilon_high=0.05),
        "cispo": lambda b: run_trl(b, "cispo", epsilon_high=1.3),
        "sapo": lambda b: run_trl(b, "sapo"),
        "cispo verl": lambda b: run_formula(
            b, lambda p, old, ref, a: -ratio_of(p, old).clamp(0.8, 1.2).detach() * a * p
        ),
        "bnpo k1": lambda b: run_formula(b, lambda p, old, ref, a: clipped(p, old, a) + 0.1 * k1(p, ref)),
        "bnpo k2": lambda b: run_formula(b, lambda p, old, ref, a: clipped(p, old, a) + 0.1 * k2(p, ref)),
    }
    cases = [
        {"batch": batch, "expected": {name: run(batch) for name, run in variants.items()}}
        for batch in batches
    ]
    with open(path, "w") as file:
        json.dump({"trl": trl.__version__, "torch": torch.__version__, "cases": cases}, file)
        file.write("\n")


main(sys.argv[1])
