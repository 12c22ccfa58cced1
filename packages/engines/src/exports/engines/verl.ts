import { encodeParquet, parquetColumn } from '@skinr1/rationale';
import type { Engine } from '../engine.ts';
import { bytesOf, countTags, readBytes, taggedQuestion } from '../message-row.ts';
import { generatedNotice, pythonLiteral, scoreClient, shellHead } from '../python.ts';

const { text, bytes, integer, struct, list } = parquetColumn;

const columns = [
  text('data_source'),
  list('prompt', struct('element', text('role'), text('content'))),
  list('images', struct('element', bytes('bytes'))),
  text('ability'),
  struct('reward_model', text('style'), text('ground_truth')),
  struct('extra_info', text('split'), integer('index'), text('id')),
];

/**
 * verl (0.9): Parquet with the images in it, and a reward function of which every answer has the same keys. Null is
 * 0 there, with `scored` 0 beside it.
 */
export const verl: Engine = {
  name: 'verl',
  imagesIn: 'bytes',
  ending: 'parquet',
  writeRow: (row) => ({
    data_source: 'skinr1',
    prompt: [{ role: 'user', content: taggedQuestion(row) }],
    images: row.images.map((image) => ({ bytes: bytesOf(image) })),
    ability: 'dermatology',
    reward_model: { style: 'rule', ground_truth: row.groundTruth },
    extra_info: { split: row.part, index: row.index, id: row.prompt.id },
  }),
  encode: (rows) => encodeParquet(columns, rows.map(verl.writeRow)),
  readRow({ prompt, images, reward_model }) {
    const question = (prompt as { content?: unknown }[] | undefined)?.[0]?.content;
    const groundTruth = (reward_model as { ground_truth?: unknown } | undefined)?.ground_truth;
    const read = readBytes(images);
    if (typeof question !== 'string' || typeof groundTruth !== 'string' || !read) return null;
    return { question, places: countTags(question), images: read, groundTruth };
  },
  scripts: (options) => [
    {
      name: 'skinr1_reward.py',
      content: `${generatedNotice('#')}import asyncio
${scoreClient(options)}

async def compute_score(data_source, solution_str, ground_truth, extra_info=None, **_):
    item = {**json.loads(ground_truth), "completion": solution_str}
    [scored] = (await asyncio.to_thread(post, "/v1/score", {"items": [item]}))["items"]
    reward, parts = scored["reward"], scored["components"]
    named = {name: float("nan") if parts.get(name) is None else parts[name] for name in ${pythonLiteral(options.rewards.map(({ name }) => name))}}
    return {"score": 0.0 if reward is None else reward, "scored": float(reward is not None), **named}
`,
    },
    {
      name: 'launch.sh',
      content: `${shellHead('Needs verl with vLLM or SGLang. MODEL is a folder with weights, such as one that skinr1 wrote.')}python3 -m verl.trainer.main_ppo \\
  algorithm.adv_estimator=grpo \\
  data.train_files="$PWD/${options.files.train}" \\
  data.val_files="$PWD/${options.files.test ?? options.files.train}" \\
  data.image_key=images data.train_batch_size=\${BATCH:-16} \\
  data.max_prompt_length=2048 data.max_response_length=512 data.filter_overlong_prompts=True \\
  reward.custom_reward_function.path="$PWD/skinr1_reward.py" \\
  reward.custom_reward_function.name=compute_score \\
  actor_rollout_ref.model.path="\${MODEL:?folder with weights}" \\
  actor_rollout_ref.rollout.name=\${ROLLOUT:-vllm} actor_rollout_ref.rollout.n=\${GROUP:-4} \\
  actor_rollout_ref.actor.ppo_mini_batch_size=\${BATCH:-16} \\
  actor_rollout_ref.actor.use_kl_loss=True actor_rollout_ref.actor.kl_loss_coef=0.04 \\
  trainer.n_gpus_per_node=\${GPUS:-1} trainer.logger='["console","tensorboard"]' "$@"
`,
    },
  ],
};
