import { type Tensor, tensor } from '@skinr1/autograd';
import { writeAdapter } from '../../src/folder/write-adapter.ts';
import { type AdapterSettings, matrixSize } from '../../src/weights/adapter-settings.ts';
import { partNames } from '../../src/weights/part-names.ts';
import { fixturePrompts, hashUniform, type ModelFixture, readFixture } from './parity.ts';

/** What `tools/parity/model_adapter.py` wrote of one adapter. */
export interface AdapterFixture {
  readonly modules?: readonly string[];
  readonly logits: ModelFixture['logits'];
  readonly loss?: number;
  readonly gradients?: ModelFixture['gradients'];
}

/** The base of all of them. */
export const baseName = 'grouped';

export function baseFixture(): ReturnType<typeof fixturePrompts> {
  return fixturePrompts(baseName, readFixture<ModelFixture>(`model-${baseName}.json`));
}

/** An adapter beside a weight of every kind, of unlike ranks and alphas: what PEFT is to open. */
const ourSettings: AdapterSettings = {
  targets: {
    'model.embed_tokens.weight': { rank: 2, alpha: 3 },
    'model.layers.0.self_attn.q_proj.weight': { rank: 2, alpha: 3 },
    'model.layers.1.mlp.down_proj.weight': { rank: 3, alpha: 3 },
    'lm_head.weight': { rank: 2, alpha: 5 },
    'visual.patch_embed.proj.weight': { rank: 2, alpha: 3 },
    'visual.blocks.1.attn.qkv.weight': { rank: 4, alpha: 3 },
    'visual.merger.mlp.0.weight': { rank: 2, alpha: 3 },
  },
  dropout: 0.1,
  rankStabilized: false,
  base: null,
};

/** Writes it, with numbers from the hash of the parts' names. */
export async function writeOurAdapter(directory: string): Promise<void> {
  const { family, config } = baseFixture();
  const sizes = new Map<string, readonly [number, number]>();
  for (const spec of family.parameters(config)) {
    const target = ourSettings.targets[spec.name];
    if (!target) continue;
    const { outputs, inputs } = matrixSize(spec);
    sizes.set(partNames.adapterA(spec.name), [target.rank, inputs]);
    sizes.set(partNames.adapterB(spec.name), [outputs, target.rank]);
  }
  const load = async (part: string): Promise<Tensor> => {
    const [rows, columns] = sizes.get(part)!;
    const numbers = Float32Array.from(hashUniform(part, rows * columns), (u) => 0.6 * u);
    return tensor('float32', [rows, columns], numbers);
  };
  await writeAdapter(directory, { family, config }, ourSettings, load);
}
