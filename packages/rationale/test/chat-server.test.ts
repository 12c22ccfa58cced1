import { createChatClient, UsageError } from '@skinr1/core';
import { afterEach, describe, expect, it } from 'vitest';
import {
  buildDdxGraph,
  buildTrajectories,
  createModelWriter,
  createVerifier,
  embeddedTextbook,
  extractCards,
} from '../src/index.ts';
import { type ChatServer, chatFaults, startChatServer } from '../src/testing/index.ts';
import { caseOf, ontology } from './books.ts';

let server: ChatServer;
afterEach(() => server?.close());

const post = (path: string, body: string): Promise<Response> =>
  fetch(server.url.replace('/v1', path), { method: 'POST', body });

describe('the chat server for tests', () => {
  it('words plans of every kind of trajectory and disease so that they pass', async () => {
    server = await startChatServer();
    const documents = (await embeddedTextbook()).filter((_, index) => index % 3 === 0);
    const { cards } = extractCards(documents, { ontology });
    const graph = buildDdxGraph({ cards, ontology });
    const cases = cards.flatMap(({ id, ontologyId, signs }) => {
      if (ontologyId === null || ontology.malignancyClass(ontologyId) === null) return [];
      const shown = signs.filter(({ frequency }) => frequency !== 'absent');
      return [
        caseOf(
          id,
          ontologyId,
          shown.map(({ termId }) => termId),
        ),
      ];
    });
    const build = { cards, records: cases, ontology, graph, seed: 5, perDiagnosisAndType: 1 };
    const { trajectories, records } = buildTrajectories({ ...build, style: 'full' });
    const verify = createVerifier({ documents, ontology, cards, graph });
    const drafts = trajectories.map((trajectory) => ({
      trajectory,
      record: records.get(trajectory.recordId)!,
    }));
    expect(drafts.length).toBeGreaterThan(200);
    const client = createChatClient({ baseUrl: server.url, model: 'test' });
    const writer = createModelWriter({ client, ontology, verify, repairs: 0, concurrency: 16 });
    const bad: unknown[] = [];
    for await (const outcome of writer.write(drafts)) {
      if (outcome.status === 'quarantined') bad.push([outcome.trajectory.id, outcome.reasons]);
    }
    expect(bad).toEqual([]);
  });

  it('injects each fault about as often as it is told, the same for a seed', async () => {
    const counts = async (seed: number): Promise<Readonly<Record<string, number>>> => {
      server = await startChatServer({ seed, faults: { server_error: 0.3, prose: 0.2 } });
      const plan = { type: 'direct', steps: [] };
      for (let at = 0; at < 200; at++) {
        const messages = [{ role: 'system' }, { role: 'user', content: JSON.stringify(plan) }];
        const body = JSON.stringify({ messages: [...messages, { content: String(at % 50) }] });
        await (await post('/v1/chat/completions', body)).text();
      }
      expect(server.questions.filter(({ before }) => before === 3)).toHaveLength(50);
      await server.close();
      return server.injected;
    };
    const first = await counts(1);
    expect(await counts(1)).toEqual(first);
    expect(await counts(2)).not.toEqual(first);
    // 200 draws: four standard deviations are 26 for 0.3 and 23 for 0.2.
    expect(Math.abs((first.server_error ?? 0) - 60)).toBeLessThan(26);
    expect(Math.abs((first.prose ?? 0) - 40)).toBeLessThan(23);
    expect(Object.keys(first)).toEqual([...chatFaults]);
  });

  it('refuses what it cannot do', async () => {
    server = await startChatServer();
    expect((await post('/v1/models', '')).status).toBe(404);
    expect((await post('/v1/chat/completions', 'nonsense')).status).toBe(400);
    expect((await post('/v1/chat/completions', '{"messages":[]}')).status).toBe(400);
    expect(server.questions).toEqual([]);
    await expect(startChatServer({ faults: { prose: 2 } })).rejects.toThrow(UsageError);
    await expect(startChatServer({ faults: { prose: 0.6, wrong_shape: 0.6 } })).rejects.toThrow(
      /add up to 1.2/,
    );
  });
});
