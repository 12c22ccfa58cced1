import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  adamw,
  chain,
  clipByGlobalNorm,
  createEngine,
  createStepLog,
  type Engine,
} from '@skinr1/autograd';
import {
  InvalidInputError,
  type Prompt,
  type Reward,
  type SampledCompletion,
  type TrainablePolicy,
} from '@skinr1/core';
import { addAdapter, createLearner, createPolicy } from '@skinr1/model';
import { createTinyModel, plainImage } from '@skinr1/model/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GrpoStep, grpoLoss, type Rollout, trainGrpo } from '../src/index.ts';
import { policyContract } from '../src/testing/index.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine({ threads: 1 });
});
afterAll(() => engine.close());

const releases = new WeakMap<TrainablePolicy, () => Promise<void>>();

/** A real vision-language model, only small, with random weights: always the same. */
async function create({ adapter = false } = {}): Promise<TrainablePolicy> {
  const texts = ['What is it? It is a nevus, or melanoma, or psoriasis.'];
  const model = await createTinyModel(engine, { texts, vocabularySize: 290 });
  if (adapter) await addAdapter(model, { rank: 4, dropout: 0.1, targets: 'all-linear', seed: 1 });
  const learner = await createLearner(model, {
    loss: grpoLoss(),
    optimizer: chain(clipByGlobalNorm(1), adamw({ learningRate: 1e-2, weightDecay: 0 })),
  });
  const policy = createPolicy(model, learner);
  releases.set(policy, async () => {
    await learner.release();
    await model.release();
  });
  return policy;
}
const dispose = async (policy: TrainablePolicy) => releases.get(policy)?.();

const prompts: Prompt[] = [
  { id: 'dark', text: 'What is it?', images: [plainImage(30, 30, 30, 16)], labels: null },
  { id: 'light', text: 'What is it?', images: [plainImage(220, 220, 220, 16)], labels: null },
  { id: 'blind', text: 'Is it a nevus, or melanoma?', images: [], labels: null },
];

describe('the local model keeps the contract of a trainable policy', () => {
  const contract = policyContract({ create: () => create(), dispose, prompts });
  for (const { name, run } of contract) it(name, run);
});

/** Pays for the share of tokens with an even id: about half at random. */
const even: Reward<unknown, SampledCompletion> = {
  name: 'even',
  score: ({ completion: { tokenIds } }) =>
    tokenIds.filter((id) => id % 2 === 0).length / tokenIds.length,
};

describe('GRPO on the local model', () => {
  it.each([
    ['weights', false],
    ['an adapter', true],
  ])('resumes to bit-equal %s, optimizer and rollouts', async (_, adapter) => {
    const folder = await mkdtemp(join(tmpdir(), 'grpo-model-'));
    const go = async (name: string, stopAfter: number, resume = false) => {
      const controller = new AbortController();
      const policy = await create({ adapter });
      const result = await trainGrpo({
        policy,
        prompts,
        rewards: [even],
        promptsPerStep: 2,
        steps: 5,
        maxTokens: 6,
        seed: 5,
        checkpoint: { directory: join(folder, name, 'checkpoints'), every: 2 },
        rolloutLog: createStepLog<Rollout>(join(folder, name, 'rollouts.jsonl')),
        resume,
        signal: controller.signal,
        onStep: ({ step }) => {
          if (step === stopAfter) controller.abort();
        },
      });
      await dispose(policy);
      return result;
    };
    const files = async (name: string) => {
      const root = join(folder, name);
      const entries = await readdir(root, { recursive: true, withFileTypes: true });
      const paths = entries
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
        .sort();
      const hash = async (path: string) =>
        createHash('sha256')
          .update(await readFile(path))
          .digest('hex');
      return Promise.all(
        paths.map(async (path) => [path.slice(root.length), await hash(path)] as const),
      );
    };
    try {
      await go('whole', 0);
      expect(await go('cut', 3)).toMatchObject({ steps: 3, stopReason: 'aborted' });
      expect(await go('cut', 0, true)).toMatchObject({ steps: 5, resumedFrom: 3 });
      const whole = await files('whole');
      // Two checkpoints with weights, optimizer, reference and state each, and the rollouts.
      expect(whole.length).toBeGreaterThan(6);
      expect(await files('cut')).toEqual(whole);
      const names = whole.map(([path]) => path.split('/').slice(-2).join('/'));
      expect(names.includes('model/adapter_model.safetensors')).toBe(adapter);
      expect(names.includes('reference/adapter_model.safetensors')).toBe(adapter);
      expect(names.includes('model/model.safetensors')).toBe(!adapter);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it.each([0.5, 1, 1.7])('begins with a ratio of 1 at temperature %s', async (temperature) => {
    const policy = await create();
    const steps: GrpoStep[] = [];
    const settings = { groupSize: 16, promptsPerStep: 1, steps: 1, maxTokens: 8, seed: 1 };
    await trainGrpo({
      policy,
      prompts: prompts.slice(0, 1),
      rewards: [even],
      ...settings,
      temperature,
      onStep: (step) => void steps.push(step),
    });
    await dispose(policy);
    const { metrics } = steps[0] as GrpoStep;
    // −mean(A) + β·KL: advantages of a group sum to 0, and the policy is its own reference.
    expect(metrics.loss).toBeCloseTo(0, 5);
    expect(metrics['clip_ratio/region_mean']).toBe(0);
    expect(metrics.kl).toBeCloseTo(0, 6);
  });

  it('states what its answers depend on beside the weights', async () => {
    const policy = await create({ adapter: true });
    const identity = await policy.identity?.();
    expect(identity).toMatchObject({ device: 'cpu', 'rows decoded at a time': 128 });
    expect(identity?.['frozen weights']).toContainEqual(
      expect.stringMatching(/embed_tokens\.weight float32\[\d+,32] [0-9a-f]{64}$/),
    );
    await dispose(policy);
  });

  it('names an overlong prompt before anything is generated', async () => {
    const policy = await create();
    const long = { ...prompts[2]!, id: 'case-6', text: 'nevus '.repeat(40_000) };
    const sample = policy.sample.bind(policy);
    let sampled = 0;
    policy.sample = (...args) => {
      sampled += 1;
      return sample(...args);
    };
    const common = { policy, rewards: [even], promptsPerStep: 1, steps: 4, maxTokens: 4, seed: 1 };
    const call = trainGrpo({ ...common, prompts: [...prompts, long] });
    await expect(call).rejects.toThrow(InvalidInputError);
    await expect(call).rejects.toThrow(/too long: 'case-6' \(\d+ tokens\)/);
    expect(sampled).toBe(0);
    await dispose(policy);
  });

  it('raises the reward, with the entropy and KL reported', async () => {
    const policy = await create();
    const steps: GrpoStep[] = [];
    await trainGrpo({
      policy,
      prompts,
      rewards: [even],
      groupSize: 8,
      promptsPerStep: 3,
      steps: 30,
      maxTokens: 8,
      seed: 5,
      onStep: (step) => void steps.push(step),
    });
    await dispose(policy);
    const mean = (part: GrpoStep[]) =>
      part.reduce((sum, { metrics }) => sum + (metrics.reward as number), 0) / part.length;
    expect(mean(steps.slice(0, 3))).toBeLessThan(0.65);
    expect(mean(steps.slice(-3))).toBeGreaterThan(0.9);
    const { metrics } = steps[0] as GrpoStep;
    // Random weights: nearly uniform over the vocabulary, and still the reference model.
    expect(metrics.entropy).toBeGreaterThan(5);
    expect(metrics.kl).toBeCloseTo(0, 6);
    expect(metrics['clip_ratio/region_mean']).toBeCloseTo(0, 6);
    expect(steps.at(-1)?.metrics.kl).toBeGreaterThan(0.01);
  });
});
