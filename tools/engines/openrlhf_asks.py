"""OpenRLHF's own dataset and remote-reward client, with the prompt expanded as its VLM code does it.

    python openrlhf_asks.py EXPORT_FOLDER MODEL URL ANSWERS.json
"""

import asyncio
import importlib.metadata
import json
import os
import sys
from types import SimpleNamespace

from datasets import load_dataset
from openrlhf.datasets.prompts_dataset import PromptDataset
from openrlhf.utils.agent import SingleTurnAgentExecutor
from openrlhf.utils.vlm_utils import process_prompt_with_images
from transformers import AutoProcessor

folder, model, url, answers = sys.argv[1:5]
os.chdir(folder)
processor = AutoProcessor.from_pretrained(model)
data = SimpleNamespace(input_key="input", label_key="label", image_key="images", apply_chat_template=True)
strategy = SimpleNamespace(args=SimpleNamespace(data=data), is_rank_0=lambda: False)
rows = PromptDataset(load_dataset("json", data_files="train.jsonl", split="train"), processor, strategy)
said = json.load(open(answers))
executor = SingleTurnAgentExecutor(url)


async def ask():
    results = []
    for index in range(len(rows)):
        _, prompt, label, images = rows[index]
        ids, _, _ = process_prompt_with_images(processor, prompt, images)
        query = processor.decode(ids, skip_special_tokens=False) + said[index] + "<|im_end|>"
        [result] = await executor._fetch_rewards_via_http([query], [prompt], [label])
        expanded = query.count("<|image_pad|>") - prompt.count("<|image_pad|>")
        results.append({"id": json.loads(label)["id"], "completion": said[index], "expanded": expanded, **result})
    return results


print(json.dumps({"version": importlib.metadata.version("openrlhf"), "rows": asyncio.run(ask())}))
