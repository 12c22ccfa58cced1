import { questionLevel, type SectionOrigin } from './source-document.ts';

/** A heading that the next block stands under. */
interface OpenHeading {
  readonly level: number;
  readonly heading: string;
  readonly origin: SectionOrigin;
  readonly number: string | null;
  readonly numberOnly: boolean;
}

/** Most levels that notes, their folders and their headings may fill. */
const deepestHeading = questionLevel - 4;

/** The headings above the place that a reader has come to. */
export class Outline {
  private readonly above: OpenHeading[] = [];
  /** Levels that a note's folder and title take up before its own headings. */
  private base = 0;

  /** From here on headings count from below this level. */
  startAt(base: number): void {
    this.base = Math.min(base, deepestHeading - 6);
    while ((this.above.at(-1)?.level ?? 0) > this.base) this.above.pop();
  }

  get last(): OpenHeading | undefined {
    return this.above.at(-1);
  }

  /** Adds a heading and returns its level and path. `level`: as the format counts it, for real headings. */
  add(
    entry: Omit<OpenHeading, 'level'>,
    level: number,
  ): { readonly level: number; readonly path: readonly string[] } {
    const own = this.levelOf(entry.origin, level);
    // A question is asked of a heading, not of what is set in the text above it.
    if (entry.origin === 'question') this.close(['run-in', 'term', 'row']);
    while ((this.above.at(-1)?.level ?? 0) >= own) this.above.pop();
    this.above.push({ ...entry, level: own });
    return { level: own, path: this.above.map(({ heading }) => heading) };
  }

  /** Closes the terms or rows of a list. */
  leaveList(): void {
    this.close(['term', 'row']);
  }

  private close(origins: readonly SectionOrigin[]): void {
    while (origins.includes(this.above.at(-1)?.origin ?? 'start')) this.above.pop();
  }

  private levelOf(origin: SectionOrigin, level: number): number {
    if (origin === 'question') return questionLevel;
    if (origin === 'heading') return Math.min(this.base + level, deepestHeading);
    if (origin === 'file') return level;
    // What is set in the text stands below the last thing that outranks it.
    const outranked: readonly SectionOrigin[] =
      origin === 'bold-line'
        ? ['bold-line', 'run-in', 'term', 'row', 'question']
        : ['run-in', 'term', 'row'];
    const over = this.above.findLast((entry) => !outranked.includes(entry.origin));
    return (over?.level ?? 0) + level;
  }
}
