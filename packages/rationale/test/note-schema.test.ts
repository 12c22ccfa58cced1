import type { ChatClient, TextMessage } from '@skinr1/core';
import { describe, expect, it } from 'vitest';
import { buildTrajectories, createModelWriter, createVerifier } from '../src/index.ts';
import { notePlan } from '../src/model-writer/note-request.ts';
import { licensedNoteSchema } from '../src/model-writer/note-schema.ts';
import { caseOf, ontology, world } from './books.ts';

const { document, cards, graph } = world();
const records = [
  caseOf('m1', 'melanoma', ['streaks', 'asymmetry']),
  caseOf('p1', 'psoriasis', ['silvery-scale', 'plaque', 'erythema']),
];
const built = buildTrajectories({ cards, records, ontology, graph, seed: 1 });
const verify = createVerifier({ documents: [document], ontology, cards, graph });
const kept = built.trajectories.find(({ type }) => type.endsWith('_kept'))!;

interface Patterned {
  properties: { steps: { prefixItems: { pattern: string }[]; minItems: number } };
}
const patternsOf = (schema: object): RegExp[] =>
  (schema as Patterned).properties.steps.prefixItems.map(({ pattern }) => new RegExp(pattern));

describe('the schema of licensed words', () => {
  const plan = notePlan(kept, ontology);
  const patterns = patternsOf(licensedNoteSchema(plan));
  const [observe, match, , exclude, conclude] = plan.steps;

  it('has a pattern for each step, in which names stand as the plan has them', () => {
    expect(patterns).toHaveLength(plan.steps.length);
    const signs = observe?.seen ?? [];
    const named =
      signs.length > 1 ? `${signs.slice(0, -1).join(', ')} and ${signs.at(-1)}` : `${signs[0]}`;
    expect(patterns[0]?.test(`The image shows ${named}.`)).toBe(true);
    expect(patterns[0]?.test(`Here the lesion is seen with ${named} in view.`)).toBe(true);
    const last = `The diagnosis is ${conclude?.disease}, ${conclude?.malignancy}.`;
    expect(patterns.at(-1)?.test(last)).toBe(true);
  });

  it('lets no sign, disease, number or denial in that the plan does not have', () => {
    const named = observe?.seen.join(' and ') ?? '';
    for (const text of [
      `The image shows ${named} and vesicles.`,
      `The image shows no ${named}.`,
      `The image shows 3 ${named}.`,
      `Psoriasis shows ${named}.`,
      named,
    ]) {
      expect(patterns[0]?.test(text), text).toBe(false);
    }
    expect(match?.disease).not.toBe(exclude?.disease);
    expect(patterns[1]?.test(`This fits ${exclude?.disease}.`)).toBe(false);
    if ((exclude?.absent.length ?? 0) > 0) {
      expect(
        patterns[3]?.test(`But ${exclude?.absent[0]} speaks against ${exclude?.disease}.`),
      ).toBe(false);
    }
  });
});

describe('a writer for a small model', () => {
  const asked: { messages: readonly TextMessage[]; schema: object }[] = [];
  /** Says the offline words of the draft at the first repair, and another disease before. */
  const client: ChatClient = {
    id: 'recorder',
    complete: async (messages, schema) => {
      asked.push({ messages: [...messages], schema });
      const good = kept.steps.map(({ text }) => text);
      const bad = good.with(-1, 'In sum this is scabies, not neoplastic.');
      const isRepair = messages.at(-1)?.content.startsWith('That breaks');
      const text = JSON.stringify({ steps: isRepair ? good : bad });
      return { text, usage: { promptTokens: 1, completionTokens: 1 } };
    },
  };

  it('shows examples before the plan, sends the patterns, and repairs what the verifier turns away', async () => {
    const examples = built.trajectories.filter(({ id }) => id !== kept.id).slice(0, 2);
    const writer = createModelWriter({
      ...{ client, ontology, verify, examples, licensedWords: true },
    });
    const record = built.records.get(kept.recordId)!;
    const outcomes = [];
    for await (const outcome of writer.write([{ trajectory: kept, record }]))
      outcomes.push(outcome);
    expect(outcomes).toMatchObject([{ status: 'written', repairs: 1 }]);
    const [first, second] = asked;
    expect(first?.messages.map(({ role }) => role)).toEqual([
      'system',
      ...['user', 'assistant', 'user', 'assistant'],
      'user',
    ]);
    expect(JSON.parse(first?.messages[2]?.content ?? '')).toEqual({
      steps: examples[0]?.steps.map(({ text }) => text),
    });
    expect(JSON.parse(first?.messages[5]?.content ?? '')).toEqual(notePlan(kept, ontology));
    expect(first?.schema).toEqual(licensedNoteSchema(notePlan(kept, ontology)));
    expect(second?.messages.at(-1)?.content).toMatch(/^That breaks the rules: /);
    // Examples are words of the ontology too: nothing of the book reaches the model.
    const sent = JSON.stringify(first?.messages);
    for (const { text } of [document]) expect(sent).not.toContain(text.slice(60, 140));
  });
});
