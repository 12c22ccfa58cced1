import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ChatAnswer, ChatMessage } from './chat.ts';

/** Answers by the content of their question. Only answers that passed every check are put in. */
export interface AnswerCache {
  get(key: string): ChatAnswer | null;
  set(key: string, answer: ChatAnswer): void;
}

/** Key of a question to a model: SHA-256 of the model's id and the messages. */
export function answerKey(modelId: string, messages: readonly ChatMessage[]): string {
  return createHash('sha256')
    .update(JSON.stringify([modelId, messages]))
    .digest('hex');
}

/** A cache in a folder, one file an answer. A damaged file counts as absent. */
export function createAnswerCache(directory: string): AnswerCache {
  const pathOf = (key: string): string => join(directory, key.slice(0, 2), `${key}.json`);
  return {
    get: (key) => {
      try {
        const answer = JSON.parse(readFileSync(pathOf(key), 'utf8')) as ChatAnswer;
        return typeof answer.text === 'string' ? answer : null;
      } catch {
        return null;
      }
    },
    set: (key, answer) => {
      const path = pathOf(key);
      mkdirSync(dirname(path), { recursive: true });
      const temporary = `${path}.${randomBytes(4).toString('hex')}.part`;
      writeFileSync(temporary, JSON.stringify(answer));
      renameSync(temporary, path);
    },
  };
}
