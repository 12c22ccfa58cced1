"""Fixture for packages/model: ids that Transformers gives with a tokenizer trained here.

npx tsx --conditions=@skinr1/source tools/parity/model-tokenizer-files.ts FOLDER
python tools/parity/model_tokenizer.py FOLDER packages/model/test/fixtures
"""

import json
import sys

from transformers import AutoTokenizer


def main(folder, output):
    tokenizer = AutoTokenizer.from_pretrained(folder)
    with open(f"{folder}/texts.json") as file:
        texts = json.load(file)
    chat = [{"role": "system", "content": "Be brief."},
            {"role": "user", "content": [{"type": "image"}, {"type": "text", "text": " Which\n"}]}]
    ids = tokenizer.apply_chat_template(chat, add_generation_prompt=True)
    with open(f"{output}/tokenizer.json", "w") as file:
        json.dump({
            "texts": [{"text": text, "ids": tokenizer.encode(text, add_special_tokens=False)} for text in texts],
            "chat": list(ids["input_ids"]),
            "size": len(tokenizer),
            "eos": tokenizer.eos_token_id,
        }, file)


if __name__ == "__main__":
    main(*sys.argv[1:])
