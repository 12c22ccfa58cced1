"""A Ray job of two workers: each answers half of an export's questions with the model and has them judged.

    python ray_rollouts.py EXPORT_FOLDER MODEL URL
"""

import json
import os
import sys

import ray

folder, model, url = sys.argv[1:4]


@ray.remote
class Worker:
    def __init__(self):
        import torch
        from transformers import AutoModelForImageTextToText, AutoProcessor

        os.environ["SKINR1_REWARD_URL"] = url
        sys.path.insert(0, folder)
        torch.set_num_threads(1)
        torch.manual_seed(0)
        self.processor = AutoProcessor.from_pretrained(model)
        self.model = AutoModelForImageTextToText.from_pretrained(model)

    def answer_and_score(self, row):
        from PIL import Image
        from skinr1_reward import post

        content = [{"type": "image"}, {"type": "text", "text": row["prompt"][0]["content"]}]
        text = self.processor.apply_chat_template(
            [{"role": "user", "content": content}], tokenize=False, add_generation_prompt=True
        )
        images = [Image.open(os.path.join(folder, path)) for path in row["images"]]
        inputs = self.processor(text=[text], images=images, return_tensors="pt")
        out = self.model.generate(**inputs, do_sample=True, max_new_tokens=40, num_return_sequences=4)
        said = self.processor.batch_decode(out[:, inputs["input_ids"].shape[1] :], skip_special_tokens=True)
        truth = json.loads(row["ground_truth"])
        scored = post("/v1/score", {"items": [{**truth, "completion": one} for one in said]})["items"]
        return [{"worker": os.getpid(), "completion": one, **judged} for one, judged in zip(said, scored)]


ray.init(num_cpus=2, include_dashboard=False, logging_level="error", log_to_driver=False)
workers = [Worker.remote(), Worker.remote()]
rows = [json.loads(line) for line in open(os.path.join(folder, "train.jsonl"))]
jobs = [workers[index % 2].answer_and_score.remote(row) for index, row in enumerate(rows)]
answers = [one for group in ray.get(jobs) for one in group]
print(json.dumps({"version": ray.__version__, "rows": answers}))
