import { encodeParquet, parquetColumn } from '@skinr1/rationale';
import type { Engine } from '../engine.ts';
import { bytesOf, countTags, readBytes, taggedQuestion } from '../message-row.ts';
import { generatedNotice, pythonLiteral, scoreClient, shellHead } from '../python.ts';

const { text, bytes, struct, list } = parquetColumn;

const columns = [
  text('problem'),
  text('answer'),
  list('images', struct('element', bytes('bytes'))),
];

/**
 * EasyR1: Parquet with the images in it; its batch reward functions see the answer column and nothing else. Null is
 * 0 there, with `scored` 0 beside it.
 */
export const easyR1: Engine = {
  name: 'easyr1',
  imagesIn: 'bytes',
  ending: 'parquet',
  writeRow: (row) => ({
    problem: taggedQuestion(row),
    answer: row.groundTruth,
    images: row.images.map((image) => ({ bytes: bytesOf(image) })),
  }),
  encode: (rows) => encodeParquet(columns, rows.map(easyR1.writeRow)),
  readRow({ problem, answer, images }) {
    const read = readBytes(images);
    if (typeof problem !== 'string' || typeof answer !== 'string' || !read) return null;
    return { question: problem, places: countTags(problem), images: read, groundTruth: answer };
  },
  scripts: (options) => [
    {
      name: 'skinr1_reward.py',
      content: `${generatedNotice('#')}${scoreClient(options)}

REWARD_NAME, REWARD_TYPE = "skinr1", "batch"


def number(value):
    return float("nan") if value is None else value


def compute_score(reward_inputs):
    items = [{**json.loads(one["ground_truth"]), "completion": one["response"]} for one in reward_inputs]
    scored = post("/v1/score", {"items": items})["items"]
    names = ${pythonLiteral(options.rewards.map(({ name }) => name))}
    return [{"overall": one["reward"] or 0.0, "scored": float(one["reward"] is not None),
             **{name: number(one["components"].get(name)) for name in names}} for one in scored]
`,
    },
    {
      name: 'launch.sh',
      content: `${shellHead('Needs EasyR1 and its config: EASYR1=folder of its checkout. MODEL is a folder with weights.')}here="$PWD"
cd "\${EASYR1:?folder of EasyR1}"
python3 -m verl.trainer.main config=examples/config.yaml \\
  data.train_files="$here/${options.files.train}" data.val_files="$here/${options.files.test ?? options.files.train}" \\
  data.prompt_key=problem data.answer_key=answer data.image_key=images data.format_prompt=null \\
  worker.actor.model.model_path="\${MODEL:?folder with weights}" worker.rollout.n=\${GROUP:-4} \\
  worker.reward.reward_function="$here/skinr1_reward.py:compute_score" \\
  trainer.n_gpus_per_node=\${GPUS:-1} "$@"
`,
    },
  ],
};
