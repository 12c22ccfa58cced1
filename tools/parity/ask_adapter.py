"""Asks Transformers and PEFT the question of `examples/train-an-adapter.ts`, about its base and the adapter that it leaves.

npx -y pnpm@10.34.9 examples train-an-adapter
python tools/parity/ask_adapter.py runs/examples/tiny-base runs/examples/adapter

Both lines should be the example's: what the base says by itself, and what it says with the adapter.
"""

import sys

import numpy as np
import torch
from peft import PeftModel
from PIL import Image
from transformers import AutoImageProcessor, AutoModelForImageTextToText, AutoTokenizer

TEXT = "Which is it?\nA. psoriasis\nB. melanoma"


def main(base, adapter):
    tokenizer = AutoTokenizer.from_pretrained(base)
    model = AutoModelForImageTextToText.from_pretrained(base, dtype=torch.float32).eval()
    image = Image.fromarray(np.full((56, 56, 3), 150, np.uint8))
    pixels = AutoImageProcessor.from_pretrained(base, backend="pil")(images=[image], return_tensors="pt")
    content = [{"type": "image"}, {"type": "text", "text": TEXT}]
    prompt = tokenizer.apply_chat_template(
        [{"role": "user", "content": content}], add_generation_prompt=True, tokenize=False)
    pad = "<|image_pad|>"
    prompt = prompt.replace(pad, pad * int(pixels["image_grid_thw"].prod() // 4))
    feeds = {**tokenizer([prompt], return_tensors="pt"), **pixels}
    ids = feeds["input_ids"]
    feeds["mm_token_type_ids"] = (ids == model.config.image_token_id).int()

    def ask(asked):
        with torch.no_grad():
            answer = asked.generate(**feeds, max_new_tokens=40, do_sample=False)
        return tokenizer.decode(answer[0, ids.shape[1]:], skip_special_tokens=True)

    print("none:", ask(model))
    print("adapter:", ask(PeftModel.from_pretrained(model, adapter).eval()))


main(*sys.argv[1:3])
