import { questionLevel, type SectionOrigin } from './source-document.ts';

/** A heading that the next block stands under. */
interface OpenHeading {
  readonly level: number;
  readonly heading: string;
  readonly origin: SectionOrigin;
  readonly number: string | null;
  readonly numberOnly: boolean;
  /** A run-in heading that stands below other ones. */
  readonly isWeak: boolean;
}

/** Most levels that notes, their folders and their headings may fill. */
const deepestHeading = questionLevel - 4;

/** The headings above the place that a reader has come to. */
export class Outline {
  private readonly above: OpenHeading[] = [];
  /** What is added to the level of a heading, and the least that it can come to: the headings of a note. */
  private base = 0;
  private least = 1;

  /** Closes all below a level, for a note that comes to stand there. */
  leaveNote(level: number): void {
    while ((this.above.at(-1)?.level ?? 0) >= level) this.above.pop();
  }

  /** Headings stand below the note just opened; its title had `titleLevel` among them, 0 if it was none of them. */
  enterNote(level: number, titleLevel: number): void {
    this.base = level - titleLevel;
    this.least = level + 1;
  }

  get last(): OpenHeading | undefined {
    return this.above.at(-1);
  }

  /** Adds a heading and returns its level and path. `level`: as the format counts it, for real headings. */
  add(
    entry: Omit<OpenHeading, 'level'>,
    level: number,
  ): { readonly level: number; readonly path: readonly string[] } {
    const levelHere = this.levelOf(entry, level);
    // A question is asked of a heading, not of what is set in the text above it.
    if (entry.origin === 'question') this.close(['run-in', 'term', 'row']);
    while ((this.above.at(-1)?.level ?? 0) >= levelHere) this.above.pop();
    this.above.push({ ...entry, level: levelHere });
    return { level: levelHere, path: this.above.map(({ heading }) => heading) };
  }

  /** Closes the terms or rows of a list. */
  leaveList(): void {
    this.close(['term', 'row']);
  }

  /** What comes stands below all that is open, until what is returned is called: then all is as it was. */
  enterAside(): () => void {
    const { base, least } = this;
    const above = [...this.above];
    this.least = Math.max(least, (this.last?.level ?? 0) + 1);
    return () => {
      this.above.splice(0, this.above.length, ...above);
      this.base = base;
      this.least = least;
    };
  }

  private close(origins: readonly SectionOrigin[]): void {
    while (origins.includes(this.above.at(-1)?.origin ?? 'start')) this.above.pop();
  }

  private levelOf(entry: Omit<OpenHeading, 'level'>, level: number): number {
    const { origin } = entry;
    if (origin === 'question') return questionLevel;
    if (origin === 'heading') {
      return Math.min(Math.max(this.base + level, this.least), deepestHeading);
    }
    if (origin === 'file') return level;
    // What is set in the text stands below the last thing that outranks it.
    const over = this.above.findLast((above) => outranks(above, entry));
    return (over?.level ?? 0) + level;
  }
}

/** Whether what is set in the text comes to stand below what is open above it. */
function outranks(above: OpenHeading, entry: Omit<OpenHeading, 'level'>): boolean {
  if (above.origin === 'run-in') return entry.isWeak && !above.isWeak;
  if (above.origin === 'term' || above.origin === 'row') return false;
  if (entry.origin !== 'bold-line') return true;
  return above.origin !== 'bold-line' && above.origin !== 'question';
}
