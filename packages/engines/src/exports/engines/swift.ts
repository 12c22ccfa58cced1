import { jsonLines } from '@skinr1/rationale';
import type { Engine } from '../engine.ts';
import { countTags, pathOf, readPaths, taggedQuestion } from '../message-row.ts';
import { generatedNotice, pythonLiteral, scoreClient, shellHead, shellWord } from '../python.ts';

/** ms-swift (4.x): JSON lines, and one plugin class for each of our rewards; they share one request for a batch. */
export const swift: Engine = {
  name: 'swift',
  imagesIn: 'file',
  ending: 'jsonl',
  writeRow: (row) => ({
    messages: [{ role: 'user', content: taggedQuestion(row) }],
    images: row.images.map(pathOf),
    solution: row.groundTruth,
  }),
  encode: async (rows) => jsonLines(rows.map(swift.writeRow)),
  readRow({ messages, images, solution }) {
    const question = (messages as { content?: unknown }[] | undefined)?.[0]?.content;
    const paths = readPaths(images);
    if (typeof question !== 'string' || typeof solution !== 'string' || !paths) return null;
    return { question, places: countTags(question), images: paths, groundTruth: solution };
  },
  scripts: (options) => [
    {
      name: 'skinr1_reward.py',
      content: `${generatedNotice('#')}from swift.rewards import ORM, orms
${scoreClient(options)}
asked = {}


def component(name):
    def call(self, completions, solution, **_):
        items = [{**json.loads(s), "completion": c} for c, s in zip(completions, solution)]
        if asked.get("items") != items:
            asked.update(items=items, scored=post("/v1/score", {"items": items})["items"])
        return [one["components"].get(name) for one in asked["scored"]]

    return type(name, (ORM,), {"__call__": call})


for name in ${pythonLiteral(options.rewards.map(({ name }) => name))}:
    orms["skinr1_" + name] = component(name)
`,
    },
    {
      name: 'launch.sh',
      content: `${shellHead('Needs ms-swift. MODEL is a folder with weights, such as one that skinr1 wrote.')}swift rlhf --rlhf_type grpo \\
  --model "\${MODEL:?folder with weights}" --dataset "$PWD/${options.files.train}" \\
  --external_plugins "$PWD/skinr1_reward.py" \\
  --reward_funcs ${options.rewards.map(({ name }) => shellWord(`skinr1_${name}`)).join(' ')} \\
  --reward_weights ${options.rewards.map(({ weight }) => weight).join(' ')} \\
  --num_generations \${GROUP:-4} --per_device_train_batch_size \${BATCH:-16} --beta 0.04 "$@"
`,
    },
  ],
};
