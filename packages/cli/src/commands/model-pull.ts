import { basename } from 'node:path';
import { pullModel } from '@skinr1/model';
import type { Command } from 'commander';
import { barProgress, type Progress } from '../terminal/progress.ts';

/** Adds `model pull`. */
export function registerModelPull(model: Command): void {
  model
    .command('pull <name> [directory]')
    .description(
      'bring ORGANIZATION/NAME[@revision] from the Hugging Face Hub to a folder that opens without network (default: NAME); a call that was ended is gone on with. For models behind a login set HF_TOKEN',
    )
    .action(pull);
}

async function pull(place: string, directory?: string): Promise<void> {
  const [name = '', revision] = splitOnce(place, '@');
  const output = directory ?? basename(name);
  let bar: Progress | null = null;
  const pulled = await pullModel(name, output, {
    ...(revision === undefined ? {} : { revision }),
    // The names that Hugging Face's own tools read.
    token: process.env.HF_TOKEN || undefined,
    hubUrl: process.env.HF_ENDPOINT || undefined,
    onProgress: ({ file, done, total }) => {
      bar ??= barProgress('pull', total);
      bar.update(done, file);
    },
  }).finally(() => bar?.stop());
  const { files, leftOut, bytes, commit } = pulled;
  const rest = leftOut.length > 0 ? `; left out: ${leftOut.join(', ')}` : '';
  process.stdout.write(
    `${output}: ${name} at ${commit}, ${files.length} files, ${bytes} bytes${rest}\n`,
  );
}

function splitOnce(text: string, by: string): string[] {
  const at = text.indexOf(by);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + by.length)];
}
