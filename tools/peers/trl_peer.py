"""Steps of TRL's GRPOTrainer on a folder that ours wrote, for `bench peers`.

    python trl_peer.py THREADS

Reads one JSON object a line, answers with the seconds of the median step and the tokens that were made in it.
"""

import json
import os
import statistics
import sys
import tempfile
import time

import torch
import transformers
from datasets import Dataset
from PIL import Image
from transformers import AutoProcessor, Qwen2_5_VLForConditionalGeneration, TrainerCallback
from trl import GRPOConfig, GRPOTrainer

torch.set_num_threads(int(sys.argv[1]))
transformers.utils.logging.set_verbosity_error()
said = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)


class Clock(TrainerCallback):
    def __init__(self):
        self.seconds = []

    def on_step_begin(self, *_, **__):
        self.start = time.perf_counter()

    def on_step_end(self, *_, **__):
        self.seconds.append(time.perf_counter() - self.start)


def by_length(completions, **_):
    return [float(len(one[-1]["content"]) % 7) for one in completions]


def grpo(folder, question, image, prompts, group, tokens, steps):
    rows = [{"prompt": [{"role": "user", "content": question}]} for _ in range(prompts)]
    if image:
        for row in rows:
            row["image"] = Image.open(image).convert("RGB")
    clock = Clock()
    with tempfile.TemporaryDirectory() as out:
        trainer = GRPOTrainer(
            model=Qwen2_5_VLForConditionalGeneration.from_pretrained(folder, dtype=torch.float32),
            processing_class=AutoProcessor.from_pretrained(folder),
            reward_funcs=by_length,
            train_dataset=Dataset.from_list(rows),
            callbacks=[clock],
            args=GRPOConfig(
                output_dir=out,
                use_cpu=True,
                bf16=False,
                per_device_train_batch_size=prompts * group,
                num_generations=group,
                max_completion_length=tokens,
                beta=0.04,
                learning_rate=1e-4,
                max_steps=steps,
                gradient_checkpointing=False,
                report_to=[],
                save_strategy="no",
                logging_strategy="no",
                disable_tqdm=True,
            ),
        )
        trainer.train()
    return {"seconds": statistics.median(clock.seconds[1:]), "count": prompts * group * tokens, "peak_mib": 0}


for line in sys.stdin:
    asked = json.loads(line)
    asked.pop("work")
    print(json.dumps(grpo(**asked)), file=said, flush=True)
