import { openJournal } from '../src/model-writer/journal.ts';

/* Appends entries until it is killed; see journal.test.ts. */
const journal = openJournal(process.argv[2] as string);
for (let index = 0; ; index++) {
  journal.append({
    id: String(index),
    draft: 'x'.repeat(64),
    texts: ['Some text.'],
    reasons: [],
    repairs: 0,
    writer: 'test',
    promptTokens: 1,
    completionTokens: 1,
  });
}
