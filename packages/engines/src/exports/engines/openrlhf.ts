import { jsonLines } from '@skinr1/rationale';
import type { Engine } from '../engine.ts';
import { countTags, pathOf, readPaths, taggedQuestion } from '../message-row.ts';
import { generatedNotice, scoreClient, shellHead } from '../python.ts';

/**
 * OpenRLHF (0.11): JSON lines. It asks a reward service by itself; the shim is for a service with a token, which
 * that client cannot send.
 */
export const openRlhf: Engine = {
  name: 'openrlhf',
  imagesIn: 'file',
  ending: 'jsonl',
  writeRow: (row) => ({
    input: taggedQuestion(row),
    label: row.groundTruth,
    images: row.images.map(pathOf),
  }),
  encode: async (rows) => jsonLines(rows.map(openRlhf.writeRow)),
  readRow({ input, label, images }) {
    const paths = readPaths(images);
    if (typeof input !== 'string' || typeof label !== 'string' || !paths) return null;
    return { question: input, places: countTags(input), images: paths, groundTruth: label };
  },
  scripts: (options) => [
    {
      name: 'skinr1_reward.py',
      content: `${generatedNotice('#')}${scoreClient(options)}

def reward_func(queries, prompts, labels):
    return post("/get_reward", {"query": queries, "prompts": prompts, "labels": labels})
`,
    },
    {
      name: 'launch.sh',
      content: `${shellHead('Needs openrlhf[vllm]. MODEL is a folder with weights, such as one that skinr1 wrote.')}reward="$PWD/skinr1_reward.py"
[ -n "\${SKINR1_REWARD_TOKEN:-}" ] || reward="\${SKINR1_REWARD_URL:-${options.url}}/get_reward"
python3 -m openrlhf.cli.train_ppo_ray \\
  --actor.model_name_or_path "\${MODEL:?folder with weights}" \\
  --reward.remote_url "$reward" --algo.advantage.estimator group_norm \\
  --data.prompt_dataset "$PWD/${options.files.train}" --data.apply_chat_template \\
  --data.input_key input --data.label_key label --data.image_key images --data.max_images_per_prompt 1 \\
  --rollout.n_samples_per_prompt \${GROUP:-4} --rollout.batch_size \${BATCH:-16} "$@"
`,
    },
  ],
};
