import { createEngine } from '@skinr1/autograd';
import { convertModel } from '../../src/folder/convert-folder.ts';
import { loadModel } from '../../src/folder/pretrained.ts';

// Opens a model in 4 bits, and converts it; says how each ended. Ends itself in the midst of one, if so told.
const [base = '', output = '', endedIn] = process.argv.slice(2);
const engine = await createEngine({ inThread: true, threads: 1 });
const end = (task: string) => () => {
  if (task === endedIn) process.kill(process.pid, 'SIGKILL');
};
const tasks = [
  () => loadModel(base, { engine, precision: 'int4', onProgress: end('beside') }),
  () => convertModel(base, output, { precision: 'int4', onProgress: end('folder') }),
];
for (const task of tasks) {
  const ended = await task().then(
    () => 'done',
    (error: Error) => `${error.name}: ${error.message}`,
  );
  process.stdout.write(`${ended.replaceAll('\n', ' ')}\n`);
}
await engine.close();
