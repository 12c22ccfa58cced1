import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { AnswerCache, ChatAnswer, ChatQuestion } from '@skinr1/core';

/** A cache in a folder, one file an answer, named by its question's SHA-256. A damaged file counts as absent. */
export function createAnswerCache(directory: string): AnswerCache {
  const pathOf = ({ modelId, messages }: ChatQuestion): string => {
    const key = createHash('sha256')
      .update(JSON.stringify([modelId, messages]))
      .digest('hex');
    return join(directory, key.slice(0, 2), `${key}.json`);
  };
  return {
    get: (question) => {
      try {
        const answer = JSON.parse(readFileSync(pathOf(question), 'utf8')) as ChatAnswer;
        return typeof answer.text === 'string' ? answer : null;
      } catch {
        return null;
      }
    },
    set: (question, answer) => {
      const path = pathOf(question);
      mkdirSync(dirname(path), { recursive: true });
      const temporary = `${path}.${randomBytes(4).toString('hex')}.part`;
      writeFileSync(temporary, JSON.stringify(answer));
      renameSync(temporary, path);
    },
  };
}
