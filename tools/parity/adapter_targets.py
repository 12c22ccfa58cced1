"""Fixture for packages/model: which modules PEFT adapts, and with what rank and alpha, for drawn configurations.

Made with peft 0.21.2.   python tools/parity/adapter_targets.py packages/model/test/fixtures [COUNT SEED]
"""

import json
import random
import sys

from peft import LoraConfig
from peft.tuners.tuners_utils import _ExcludedModule, check_target_module_exists
from peft.utils.other import get_pattern_key

TEXT = ["self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj", "self_attn.o_proj",
        "mlp.gate_proj", "mlp.up_proj", "mlp.down_proj"]
VISION = ["attn.qkv", "attn.proj", "mlp.gate_proj", "mlp.up_proj", "mlp.down_proj"]
NAMES = ["model.visual.patch_embed.proj",
         *[f"model.visual.blocks.{i}.{part}" for i in range(3) for part in VISION],
         "model.visual.merger.mlp.0", "model.visual.merger.mlp.2", "model.language_model.embed_tokens",
         *[f"model.language_model.layers.{i}.{part}" for i in range(3) for part in TEXT], "lm_head"]
ENDS = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj", "qkv", "proj", "attn.proj", "mlp.0",
        "0", "2", "lm_head", "embed_tokens", "self_attn.q_proj", "1.mlp.up_proj", "blocks.1.attn.qkv", "oj", "_proj"]
EXPRESSIONS = [r".*\.(q|v)_proj", r"^(?!.*visual).*(?:q_proj|k_proj|down_proj).*", r".*layers\.[02]\..*proj$",
               r"model\.language_model\.layers\.\d+\.mlp\.\w+", r"(model|lm_head).*", r"q_proj",
               r".*\.self_attn\.[qk]_proj|lm_head", r"^(model.language_model(?=\.).*\.(k_proj|gate_proj))$",
               r".*(?:vision|visual|image).*?(?:qkv|mlp).*", r".*proj(?<!o_proj)"]
PATTERNS = ["q_proj", r"layers\.0\.self_attn\.(q|k)_proj", "down_proj", "^lm_head", "mlp.*", "proj", r".*\.1\..*",
            "layers.2.mlp.gate_proj", "attn.qkv", r"^model.visual.*", r"\d+.attn.proj"]
LAYERS = ["layers", "blocks", ["layers", "blocks"], ["h", "layers"], "lay", "l.*s", ["visual.blocks"]]


def draw():
    def some(list_, most):
        return random.sample(list_, random.randint(1, most))

    config = {"r": 8, "lora_alpha": 16}
    config["target_modules"] = random.choice(EXPRESSIONS) if random.random() < 0.35 else some(ENDS + NAMES, 6)
    if random.random() < 0.4:
        config["exclude_modules"] = random.choice(EXPRESSIONS) if random.random() < 0.4 else some(ENDS + NAMES, 4)
    if isinstance(config["target_modules"], list) and random.random() < 0.4:
        config["layers_to_transform"] = random.choice([0, 1, [0], [1, 2], [], [5], [2, 0]])
        if config["layers_to_transform"] != [] and random.random() < 0.6:
            config["layers_pattern"] = random.choice(LAYERS)
    for field in ["rank_pattern", "alpha_pattern"]:
        if random.random() < 0.5:
            config[field] = {pattern: random.randint(1, 20) for pattern in some(PATTERNS, 4)}
    return config


def chosen(fields):
    config = LoraConfig(**fields)
    for index, name in enumerate(NAMES):
        found = check_target_module_exists(config, name)
        if not found or isinstance(found, _ExcludedModule):
            continue
        rank = config.rank_pattern.get(get_pattern_key(config.rank_pattern.keys(), name), config.r)
        alpha = config.alpha_pattern.get(get_pattern_key(config.alpha_pattern.keys(), name), config.lora_alpha)
        yield [index, rank, alpha]


def main(folder, count=80, seed=0):
    random.seed(int(seed))
    cases = [{"config": config, "chosen": list(chosen(config))} for config in (draw() for _ in range(int(count)))]
    with open(f"{folder}/adapter-targets.json", "w") as file:
        json.dump({"names": NAMES, "cases": cases}, file)


if __name__ == "__main__":
    main(*sys.argv[1:])
