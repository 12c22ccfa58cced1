import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { researchUseOnly, UsageError } from '@skinr1/core';
import { readClaimsRecipe, renderClaims, runClaims, summarizeClaims } from '@skinr1/pipeline';
import type { Command } from 'commander';
import { runShown } from '../terminal/run-shown.ts';

interface ClaimsOptions {
  readonly out: string;
  readonly textbook?: string;
  readonly images?: string;
}

/** Adds `claims`. */
export function registerClaimsCommand(program: Command): void {
  program
    .command('claims <recipe>')
    .description(
      'show what the method claims: arms that differ in one thing, several seeds, paired intervals',
    )
    .requiredOption(
      '--out <folder>',
      'where the runs and the tables are kept; goes on where it stopped',
    )
    .option('--textbook <path>', 'textbook, for a recipe about files')
    .option('--images <folder>', 'data set in its published layout, for a recipe about files')
    .action(performClaims);
}

async function performClaims(
  path: string,
  { out, textbook, images }: ClaimsOptions,
): Promise<void> {
  if ((textbook === undefined) !== (images === undefined)) {
    throw new UsageError('--textbook and --images belong together.', { mend: 'Give both.' });
  }
  const inputs = textbook !== undefined && images !== undefined ? { textbook, images } : undefined;
  const recipe = await readClaimsRecipe(path, inputs);
  await runShown(`What is done is kept in ${out}; give the command again.`, async (control) => {
    const summary = summarizeClaims(await runClaims(recipe, { folder: out, ...control }));
    const tables = `${renderClaims(summary, recipe.arms)}\n`;
    await writeFile(join(out, 'claims.json'), `${JSON.stringify(summary, null, 2)}\n`);
    await writeFile(join(out, 'claims.txt'), tables);
    return () => {
      process.stdout.write(`${recipe.title}\n\n${tables}\n`);
      process.stdout.write(`Tables: ${join(out, 'claims.json')}, claims.txt\n${researchUseOnly}\n`);
    };
  });
}
