import { jsonLines } from '@skinr1/rationale';
import type { Engine } from '../engine.ts';
import { pathOf, readPaths } from '../message-row.ts';
import { generatedNotice, pythonLiteral, scoreClient, shellHead } from '../python.ts';

/**
 * TRL (1.x): JSON lines with conversational prompts; one reward function for each of our rewards, so that its logs
 * have a curve for each. They share one request for a batch.
 */
export const trl: Engine = {
  name: 'trl',
  imagesIn: 'file',
  ending: 'jsonl',
  writeRow: ({ prompt, images, groundTruth }) => ({
    prompt: [{ role: 'user', content: prompt.text }],
    images: images.map(pathOf),
    ground_truth: groundTruth,
  }),
  encode: async (rows) => jsonLines(rows.map(trl.writeRow)),
  readRow({ prompt, images, ground_truth }) {
    const question = (prompt as { content?: unknown }[] | undefined)?.[0]?.content;
    const paths = readPaths(images);
    if (typeof question !== 'string' || typeof ground_truth !== 'string' || !paths) return null;
    // TRL puts the images of a row before the first message of the user.
    return { question, places: paths.length, images: paths, groundTruth: ground_truth };
  },
  scripts: (options) => [
    {
      name: 'skinr1_reward.py',
      content: `${generatedNotice('#')}${scoreClient(options)}

def text_of(completion):
    return completion if isinstance(completion, str) else completion[-1]["content"]


def component(name, asked={}):
    def reward(completions, ground_truth, **_):
        items = [{**json.loads(g), "completion": text_of(c)} for c, g in zip(completions, ground_truth)]
        if asked.get("items") != items:
            asked.update(items=items, scored=post("/v1/score", {"items": items})["items"])
        return [one["components"].get(name) for one in asked["scored"]]

    reward.__name__ = name
    return reward


reward_funcs = [component(name) for name in ${pythonLiteral(options.rewards.map(({ name }) => name))}]
reward_weights = ${pythonLiteral(options.rewards.map(({ weight }) => weight))}
`,
    },
    {
      name: 'train.py',
      content: `${generatedNotice('#')}import os
from datasets import Image, Sequence, load_dataset
from trl import GRPOConfig, GRPOTrainer
from skinr1_reward import reward_funcs, reward_weights

here = os.path.dirname(os.path.abspath(__file__))
data = load_dataset("json", data_files=os.path.join(here, ${pythonLiteral(options.files.train)}), split="train")
data = data.map(lambda row: {"images": [os.path.join(here, path) for path in row["images"]]})
data = data.cast_column("images", Sequence(Image()))
model = os.environ["MODEL"]
config = GRPOConfig(
    output_dir=os.environ.get("OUT", os.path.join(here, "trained")),
    reward_weights=reward_weights,
    num_generations=int(os.environ.get("GROUP", 4)),
    per_device_train_batch_size=int(os.environ.get("BATCH", 16)),
    max_steps=int(os.environ.get("STEPS", -1)),
    max_completion_length=int(os.environ.get("MAX_TOKENS", 512)),
    logging_steps=1,
    beta=0.04,
    use_cpu=os.environ.get("CPU") == "1",
    bf16=os.environ.get("CPU") != "1",
    report_to=[],
)
trainer = GRPOTrainer(model=model, reward_funcs=reward_funcs, args=config, train_dataset=data)
trainer.train()
trainer.save_model()
trainer.processing_class.save_pretrained(config.output_dir)
`,
    },
    {
      name: 'launch.sh',
      content: `${shellHead('Needs trl, datasets, pillow, torchvision. MODEL is a folder with weights, such as one that skinr1 wrote.')}: "\${MODEL:?folder with weights}"
accelerate launch train.py "$@"
`,
    },
  ],
};
