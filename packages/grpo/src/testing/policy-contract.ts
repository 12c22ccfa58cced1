import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createRandom,
  type Prompt,
  type SampledCompletion,
  type SampleOptions,
  type ScoredGroup,
  SkinR1Error,
  type TrainablePolicy,
} from '@skinr1/core';

/** One thing that every {@link TrainablePolicy} must do. */
export interface ContractCase {
  readonly name: string;
  /** Rejects with an AssertionError when the policy does not. */
  readonly run: () => Promise<void>;
}

/** What the contract is checked with. */
export interface PolicyContractOptions {
  /** A fresh policy; called once per case, always with the same weights. */
  readonly create: () => TrainablePolicy | Promise<TrainablePolicy>;
  /** Frees what {@link create} made. */
  readonly dispose?: (policy: TrainablePolicy) => void | Promise<void>;
  /** At least two prompts that the policy can answer. */
  readonly prompts: readonly Prompt[];
  /** Longest completion. @defaultValue 8 */
  readonly maxTokens?: number;
  /**
   * Updates after which the policy must write more tokens of the parity (even or odd ids) that was rarer.
   * @defaultValue 30
   */
  readonly learningSteps?: number;
}

/**
 * The contract of a trainable policy as cases for any test runner:
 *
 *     for (const { name, run } of policyContract({ create, prompts })) it(name, run);
 */
export function policyContract(options: PolicyContractOptions): ContractCase[] {
  const { create, dispose, prompts, maxTokens = 8, learningSteps = 30 } = options;
  assert.ok(prompts.length >= 2, 'the contract needs at least two prompts');
  const sampling = (seed: string, more: Partial<SampleOptions> = {}): SampleOptions => ({
    groupSize: 3,
    maxTokens,
    random: createRandom(seed),
    ...more,
  });
  const withPolicy = (check: (policy: TrainablePolicy) => Promise<void>) => async () => {
    const policy = await create();
    try {
      await check(policy);
    } finally {
      await dispose?.(policy);
    }
  };

  return [
    {
      name: 'sample returns one group per prompt, each of the size asked for',
      run: withPolicy(async (policy) => {
        const groups = await policy.sample(prompts, sampling('shape'));
        assert.deepEqual(
          groups.map((group) => group.length),
          prompts.map(() => 3),
        );
        const single = await policy.sample(prompts.slice(0, 1), { maxTokens });
        assert.equal(single[0]?.length, 1);
      }),
    },
    {
      name: 'completions keep their promises: lengths, log-probabilities, finish reason',
      run: withPolicy(async (policy) => {
        const groups = await policy.sample(prompts, sampling('promises', { groupSize: 8 }));
        for (const completion of groups.flat()) checkCompletion(completion, maxTokens);
        const short = await policy.sample(prompts, sampling('short', { maxTokens: 1 }));
        for (const completion of short.flat()) checkCompletion(completion, 1);
      }),
    },
    {
      name: 'completions say at which temperature they were drawn',
      run: withPolicy(async (policy) => {
        for (const temperature of [0, 0.5, 1]) {
          const groups = await policy.sample(prompts, sampling('settings', { temperature }));
          for (const completion of groups.flat()) {
            assert.equal(completion.sampling.temperature, temperature);
          }
        }
      }),
    },
    {
      name: 'update refuses greedy answers, which were not drawn from anything',
      run: withPolicy(async (policy) => {
        const groups = await scored(policy, prompts, sampling('greedy', { temperature: 0 }));
        await assert.rejects(async () => policy.update(groups), SkinR1Error.isInstance);
      }),
    },
    {
      name: 'a seed fixes the samples; another gives others; a group is not one answer repeated',
      run: withPolicy(async (policy) => {
        const draw = async (seed: string) =>
          plain(await policy.sample(prompts, sampling(seed, { groupSize: 8 })));
        const first = await draw('a');
        assert.deepEqual(await draw('a'), first);
        assert.notDeepEqual(await draw('b'), first);
        const distinct = new Set(first.flat().map((completion) => completion.tokenIds.join()));
        assert.ok(distinct.size > 1, 'all samples are the same');
      }),
    },
    {
      name: 'temperature 0 is greedy: no seed matters',
      run: withPolicy(async (policy) => {
        const greedy = async (seed: string) =>
          plain(await policy.sample(prompts, sampling(seed, { temperature: 0 })));
        const answers = await greedy('a');
        assert.deepEqual(await greedy('b'), answers);
        for (const group of answers) assert.deepEqual(group[1], group[0]);
      }),
    },
    {
      name: 'an aborted signal stops sampling with the reason of the abort',
      run: withPolicy(async (policy) => {
        const reason = new Error('stop');
        const call = policy.sample(prompts, sampling('x', { signal: AbortSignal.abort(reason) }));
        await assert.rejects(call, (error: Error) => {
          return error === reason || error.name === 'AbortError';
        });
      }),
    },
    {
      name: 'update reports a finite loss and gradient norm, and nothing that is not a number',
      run: withPolicy(async (policy) => {
        const metrics = await policy.update(await scored(policy, prompts, sampling('update')));
        assert.ok(Number.isFinite(metrics.loss));
        assert.ok(metrics.gradientNorm > 0);
        for (const value of Object.values(metrics)) assert.equal(typeof value, 'number');
      }),
    },
    {
      name: 'update makes rewarded answers likelier',
      run: withPolicy(async (policy) => {
        const one = prompts.slice(0, 1);
        const options = (seed: string) => sampling(seed, { groupSize: 16 });
        const [before] = await policy.sample(one, options('before'));
        const wanted = rarerParity(before ?? []);
        const rewards: number[] = [];
        for (let step = 0; step < learningSteps; step++) {
          const groups = await scored(policy, one, options(`learn ${step}`), wanted);
          rewards.push(share(groups[0]?.completions ?? [], wanted));
          await policy.update(groups);
        }
        const after = await policy.sample(one, options('after'));
        const gained = share(after[0] ?? [], wanted) - share(before ?? [], wanted);
        assert.ok(gained > 0.2, `share of wanted tokens by step: ${rewards.join(' ')}`);
      }),
    },
    {
      name: 'update refuses nothing, and advantages that do not fit',
      run: withPolicy(async (policy) => {
        await assert.rejects(async () => policy.update([]), SkinR1Error.isInstance);
        const [group] = await scored(policy, prompts, sampling('refuse'));
        const short = { ...(group as ScoredGroup), advantages: [1] };
        await assert.rejects(async () => policy.update([short]), SkinR1Error.isInstance);
      }),
    },
    {
      name: 'save and restore go on bit for bit',
      run: withPolicy(async (policy) => {
        const directory = await mkdtemp(join(tmpdir(), 'policy-contract-'));
        const goOn = async (trained: TrainablePolicy) => {
          const metrics = await trained.update(await scored(trained, prompts, sampling('third')));
          return { metrics, answers: plain(await trained.sample(prompts, sampling('last'))) };
        };
        try {
          for (const seed of ['first', 'second']) {
            await policy.update(await scored(policy, prompts, sampling(seed)));
          }
          await policy.save(join(directory, 'new', 'folder'));
          const uninterrupted = await goOn(policy);
          await policy.restore(join(directory, 'new', 'folder'));
          assert.deepEqual(await goOn(policy), uninterrupted);
          const other = await create();
          try {
            await other.restore(join(directory, 'new', 'folder'));
            assert.deepEqual(await goOn(other), uninterrupted);
          } finally {
            await dispose?.(other);
          }
        } finally {
          await rm(directory, { recursive: true, force: true });
        }
      }),
    },
    {
      name: 'restore refuses a folder that holds no policy',
      run: withPolicy(async (policy) => {
        const missing = join(tmpdir(), 'policy-contract-no-such-folder');
        await assert.rejects(policy.restore(missing), SkinR1Error.isInstance);
      }),
    },
  ];
}

function checkCompletion(completion: SampledCompletion, maxTokens: number): void {
  const { tokenIds, logProbs, finishReason } = completion;
  assert.ok(tokenIds.length >= 1 && tokenIds.length <= maxTokens, `${tokenIds.length} tokens`);
  assert.equal(logProbs.length, tokenIds.length);
  assert.ok(
    logProbs.every((logProb) => Number.isFinite(logProb) && logProb <= 0),
    `log-probabilities ${logProbs.join(' ')}`,
  );
  if (finishReason === 'length') assert.equal(tokenIds.length, maxTokens);
}

/**
 * Samples groups and judges them: by how far the share of wanted tokens is above the group's mean, in
 * standard deviations, or +1 and −1 in turn.
 */
async function scored(
  policy: TrainablePolicy,
  prompts: readonly Prompt[],
  options: SampleOptions,
  wanted?: TokenTest,
): Promise<ScoredGroup[]> {
  const groups = await policy.sample(prompts, options);
  return prompts.map((prompt, index) => {
    const completions = groups[index] ?? [];
    const advantages = wanted
      ? standardized(completions.map((completion) => share([completion], wanted)))
      : completions.map((_, row) => (row % 2 === 0 ? 1 : -1));
    return { prompt, completions, advantages };
  });
}

type TokenTest = (token: number) => boolean;

function standardized(values: readonly number[]): number[] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return values.map((value) => (value - mean) / (Math.sqrt(variance) + 1e-4));
}

/** Even or odd ids: whichever are rarer, so that there is something to learn. */
function rarerParity(completions: readonly SampledCompletion[]): TokenTest {
  const evenShare = share(completions, (token) => token % 2 === 0);
  return (token) => (token % 2 === 0) === evenShare < 0.5;
}

/** Mean over completions of the share of tokens that pass a test. */
function share(completions: readonly SampledCompletion[], wanted: TokenTest): number {
  const shares = completions.map(
    ({ tokenIds }) => tokenIds.filter((token) => wanted(token)).length / tokenIds.length,
  );
  return shares.reduce((sum, value) => sum + value, 0) / shares.length;
}

/** Plain data, so that deepEqual compares values and says where they differ. */
function plain(groups: readonly (readonly SampledCompletion[])[]) {
  return groups.map((group) =>
    group.map(({ text, tokenIds, logProbs, finishReason }) => ({
      text,
      tokenIds: [...tokenIds],
      logProbs: [...logProbs],
      finishReason,
    })),
  );
}
