import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InvalidInputError } from '@skinr1/core';
import * as z from 'zod';
import type { FigureCaption } from '../trajectories/figure-records.ts';
import { appendDurably } from './append-durably.ts';

const captionSchema: z.ZodType<FigureCaption> = z.object({
  figureId: z.string().min(1).max(200),
  caption: z.string().max(4000),
  signs: z.array(z.string().max(100)).max(60).readonly(),
  diagnosisId: z.string().max(200).nullable().default(null),
});

/** The captions that people gave to figures, on disk: the file only grows, and the last one of a figure counts. */
export interface FigureCaptions {
  /** The captions that count: one that says nothing takes the earlier one back. */
  captions(): readonly FigureCaption[];
  find(figureId: string): FigureCaption | undefined;
  /** On disk when it returns; the next build into the folder follows it. */
  save(caption: FigureCaption): void;
}

/** Where the captions for a corpus are kept. */
export function figureCaptionsPath(corpusDirectory: string): string {
  return join(corpusDirectory, 'captions.jsonl');
}

/**
 * Opens the captions of a corpus folder; there may be none yet. Throws InvalidInputError, naming file and line,
 * for a line that is no caption.
 */
export function openFigureCaptions(path: string): FigureCaptions {
  const latest = new Map<string, FigureCaption>();
  const take = (caption: FigureCaption): void => {
    const { caption: words, signs, figureId } = caption;
    if (words.trim() === '' && signs.length === 0) latest.delete(figureId);
    else latest.set(figureId, caption);
  };
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() !== '') take(parseLine(line, path, index + 1));
  }
  let needsBreak = text !== '' && !text.endsWith('\n');
  return {
    captions: () => [...latest.values()],
    find: (figureId) => latest.get(figureId),
    save: (caption) => {
      const checked = captionSchema.parse(caption);
      appendDurably(path, `${needsBreak ? '\n' : ''}${JSON.stringify(checked)}\n`);
      needsBreak = false;
      take(checked);
    },
  };
}

function parseLine(line: string, source: string, number: number): FigureCaption {
  try {
    const caption = captionSchema.safeParse(JSON.parse(line)).data;
    if (caption !== undefined) return caption;
  } catch {
    // Reported below with its place.
  }
  throw new InvalidInputError('not a caption of a figure.', {
    source,
    place: `line ${number}`,
    mend: 'Write {"figureId": "…", "caption": "…", "signs": []}, or take the line out.',
  });
}
