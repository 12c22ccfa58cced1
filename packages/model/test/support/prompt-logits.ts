import { type Engine, type Tensor, tensor, zeros } from '@skinr1/autograd';
import {
  buildFirstPassGraph,
  buildVisionGraph,
  featureName,
} from '../../src/architecture/generation-graphs.ts';
import type { EncodedPrompt } from '../../src/batch/encoded-prompt.ts';
import { createPromptBatch } from '../../src/batch/prompt-batch.ts';
import { padded } from '../../src/batch/sequence-batch.ts';
import type { Architecture } from '../../src/families/family.ts';
import { nothingRead } from '../../src/generate/cache.ts';
import { type PartFacts, partsOf } from '../../src/weights/graph-weights.ts';

/** Parts without their numbers, so that graphs are fed them. */
export function factsOf(parts: Readonly<Record<string, Tensor>>): Record<string, PartFacts> {
  const facts = Object.entries(parts).map(([name, { dtype, dims }]) => [name, { dtype, dims }]);
  return Object.fromEntries(facts);
}

/** Logits of prompts at some places, one below the other, by the graphs that generate. */
export async function promptLogits(
  engine: Engine,
  architecture: Architecture,
  parts: Readonly<Record<string, Tensor>>,
  prompts: readonly EncodedPrompt[],
  places: readonly { readonly row: number; readonly column: number }[],
): Promise<Float32Array> {
  const { family, config } = architecture;
  const promptLength = prompts.reduce(
    (most, { tokenIds }) => Math.max(most, padded(tokenIds.length)),
    0,
  );
  const { feeds, vision } = createPromptBatch(prompts, architecture, promptLength);
  const specs = family.parameters(config);
  const own = (isVision: boolean) =>
    partsOf(
      parts,
      specs.filter(({ name }) => family.isVisionWeight(name) === isVision),
    );
  const none = zeros('float32', [1, config.text.hiddenSize]);
  let features: Record<string, Tensor> = Object.fromEntries(
    Array.from({ length: family.featureCount(config) }, (_, i) => [featureName(i), none]),
  );
  if (vision) {
    const tower = await engine.load(buildVisionGraph(architecture, factsOf(parts)));
    features = { ...(await tower.run({ ...own(true), ...vision.feeds })).outputs };
    await tower.release();
  }
  const session = await engine.load(buildFirstPassGraph(architecture, factsOf(parts)));
  const at = places.map(({ row, column }) => row * promptLength + column);
  const { outputs } = await session.run(
    {
      ...own(false),
      ...nothingRead(config.text, prompts.length),
      ...feeds(0, promptLength),
      ...features,
      places: tensor('int32', [at.length], at),
    },
    { fetch: ['logits'] },
  );
  await session.release();
  return outputs.logits?.data as Float32Array;
}
