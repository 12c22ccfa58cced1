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
from trl.experimental.gmpo import GMPOTrainer

torch.set_default_dtype(torch.float64)


class Accelerator:
    num_processes = 1
    sync_gradients = True

    def reduce(self, value, reduction="sum"):
        return value

    def gather(self, value):
        return value

    def pad_across_processes(self, value, dim=0, pad_index=0):
        return value


def make_trainer(batch, log_prob, entropy, options, trainer_class):
    """A trainer of which only what the loss reads is there."""
    trainer = trainer_class.__new__(trainer_class)
    trainer.loss_type = options["loss_type"]
    trainer.epsilon_low = options.get("epsilon_low", 0.2)
    trainer.epsilon_high = options.get("epsilon_high", 0.2)
    trainer.beta = options.get("beta", 0.0)
    trainer.importance_sampling_level = options.get("level", "token")
    trainer.max_completion_length = batch["maxCompletionLength"]
    trainer.top_entropy_quantile = options.get("top_entropy_quantile", 1.0)
    trainer.off_policy_mask_threshold = options.get("off_policy_mask_threshold")
    trainer.use_vllm = options.get("importance", False)
    trainer.vllm_importance_sampling_correction = options.get("importance", False)
    trainer.aux_loss_enabled = False
    trainer.entropy_coef = options.get("entropy_coef", 0.0)
    trainer.use_adaptive_entropy = False
    trainer._entropy_bonus_enabled = trainer.entropy_coef != 0.0
    trainer.current_gradient_accumulation_steps = 1
    trainer.accelerator = Accelerator()
    trainer.model = SimpleNamespace(training=True)
    trainer._metrics = {"train": defaultdict(list), "eval": defaultdict(list)}
    trainer.args = SimpleNamespace(
        delta=options.get("delta"),
        use_bias_correction_kl=options.get("unbiased", False),
        sapo_temperature_pos=1.0,
        sapo_temperature_neg=1.05,
        vespo_k_pos=2.0,
        vespo_lambda_pos=3.0,
        vespo_k_neg=3.0,
        vespo_lambda_neg=2.0,
        steps_per_generation=1,
    )
    trainer._get_per_token_logps_and_entropies = lambda *args, **kwargs: (log_prob, entropy, None)
    return trainer


def run_trl(batch, loss_type, trainer_class=GRPOTrainer, **options):
    log_prob = torch.tensor(batch["logProb"], requires_grad=True)
    entropy = torch.tensor(batch["entropy"], requires_grad=True)
    mask = torch.tensor(batch["mask"])
    trainer = make_trainer(batch, log_prob, entropy, {"loss_type": loss_type, **options}, trainer_class)
    ids = torch.zeros(mask.shape, dtype=torch.long)
    inputs = {
        "prompt_ids": ids[:, :1],
        "prompt_mask": mask[:, :1],
        "completion_ids": ids,
        "completion_mask": mask,
        "advantages": torch.tensor(batch["advantage"]),
        "old_per_token_logps": torch.tensor(batch["oldLogProb"]),
        "sampling_per_token_logps": torch.tensor(batch["samplerLogProb"]),
        "ref_per_token_logps": torch.tensor(batch["refLogProb"]),
        "num_items_in_batch": mask.sum(),
    }
    if options.get("importance"):
        inputs["importance_sampling_ratio"] = torch.tensor(batch["importance"])
    loss = trainer._compute_loss(trainer.model, inputs)
    loss.backward()
    metrics = {name: values[0] for name, values in trainer._metrics["train"].items()}
    return {
        "loss": loss.item(),
        "metrics": metrics,
        "gradient": log_prob.grad.tolist(),
        "entropyGradient": (torch.zeros_like(entropy) if entropy.grad is None else entropy.grad).tolist(),
    }


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
    zeros = torch.zeros_like(log_prob)
    return {
        "loss": loss.item(),
        "metrics": {},
        "gradient": log_prob.grad.tolist(),
        "entropyGradient": zeros.tolist(),
    }


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
        "samplerLogProb": near(),
        # Exact in float32 too, in which TRL looks for the quantile.
        "entropy": torch.randint(0, 256, (rows, columns), generator=generator).double() / 64 * mask,
    }
    drift = torch.exp(batch["oldLogProb"] - batch["samplerLogProb"])
    # TRL's token_mask: what is above the cap counts for nothing. Padding has ratio 1.
    batch["importance"] = torch.where(drift > 1.6, 0.0, drift)
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
        "sapo sequence": lambda b: run_trl(b, "sapo", level="sequence"),
        "luspo": lambda b: run_trl(b, "luspo", level="sequence", epsilon_low=0.05, epsilon_high=0.05),
        "luspo beta": lambda b: run_trl(b, "luspo", level="sequence", beta=0.1),
        "vespo": lambda b: run_trl(b, "vespo"),
        "vespo importance": lambda b: run_trl(b, "vespo", importance=True),
        "gmpo": lambda b: run_trl(b, "grpo", GMPOTrainer, epsilon_low=0.3, epsilon_high=0.1, beta=0.1),
        "grpo unbiased kl": lambda b: run_trl(b, "grpo", beta=0.1, unbiased=True),
        "gspo unbiased kl": lambda b: run_trl(b, "grpo", level="sequence", beta=0.1, unbiased=True),
        "dapo importance": lambda b: run_trl(b, "dapo", epsilon_high=0.28, beta=0.1, importance=True),
        "grpo off-policy mask": lambda b: run_trl(b, "grpo", beta=0.1, off_policy_mask_threshold=0.05),
        "dapo entropy bonus": lambda b: run_trl(b, "dapo", epsilon_high=0.28, entropy_coef=0.1),
        "grpo entropy bonus": lambda b: run_trl(b, "grpo", entropy_coef=0.1),
        "dapo high entropy": lambda b: run_trl(
            b, "dapo", epsilon_high=0.28, top_entropy_quantile=0.4, entropy_coef=0.1
        ),
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
