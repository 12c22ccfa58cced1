import { type Case, InvalidInputError, UsageError } from '@skinr1/core';
import { describe, expect, it } from 'vitest';
import {
  type Benchmark,
  balancedKind,
  benchmarkKinds,
  buildBenchmarks,
  chanceLevel,
  evaluate,
  hideImages,
} from '../src/index.ts';
import { cases, ontology, rightAnswer, ScriptedPolicy } from './support/fixtures.ts';

const options = { ontology, seed: 5 };
const testCases = cases.filter(({ split }) => split === 'test');
/** The benchmark of one kind alone. */
const only = (name: string, of = cases, more = {}): Benchmark =>
  buildBenchmarks(of, {
    ...options,
    ...more,
    kinds: benchmarkKinds.filter((kind) => kind.name === name),
  })[0]!;
const isNot =
  (one: Case) =>
  ({ diagnosisId }: Case): boolean =>
    diagnosisId !== one.diagnosisId;
const all = buildBenchmarks(cases, options);
const inDomain = only('in-domain');
const malignancy = only('malignancy');

describe('benchmarks', () => {
  it('ask about test cases only, and count the cases without such a question', () => {
    for (const benchmark of all) {
      expect(benchmark.items.every(({ of }) => of.split === 'test')).toBe(true);
      expect(benchmark.items.length + benchmark.notApplicable).toBe(testCases.length);
      expect(benchmark.items.length).toBeGreaterThan(20);
    }
    expect(inDomain.notApplicable).toBe(0);
    expect(malignancy.items.every(({ prompt }) => prompt.labels.options.length === 3)).toBe(true);
    expect(chanceLevel(malignancy)).toBeCloseTo(1 / 3, 12);
    expect(chanceLevel(inDomain)).toBeCloseTo(1 / 4, 12);
  });

  it('ask the same questions for the same seed, also when other cases are gone', () => {
    const texts = (benchmark: Benchmark) => benchmark.items.map(({ prompt }) => prompt.text);
    expect(texts(all.find(({ name }) => name === 'malignancy')!)).toEqual(texts(malignancy));
    const fewer = cases.filter((_, index) => index % 2 === 0);
    const kept = only('malignancy', fewer).items;
    const before = new Map(malignancy.items.map(({ prompt }) => [prompt.id, prompt.text]));
    for (const { prompt } of kept) expect(before.get(prompt.id)).toBe(prompt.text);
    expect(texts(only('malignancy', cases, { seed: 6 }))).not.toEqual(texts(malignancy));
  });

  it('ask the same without the images, which cost a model that looks its answers', async () => {
    const hidden = hideImages(inDomain, 28);
    const ids = (benchmark: Benchmark) => benchmark.items.map(({ prompt }) => prompt.id);
    expect(ids(hidden)).toEqual(ids(inDomain));
    const images = hidden.items.flatMap(({ prompt }) => prompt.images);
    expect(images).toHaveLength(inDomain.items.length);
    expect(new Set(images).size).toBe(1);
    // Knows each image by heart, and says nothing of another.
    const known = new Map(inDomain.items.map(({ prompt }) => [prompt.images[0], prompt]));
    const looking = new ScriptedPolicy((prompt) => {
      const seen = known.get(prompt.images[0]);
      return seen ? rightAnswer(seen) : 'Nothing to see.';
    });
    const accuracy = async (benchmark: Benchmark) => {
      const { items } = await evaluate(looking, benchmark, { maxTokens: 9 });
      return items.filter(({ correct }) => correct).length / items.length;
    };
    expect([await accuracy(inDomain), await accuracy(hidden)]).toEqual([1, 0]);
  });

  it('ask about as many of each diagnosis as of any other where that is wanted', () => {
    const [nevus, others] = [testCases[0]!, testCases.slice(1)];
    // One diagnosis has most of the cases, as nevi do in dermoscopy.
    const skewed = [
      ...others,
      ...Array.from({ length: 90 }, (_, index) => ({ ...nevus, id: `copy ${index}` })),
    ];
    const kinds = [balancedKind(benchmarkKinds[0]!)];
    const diagnoses = new Set(skewed.map(({ diagnosisId }) => diagnosisId)).size;
    const [few] = buildBenchmarks(skewed, { ...options, kinds, limit: diagnoses });
    expect(few).toMatchObject({ name: 'in-domain-balanced', title: 'In-domain, balanced' });
    expect(new Set(few!.items.map(({ of }) => of.diagnosisId)).size).toBe(diagnoses);
    const [most] = buildBenchmarks(skewed, { ...options, kinds, limit: skewed.length - 80 });
    const ofNevus = most!.items.filter(({ of }) => of.diagnosisId === nevus.diagnosisId).length;
    expect(most!.items).toHaveLength(skewed.length - 80);
    expect(ofNevus).toBe(skewed.length - 80 - others.filter(isNot(nevus)).length);
    expect(new Set(most!.items.map(({ prompt }) => prompt.id)).size).toBe(most!.items.length);
  });

  it('draw a subset on request and refuse an empty split', () => {
    const some = only('in-domain', cases, { limit: 7 });
    expect(some.items).toHaveLength(7);
    expect(new Set(some.items.map(({ prompt }) => prompt.id)).size).toBe(7);
    const train = cases.filter(({ split }) => split === 'train');
    expect(() => only('in-domain', train)).toThrow(InvalidInputError);
    expect(() => only('in-domain', cases, { limit: 0 })).toThrow(UsageError);
  });
});

describe('a kind of question of your own', () => {
  it('is asked like the others, and left out where it cannot be', () => {
    const even = {
      name: 'even',
      title: 'Even',
      ask: (of: (typeof cases)[number]) =>
        of.path.length % 2 === 0 ? inDomain.items[0]!.prompt : null,
    };
    const [benchmark] = buildBenchmarks(cases, { ...options, kinds: [even] });
    const asked = testCases.filter(({ path }) => path.length % 2 === 0).length;
    expect(benchmark).toMatchObject({ name: 'even', notApplicable: testCases.length - asked });
    expect(benchmark!.items).toHaveLength(asked);
  });
});
