import { existsSync } from 'node:fs';
import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InvalidInputError } from '@skinr1/core';
import * as z from 'zod';
import type { FigureCaption } from '../trajectories/figure-records.ts';

const file = 'captions.jsonl';

const captionSchema: z.ZodType<FigureCaption> = z.object({
  figureId: z.string().min(1).max(200),
  caption: z.string().max(4000),
  signs: z.array(z.string().max(100)).max(60).readonly(),
});

/**
 * Reads the captions that people gave to figures of a corpus folder, the last one for each figure; none if
 * there is no such file. Throws InvalidInputError, naming file and line, for a line that is none.
 */
export async function loadFigureCaptions(directory: string): Promise<FigureCaption[]> {
  const path = join(directory, file);
  if (!existsSync(path)) return [];
  const captions = new Map<string, FigureCaption>();
  for (const [index, line] of (await readFile(path, 'utf8')).split('\n').entries()) {
    if (line.trim() === '') continue;
    const caption = parseLine(line);
    if (caption === null) {
      throw new InvalidInputError('not a caption of a figure.', {
        source: path,
        place: `line ${index + 1}`,
        mend: 'Write {"figureId": "…", "caption": "…", "signs": []}, or take the line out.',
      });
    }
    captions.set(caption.figureId, caption);
  }
  return [...captions.values()];
}

/** Adds a person's caption of a figure to a corpus folder; the next build into it follows it. */
export async function saveFigureCaption(directory: string, caption: FigureCaption): Promise<void> {
  await mkdir(directory, { recursive: true });
  await appendFile(join(directory, file), `${JSON.stringify(captionSchema.parse(caption))}\n`);
}

function parseLine(line: string): FigureCaption | null {
  try {
    return captionSchema.safeParse(JSON.parse(line)).data ?? null;
  } catch {
    return null;
  }
}
