"""verl's own dataset, reward loader and reward manager read an export and call its shim.

    python verl_reads.py EXPORT_FOLDER MODEL ANSWERS.json
"""

import asyncio
import importlib.metadata
import json
import sys

import numpy as np
import torch
from omegaconf import OmegaConf
from tensordict import TensorDict
from transformers import AutoProcessor, AutoTokenizer
from verl import DataProto
from verl.experimental.reward_loop.reward_manager import get_reward_manager_cls
from verl.trainer.ppo.reward import get_custom_reward_fn
from verl.utils.dataset.rl_dataset import RLHFDataset, collate_fn

folder, model, answers = sys.argv[1:4]
tokenizer, processor = AutoTokenizer.from_pretrained(model), AutoProcessor.from_pretrained(model)
config = OmegaConf.create(
    {
        "image_key": "images",
        "max_prompt_length": 512,
        "filter_overlong_prompts": True,
        "filter_overlong_prompts_workers": 1,
        "truncation": "error",
    }
)
data = RLHFDataset(f"{folder}/train.parquet", tokenizer, config, processor)
settings = OmegaConf.create(
    {"reward": {"custom_reward_function": {"path": f"{folder}/skinr1_reward.py", "name": "compute_score"}}}
)
score = get_custom_reward_fn(settings)
said = json.load(open(answers))


async def judge():
    manager = get_reward_manager_cls("naive")(settings, tokenizer, score)
    results = []
    for index in range(len(data)):
        row = collate_fn([data[index]])
        images, _ = await RLHFDataset.process_vision_info(data[index]["raw_prompt"], 14, config)
        ids = tokenizer(said[index], return_tensors="pt", add_special_tokens=False)["input_ids"]
        batch = TensorDict({"responses": ids, "attention_mask": torch.ones_like(ids)}, batch_size=[1])
        others = {name: value for name, value in row.items() if isinstance(value, np.ndarray)}
        proto = DataProto(batch=batch, non_tensor_batch=others)
        result = await manager.run_single(proto)
        truth = json.loads(row["reward_model"][0]["ground_truth"])
        sizes = [list(image.size) for image in images]
        results.append({"id": truth["id"], "completion": said[index], "images": sizes, **result})
    return results


print(json.dumps({"version": importlib.metadata.version("verl"), "rows": asyncio.run(judge())}))
