import { InvalidInputError } from '@skinr1/core';
import type { CsvError } from 'csv-parse';
import { decodeFile, type TextEncoding } from './text-encoding.ts';

/** Told of each row that is not one: too many or too few cells, broken quotes. */
export type OnMalformedRow = (place: string, reason: string) => unknown;

/** A row that the parser could not read, with the line where it gave up. */
interface RowFault {
  readonly code: string;
  readonly line: number;
}

/** Longest row that is read, in characters; published tables stay far below. */
export const maximumRowLength = 100_000;

const quoteMend = 'Close it, or write "" for a quotation mark inside of a quoted cell.';

/**
 * Rows that the parser gave up, told in the order of the table. The parser knows where a row ends, not where it
 * begins; that is behind the row before it, which comes later than the fault.
 */
export class RowFaults {
  private readonly waiting: RowFault[] = [];
  private readonly path: string;
  private readonly encoding: TextEncoding;
  private readonly onMalformed: OnMalformedRow;
  private lastLine = 0;

  constructor(path: string, encoding: TextEncoding, onMalformed: OnMalformedRow) {
    this.path = path;
    this.encoding = encoding;
    this.onMalformed = onMalformed;
  }

  add(error: CsvError | undefined): void {
    this.waiting.push({ code: error?.code ?? 'unreadable', line: Number(error?.lines ?? 0) });
  }

  /**
   * Tells of the faults before the row that ends in `line`; of all at the end of the table. Throws
   * InvalidInputError for a quote that swallows what follows it, and for a row that is too long.
   */
  async tellBefore(line: number): Promise<void> {
    for (let fault = this.waiting[0]; fault && fault.line < line; fault = this.waiting[0]) {
      this.waiting.shift();
      await this.tell(fault);
      this.lastLine = Math.max(this.lastLine, fault.line);
    }
    this.lastLine = line;
  }

  private async tell({ code, line }: RowFault): Promise<void> {
    const opening = await this.openingLine(this.lastLine + 1, line);
    if (opening === null) {
      // Behind such a row the parser finds no further one.
      if (code === 'CSV_MAX_RECORD_SIZE') {
        throw new InvalidInputError(
          `a row is longer than ${maximumRowLength} characters: no row behind it is read.`,
          {
            source: this.path,
            place: `line ${line}`,
            mend: 'Keep the columns that are needed, or take the row out.',
          },
        );
      }
      this.onMalformed(`line ${line}`, `malformed row: ${code}`);
      return;
    }
    if (code === 'CSV_QUOTE_NOT_CLOSED' || code === 'CSV_MAX_RECORD_SIZE') {
      throw new InvalidInputError(
        'a quote opens here and is not closed: no row behind it is read.',
        {
          source: this.path,
          place: `line ${opening}`,
          mend: quoteMend,
        },
      );
    }
    const reason = `malformed row: a quote opens here and ends inside of a cell in line ${line}`;
    this.onMalformed(`line ${opening}`, `${reason}. ${quoteMend}`);
  }

  /** The first of these lines with a quote that is not closed in it; `null` if there is none. */
  private async openingLine(first: number, last: number): Promise<number | null> {
    let line = 1;
    let quotes = 0;
    let before = '';
    for await (const piece of decodeFile(this.path, this.encoding)) {
      for (const character of piece) {
        if (character === '"') quotes++;
        const isEnd = character === '\n' ? before !== '\r' : character === '\r';
        before = character;
        if (!isEnd) continue;
        if (line >= first && quotes % 2 === 1) return line;
        if (++line > last) return null;
        quotes = 0;
      }
    }
    return line >= first && quotes % 2 === 1 ? line : null;
  }
}
