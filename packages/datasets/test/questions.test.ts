import { type Case, createRandom, InvalidInputError, UsageError } from '@skinr1/core';
import { loadOntology } from '@skinr1/ontology';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  choiceQuestion,
  differentialQuestion,
  diseaseProfiles,
  hierarchyQuestion,
  malignancyQuestion,
  questionPool,
} from '../src/index.ts';

const ontology = loadOntology();
const ids = diseaseProfiles.map(({ diseaseId }) => diseaseId);

function caseOf(diagnosisId: string): Case {
  return {
    id: `case-${diagnosisId}`,
    dataset: 'test',
    image: { kind: 'file', path: 'none.png' },
    label: diagnosisId,
    diagnosisId,
    path: ontology.path(diagnosisId),
    malignancy: ontology.malignancyClass(diagnosisId)!,
    lesionId: null,
    patientId: null,
    split: 'test',
    signs: null,
    metadata: {},
  };
}

const pool = questionPool(ids.map(caseOf));
const anyCase = fc.constantFrom(...ids).map(caseOf);
const anySeed = fc.integer({ min: 0, max: 1e9 });
const anyWrong = fc.constantFrom('nodes' as const, 'paths' as const);

describe('questionPool', () => {
  it('holds the diagnoses and the nodes above them, without the root', () => {
    expect(pool).toEqual(expect.arrayContaining(ids));
    expect(pool).not.toContain(ontology.rootId);
    expect(new Set(pool).size).toBe(pool.length);
    expect(pool.length).toBeGreaterThan(ids.length);
  });
});

describe('choiceQuestion', () => {
  it('offers four different options, 1 to 3 of them right, scored by depth', () => {
    fc.assert(
      fc.property(anyCase, anySeed, anyWrong, (of, seed, wrongOptions) => {
        const random = createRandom(seed);
        const { labels } = choiceQuestion(of, { ontology, pool, random, wrongOptions });
        expect(labels.options.map(({ letter }) => letter).join('')).toBe('ABCD');
        expect(new Set(labels.options.map(({ text }) => text)).size).toBe(4);
        const nodes = of.path.slice(1);
        const right = labels.options.filter(({ diagnosisId }) => nodes.includes(diagnosisId));
        expect(right.length).toBeGreaterThanOrEqual(1);
        expect(right.length).toBeLessThanOrEqual(Math.min(3, nodes.length));
        const deepest = Math.max(...right.map(({ diagnosisId }) => nodes.indexOf(diagnosisId)));
        for (const { diagnosisId, score } of labels.options) {
          const depth = nodes.indexOf(diagnosisId);
          expect(score).toBeCloseTo(depth < 0 ? 0 : (0.75 * (depth + 1)) / (deepest + 1), 12);
        }
        const answer = labels.options.find(({ letter }) => letter === labels.answer)!;
        expect(answer.diagnosisId).toBe(nodes[deepest]);
        expect(answer.score).toBe(0.75);
      }),
    );
  });

  it('never offers an ancestor or a descendant as a wrong option', () => {
    fc.assert(
      fc.property(anyCase, anySeed, anyWrong, (of, seed, wrongOptions) => {
        const random = createRandom(seed);
        const { labels } = choiceQuestion(of, { ontology, pool, random, wrongOptions });
        for (const { diagnosisId, score } of labels.options) {
          if (score > 0) continue;
          expect(ontology.isAncestor(diagnosisId, of.diagnosisId)).toBe(false);
          expect(ontology.isAncestor(of.diagnosisId, diagnosisId)).toBe(false);
          expect(diagnosisId).not.toBe(of.diagnosisId);
          expect(pool).toContain(diagnosisId);
        }
      }),
    );
  });

  it('draws k uniformly and puts the answer at every letter alike', () => {
    const of = caseOf('melanoma');
    expect(of.path.length).toBeGreaterThan(3);
    const random = createRandom('uniform');
    const rights: Record<number, number> = {};
    const letters: Record<string, number> = {};
    const draws = 3000;
    for (let i = 0; i < draws; i++) {
      const { labels } = choiceQuestion(of, { ontology, pool, random });
      const right = labels.options.filter(({ score }) => score > 0).length;
      rights[right] = (rights[right] ?? 0) + 1;
      letters[labels.answer] = (letters[labels.answer] ?? 0) + 1;
    }
    // Four standard errors: 4·√(1/3·2/3/3000) ≈ 0.034 and 4·√(1/4·3/4/3000) ≈ 0.032.
    for (const k of [1, 2, 3]) expect(Math.abs(rights[k]! / draws - 1 / 3)).toBeLessThan(0.034);
    for (const l of 'ABCD') expect(Math.abs(letters[l]! / draws - 1 / 4)).toBeLessThan(0.032);
  });

  it('with wrong options by paths, tells less of the answer to whoever knows the hierarchy alone', () => {
    const rightOf = (wrongOptions: 'nodes' | 'paths'): number => {
      const random = createRandom('guess');
      const shares = ids.flatMap((id) =>
        Array.from({ length: 60 }, () => {
          const { options, answer } = choiceQuestion(caseOf(id), {
            ...{ ontology, pool, random, wrongOptions },
          }).labels;
          // The lowest of the longest chain of names; by chance where several are.
          const above = options.map(
            ({ diagnosisId }) =>
              options.filter((other) => ontology.isAncestor(other.diagnosisId, diagnosisId)).length,
          );
          const guesses = options.filter((_, at) => above[at] === Math.max(...above));
          return guesses.some(({ letter }) => letter === answer) ? 1 / guesses.length : 0;
        }),
      );
      return shares.reduce((sum, share) => sum + share, 0) / shares.length;
    };
    // 0.65 and 0.39 over lesions of all diseases that can be drawn; 0.25 would be blind chance.
    expect(rightOf('nodes')).toBeGreaterThan(0.55);
    expect(rightOf('paths')).toBeLessThan(0.45);
  });

  it('fills up from the pool where few other diagnoses have paths', () => {
    const of = caseOf('melanoma');
    const few = ['psoriasis', 'papulosquamous-disorder', 'rosacea'].filter((id) =>
      ontology.has(id),
    );
    const random = createRandom(2);
    for (let i = 0; i < 50; i++) {
      const { labels } = choiceQuestion(of, { ontology, pool: few, random, wrongOptions: 'paths' });
      const wrong = labels.options.filter(({ score }) => score === 0);
      expect(wrong.every(({ diagnosisId }) => few.includes(diagnosisId))).toBe(true);
      expect(labels.options).toHaveLength(4);
    }
  });

  it('writes one instruction line and one line per option, and nothing of the truth', () => {
    const prompt = choiceQuestion(caseOf('psoriasis'), { ontology, pool, random: createRandom(4) });
    const [instruction, ...lines] = prompt.text.split('\n');
    expect(instruction).toMatch(/diagnosis/);
    expect(lines).toEqual(prompt.labels.options.map(({ letter, text }) => `${letter}. ${text}`));
    expect(prompt.text).not.toMatch(/benign|score|0\.75/);
    expect(prompt.images).toHaveLength(1);
  });

  it('asks with fewer options where the data set has few diagnoses, and refuses with none', () => {
    const of = caseOf('melanoma');
    const few = choiceQuestion(of, { ontology, pool: ['psoriasis'], random: createRandom(1) });
    expect(few.labels.options.filter(({ score }) => score === 0)).toHaveLength(1);
    const none = { ontology, pool: ['melanoma', ...of.path], random: createRandom(1) };
    expect(() => choiceQuestion(of, none)).toThrow(InvalidInputError);
    expect(() =>
      choiceQuestion(of, { ontology, pool, random: createRandom(1), optionCount: 1 }),
    ).toThrow(UsageError);
    const root = { ...of, path: of.path.slice(0, 1) };
    expect(() => choiceQuestion(root, { ontology, pool, random: createRandom(1) })).toThrow(
      InvalidInputError,
    );
  });
});

describe('evaluation questions', () => {
  it('malignancy: three classes, the case’s own is right', () => {
    fc.assert(
      fc.property(anyCase, anySeed, (of, seed) => {
        const { labels } = malignancyQuestion(of, { random: createRandom(seed) });
        expect(labels.options).toHaveLength(3);
        const answer = labels.options.find(({ letter }) => letter === labels.answer)!;
        expect(answer.text.replaceAll(' ', '_')).toBe(of.malignancy);
        expect(labels.options.filter(({ score }) => score > 0)).toEqual([answer]);
      }),
    );
  });

  it('hierarchy: every node of the path below the root, the finest is right', () => {
    fc.assert(
      fc.property(anyCase, anySeed, (of, seed) => {
        const prompt = hierarchyQuestion(of, { ontology, random: createRandom(seed) });
        if (of.path.length <= 2) return expect(prompt).toBeNull();
        const { options, answer } = prompt!.labels;
        expect(new Set(options.map(({ diagnosisId }) => diagnosisId))).toEqual(
          new Set(of.path.slice(1)),
        );
        const right = options.find(({ letter }) => letter === answer)!;
        expect(right.diagnosisId).toBe(of.diagnosisId);
        const scores = of.path
          .slice(1)
          .map((id) => options.find(({ diagnosisId }) => diagnosisId === id)!.score);
        expect(scores).toEqual([...scores].sort((a, b) => a - b));
      }),
    );
  });

  it('differential: the diagnosis and all its neighbors that are not above or below it', () => {
    let asked = 0;
    for (const id of ids) {
      const prompt = differentialQuestion(caseOf(id), { ontology, random: createRandom(id) });
      const neighbors = new Set(ontology.differentials(id).map(({ otherId }) => otherId));
      for (const other of neighbors) {
        if (ontology.isAncestor(other, id) || ontology.isAncestor(id, other))
          neighbors.delete(other);
      }
      if (neighbors.size === 0) {
        expect(prompt).toBeNull();
        continue;
      }
      asked++;
      const { options, answer } = prompt!.labels;
      expect(new Set(options.map(({ diagnosisId }) => diagnosisId))).toEqual(
        new Set([id, ...neighbors]),
      );
      expect(options.find(({ letter }) => letter === answer)!.diagnosisId).toBe(id);
      expect(options.filter(({ score }) => score > 0)).toHaveLength(1);
    }
    expect(asked).toBeGreaterThan(10);
  });

  it('skips what has no such question', () => {
    const flat = { ...caseOf('melanoma'), path: [ontology.rootId, 'melanoma'] };
    expect(hierarchyQuestion(flat, { ontology, random: createRandom(1) })).toBeNull();
    const alone = {
      ...ontology,
      get: ontology.get,
      differentials: () => [],
      distractors: () => [],
    };
    expect(
      differentialQuestion(caseOf('melanoma'), { ontology: alone, random: createRandom(1) }),
    ).toBeNull();
  });
});
