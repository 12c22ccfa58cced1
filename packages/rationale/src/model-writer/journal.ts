import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** What became of one trajectory: its steps' texts, or why there are none. */
export interface JournalEntry {
  readonly id: string;
  /** SHA-256 of what was asked for, so that a changed draft is written anew. */
  readonly draft: string;
  readonly texts: readonly string[] | null;
  readonly reasons: readonly string[];
  /** Answers that were sent back before. */
  readonly repairs: number;
  /** Which model worded it, at which address; another model words it anew. */
  readonly writer: string;
  readonly promptTokens: number;
  readonly completionTokens: number;
}

/** A record of finished work that only grows; a run that is killed goes on from it. */
export interface Journal {
  readonly done: ReadonlyMap<string, JournalEntry>;
  append(entry: JournalEntry): void;
}

/** Opens a journal. A last line cut off by a crash is ignored; work on it is done again. */
export function openJournal(path: string): Journal {
  const done = new Map<string, JournalEntry>();
  let needsBreak = false;
  if (existsSync(path)) {
    const text = readFileSync(path, 'utf8');
    needsBreak = text !== '' && !text.endsWith('\n');
    for (const line of text.split('\n')) {
      try {
        const entry = JSON.parse(line) as JournalEntry;
        if (typeof entry.id === 'string') done.set(entry.id, entry);
      } catch {
        // Cut off by a crash, or empty.
      }
    }
  }
  mkdirSync(dirname(path), { recursive: true });
  return {
    done,
    append: (entry) => {
      appendFileSync(path, `${needsBreak ? '\n' : ''}${JSON.stringify(entry)}\n`);
      needsBreak = false;
      done.set(entry.id, entry);
    },
  };
}
