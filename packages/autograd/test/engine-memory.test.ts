import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const run = promisify(execFile);

/** Loads a model of 64 MiB where 24 MiB may still be taken, and once more where more may be. */
const program = `
  import { execFileSync } from 'node:child_process';
  import { readFileSync } from 'node:fs';
  import { createEngine, encodeModel, Graph, ops, tensor } from '@skinr1/autograd';
  const engine = await createEngine({ threads: 1, inThread: true });
  const [inputs, outputs] = [256, 65_536];
  const graph = new Graph();
  const weight = tensor('float32', [inputs, outputs], new Float32Array(inputs * outputs).fill(0.5));
  const y = ops.matMul(graph.input('x', 'float32', [1, inputs]), graph.initializer('w', weight));
  graph.output('y', y);
  const bytes = encodeModel(graph);
  const limit = (data) => execFileSync('prlimit', ['--pid', String(process.pid), '--data=' + data + ':']);
  const [, taken] = /VmData:\\s+(\\d+)/.exec(readFileSync('/proc/self/status', 'utf8'));
  limit((Number(taken) + 24 * 1024) * 1024);
  const error = await engine.load(bytes, { source: 'wide.onnx' }).catch((error) => error);
  limit('unlimited');
  const session = await engine.load(bytes);
  console.log(JSON.stringify({ name: error.name, message: error.message, inputs: session.inputs.length }));
`;

it.runIf(process.platform === 'linux')(
  'a session that memory is too little for is a ResourceError, and the next one is made',
  async () => {
    const flags = ['--conditions=@skinr1/source', '--import', 'tsx', '--input-type=module'];
    const cwd = fileURLToPath(new URL('..', import.meta.url));
    const { stdout } = await run(process.execPath, [...flags, '--eval', program], { cwd });
    expect(JSON.parse(stdout)).toMatchObject({
      name: 'ResourceError',
      message: expect.stringContaining('not enough memory for the model'),
      inputs: 1,
    });
  },
  30_000,
);
