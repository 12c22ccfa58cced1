import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { saveCheckpoint, tensor, writeSafetensors } from './support/ag.ts';

/** Writes checkpoints 1, 2, 3 … to the folder given, for a test that kills it; prints each step when done. */
const root = process.argv[2]!;
for (let step = Number(process.argv[3]); ; step++) {
  await saveCheckpoint(root, {
    step,
    metadata: { step },
    keep: 2,
    write: async (directory) => {
      const value = tensor('float32', [50_000], new Float32Array(50_000).fill(step));
      await writeSafetensors(join(directory, 'model.safetensors'), { value });
      await writeFile(join(directory, 'note.txt'), `step ${step}`);
    },
  });
  process.stdout.write(`${step}\n`);
}
