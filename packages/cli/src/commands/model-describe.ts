import type { AdapterInspection, MemoryNeed, ModelInspection } from '@skinr1/model';
import { byteSize } from '../terminal/byte-size.ts';

/** Names are cut to so many, with the number of the rest. */
const shownNames = 5;

/** A model's folder in words. */
export function describeModel(model: ModelInspection): string {
  const { parameters, stored, byType, shards, mapped, lacking, leftOut, problems } = model;
  const { text } = model.config;
  const source = { files: '', size: ' (by the size in the index)', config: ' (by config.json)' };
  const missing = shards.filter(({ bytes }) => bytes === null).length;
  const inFiles = Object.entries(byType).map(
    ([dtype, { tensors, bytes }]) => `${tensors} ${dtype} (${byteSize(bytes)})`,
  );
  const inFewBits = Object.entries(model.quantized).map(
    ([precision, matrices]) => `, ${matrices} matrices in ${precision}`,
  );
  return [
    `${model.family} ("${model.modelType}")`,
    `${count(parameters.all)} parameters, ${count(parameters.vision)} of them in the vision tower`,
    `${text.layerCount} layers of width ${text.hiddenSize}, ${text.headCount} heads (${text.keyValueHeadCount} for keys), vocabulary ${text.vocabularySize}`,
    `stored as ${stored.dtype}${source[stored.from]}${inFewBits.join('')}`,
    `files: ${shards.length}${missing > 0 ? `, ${missing} not here` : ''}${inFiles.length > 0 ? `; tensors: ${inFiles.join(', ')}` : ''}`,
    `weights: ${mapped} mapped, ${lacking.length} lacking${listed(lacking)}`,
    `left out: ${leftOut.length} tensors${listed(leftOut)}`,
    '',
    ...describeMemory(model),
    ...(problems.length > 0 ? ['', `problems: ${problems.length}`, ...problems] : []),
  ].join('\n');
}

function describeMemory({ memory, machineMemory }: ModelInspection): string[] {
  const rows = memory.map((need) => {
    const { precision, weights, least } = need;
    return [precision, byteSize(weights), byteSize(least), verdict(need, machineMemory)] as const;
  });
  return [
    `memory, computed from shapes (this machine has ${byteSize(machineMemory)}; what runs comes on top):`,
    row(['precision', 'weights', 'at least', '']),
    ...rows.map(row),
  ];
}

function row([precision, weights, least, fits]: readonly [string, string, string, string]): string {
  return `  ${precision.padEnd(10)} ${weights.padStart(10)} ${least.padStart(10)}  ${fits}`.trimEnd();
}

function verdict({ least, obstacle }: MemoryNeed, machineMemory: number): string {
  if (obstacle !== null) return `does not run: ${obstacle}`;
  return least < machineMemory ? 'fits here' : 'does not fit here';
}

/** An adapter's folder in words. */
export function describeAdapter(adapter: AdapterInspection): string {
  const { rank, alpha, rankStabilized, dropout, targetModules, targets, base } = adapter;
  const factor = rankStabilized ? `${alpha} / √${rank}` : `${alpha} / ${rank}`;
  const modules =
    typeof targetModules === 'string'
      ? targetModules
      : `${targetModules.slice(0, 12).join(', ')}${targetModules.length > 12 ? `, and ${targetModules.length - 12} more` : ''}`;
  return [
    `a PEFT adapter (LoRA) of ${base ?? 'a model that it does not name'}`,
    `rank ${rank}, factor ${factor}, dropout ${dropout}`,
    `${count(adapter.parameters)} parameters, ${adapter.dtypes.join(', ')}, ${byteSize(adapter.bytes)}`,
    `modules: ${modules}`,
    targets === null
      ? 'not compared with its base: give that as --base'
      : `fits the base: stands beside ${targets.length} weights`,
  ].join('\n');
}

function listed(names: readonly string[]): string {
  if (names.length === 0) return '';
  const rest = names.length - shownNames;
  return `: ${names.slice(0, shownNames).join(', ')}${rest > 0 ? `, and ${rest} more` : ''}`;
}

/** `8.29 billion` */
function count(value: number): string {
  if (value >= 1e9) return `${(value / 1e9).toFixed(2)} billion`;
  return value >= 1e6 ? `${(value / 1e6).toFixed(1)} million` : String(value);
}
