import type { TextRange } from '@skinr1/core';
import type { PhraseMatch } from '@skinr1/ontology';
import { type Governing, governing } from './name-governs.ts';
import type { KnownName } from './name-index.ts';

/** A disease as a sentence names it. */
export type Named = PhraseMatch<KnownName>;

/** Whom a place in a sentence speaks of. */
export interface Bearer {
  /** The diseases named for it, several where they are named together ("acne and rosacea show"). */
  readonly names: readonly Named[];
  readonly by: Governing | null;
}

interface Stretch extends Bearer {
  readonly start: number;
}

const nobody: Bearer = { names: [], by: null };

/** Ends or opens a bracket or a clause, or comes back to what the sentence is about. */
const marks =
  /[()[\];]|,\s+(?:whereas|while|but|although|though|the|it|its|this|these|they|here|our)(?![\p{L}])/giu;
const comesBack = /^,\s+(?:the|it|its|this|these|they|here|our)$/i;
/** Between two names that are named together; spaces are single. */
const together = /^(?:[,&/]|,? ?(?:and|or))(?: (?:an?|the))?$/i;
const togetherReach = 16;

/**
 * Tells of every place in a sentence which of the diseases named in it the words there are about: within a bracket
 * the one right before it, elsewhere the last one that governs what follows it ({@link governing}). "Acne
 * (comedones) and lupus (plugs)": the comedones are of acne alone. Names that `always` holds for govern in any
 * place outside another's bracket or entry. A name that heads an entry, or is the sentence's subject, keeps
 * what follows a semicolon.
 */
export function signBearers(
  text: string,
  sentence: TextRange,
  named: readonly Named[],
  always: (name: KnownName) => boolean,
): (at: number) => Bearer {
  const reader = new BearerReader(text, sentence, always);
  const said = text.slice(sentence.start, sentence.end);
  const events = [
    ...[...said.matchAll(marks)].map(({ 0: mark, index }) => ({
      at: sentence.start + index,
      visit: (at: number) => reader.mark(mark, at),
    })),
    ...named.map((name) => ({ at: name.start, visit: () => reader.name(name) })),
  ].sort((a, b) => a.at - b.at);
  const stretches: Stretch[] = events.map(({ at, visit }) => ({ ...visit(at), start: at }));
  return (at) => {
    let low = 0;
    let high = stretches.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((stretches[middle] as Stretch).start <= at) low = middle + 1;
      else high = middle;
    }
    return stretches[low - 1] ?? nobody;
  };
}

/** Goes through a sentence from left to right. */
class BearerReader {
  private readonly text: string;
  private readonly sentence: TextRange;
  private readonly always: (name: KnownName) => boolean;
  private readonly outer: Bearer[] = [];
  private current = nobody;
  /** Who keeps the words behind a semicolon. */
  private kept = nobody;
  /** True between a semicolon and the next name. */
  private fresh = false;
  private last: Named | null = null;
  private group: readonly Named[] = [];

  constructor(text: string, sentence: TextRange, always: (name: KnownName) => boolean) {
    this.text = text;
    this.sentence = sentence;
    this.always = always;
  }

  name(name: Named): Bearer {
    const before = this.last;
    const joined = before !== null && this.areTogether(before, name);
    this.group = joined ? [...this.group, name] : [name];
    this.last = name;
    const by = governing(this.text, this.sentence, name);
    // An entry is about the disease that heads it, to the next entry.
    const within = this.current.by === 'heads' && !this.fresh;
    this.fresh = false;
    if (within && by !== 'heads') return this.current;
    if (by === null && !(this.outer.length === 0 && this.always(name.value))) return this.current;
    this.current = { names: by === 'heads' ? [name] : this.group, by };
    const colon = /^["”’*_]{0,3}\s*[:–—]/.test(this.text.slice(name.end, name.end + 8));
    const subject = by === 'rules' && name.start < this.sentence.start + 12;
    if (colon || subject) this.kept = this.current;
    return this.current;
  }

  private areTogether(before: Named, name: Named): boolean {
    if (name.start - before.end > togetherReach) return false;
    return together.test(this.text.slice(before.end, name.start).trim().replace(/\s+/g, ' '));
  }

  mark(mark: string, at: number): Bearer {
    if (mark === '(' || mark === '[') {
      this.outer.push(this.current);
      const { last } = this;
      if (last && !/\S/.test(this.text.slice(last.end, at))) {
        this.current = { names: [last], by: 'heads' };
      }
    } else if (mark === ')' || mark === ']') {
      // What follows a bracket is no longer headed by the name before it.
      const opened = this.outer.pop() ?? this.current;
      this.current =
        opened.by === 'heads' && opened.names.includes(this.last as Named) ? this.kept : opened;
    } else if (this.outer.length === 0) {
      this.current = this.afterClause(mark);
    }
    return this.current;
  }

  private afterClause(mark: string): Bearer {
    this.fresh = mark === ';';
    if (this.fresh) return this.kept;
    if (!comesBack.test(mark)) return nobody;
    return this.current.by === 'contrasts' ? nobody : this.current;
  }
}
