import { openQuestion, openTrajectory } from '../trajectories/training-targets.ts';
import type { GroundedTrajectory } from '../trajectories/types.ts';

/** Formats that trajectories are exported in. */
export const exportFormats = [
  'skin-rationale',
  'llama-factory',
  'trl',
  'ms-swift',
  'verl',
] as const;

/** One of {@link exportFormats}. */
export type ExportFormat = (typeof exportFormats)[number];

/** A trajectory with the address of its image relative to the export's folder. */
export interface ExportItem {
  readonly trajectory: GroundedTrajectory;
  readonly image: string;
  /** The question shown with the image. */
  readonly question: string;
  /** The whole answer to learn. */
  readonly answer: string;
}

/** The open question and answer of a trajectory. */
export function toExportItem(trajectory: GroundedTrajectory, image: string): ExportItem {
  return { trajectory, image, question: openQuestion, answer: openTrajectory(trajectory).text };
}

/** One line of SkinRationale JSONL: everything there is, so that other formats can be made from it. */
export function toSkinRationale({ trajectory, image, question, answer }: ExportItem): object {
  const { image: _source, ...rest } = trajectory;
  return { schema: 'skin-rationale/1', ...rest, image, question, answer };
}

/** A row of a LLaMA-Factory sharegpt file. */
export function toLlamaFactory({ image, question, answer }: ExportItem): object {
  return {
    conversations: [
      { from: 'human', value: `<image>${question}` },
      { from: 'gpt', value: answer },
    ],
    images: [image],
  };
}

/** LLaMA-Factory's `dataset_info.json` for {@link toLlamaFactory} rows. */
export function llamaFactoryInfo(fileName: string): object {
  return {
    skin_rationale: {
      file_name: fileName,
      formatting: 'sharegpt',
      columns: { messages: 'conversations', images: 'images' },
      tags: {
        role_tag: 'from',
        content_tag: 'value',
        user_tag: 'human',
        assistant_tag: 'gpt',
      },
    },
  };
}

/** A line for TRL's SFTTrainer: conversational, with the image as a content part. */
export function toTrl({ image, question, answer }: ExportItem): object {
  return {
    messages: [
      { role: 'user', content: [{ type: 'image' }, { type: 'text', text: question }] },
      { role: 'assistant', content: [{ type: 'text', text: answer }] },
    ],
    images: [image],
  };
}

/** A line for ms-swift. */
export function toMsSwift({ trajectory, image, question, answer }: ExportItem): object {
  return {
    messages: [
      { role: 'user', content: `<image>${question}` },
      { role: 'assistant', content: answer },
    ],
    images: [image],
    solution: trajectory.diagnosisId,
  };
}

/** A row of verl's parquet file. `prompt`, `reward_model` and `extra_info` are nested columns. */
export interface VerlRow {
  readonly data_source: string;
  readonly prompt: readonly { readonly role: string; readonly content: string }[];
  readonly images: readonly { readonly image: string }[];
  readonly ability: string;
  readonly reward_model: { readonly style: string; readonly ground_truth: string };
  readonly extra_info: {
    readonly split: string;
    readonly index: number;
    readonly answer: string;
    readonly trajectory_id: string;
  };
}

/** A trajectory as a verl row. `ground_truth` is JSON with diagnosis, path and malignancy. */
export function toVerl(
  { trajectory, image, question, answer }: ExportItem,
  index: number,
): VerlRow {
  const { id, diagnosisId, path, malignancy } = trajectory;
  return {
    data_source: 'skin_rationale',
    prompt: [{ role: 'user', content: `<image>${question}` }],
    images: [{ image }],
    ability: 'dermatology',
    reward_model: {
      style: 'rule',
      ground_truth: JSON.stringify({ diagnosis: diagnosisId, path, malignancy }),
    },
    extra_info: { split: 'train', index, answer, trajectory_id: id },
  };
}
