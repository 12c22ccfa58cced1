"""Runs the generated train.py of an export, and tells what TRL asked our rewards and what it logged.

    python trl_steps.py EXPORT_FOLDER      with MODEL, OUT, STEPS, GROUP, BATCH, MAX_TOKENS, CPU=1 set
"""

import json
import os
import runpy
import sys

import trl

asked, logged = [], []
calculate, log = trl.GRPOTrainer._calculate_rewards, trl.GRPOTrainer.log


def recording_calculate(self, inputs, prompts, completions, completion_ids):
    rewards = calculate(self, inputs, prompts, completions, completion_ids)
    texts = [c if isinstance(c, str) else c[-1]["content"] for c in completions]
    ids = [json.loads(one["ground_truth"])["id"] for one in inputs]
    asked.append([{"id": i, "completion": t, "rewards": r} for i, t, r in zip(ids, texts, rewards.tolist())])
    return rewards


def recording_log(self, logs, *rest, **named):
    log(self, logs, *rest, **named)
    if "reward" in logs or any(name.startswith("rewards/") for name in logs):
        logged.append({name: value for name, value in logs.items() if isinstance(value, float)})


trl.GRPOTrainer._calculate_rewards = recording_calculate
trl.GRPOTrainer.log = recording_log
os.chdir(sys.argv[1])
sys.path.insert(0, sys.argv[1])
runpy.run_path("train.py", run_name="__main__")
print(json.dumps({"version": trl.__version__, "asked": asked, "logged": logged}))
