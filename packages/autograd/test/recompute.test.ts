import { readFileSync, writeFileSync } from 'node:fs';
import { UsageError } from '@skinr1/core';
import { describe, expect, it } from 'vitest';
import * as ag from './support/ag.ts';
import { testEngine } from './support/finite-differences.ts';

const [layers, rows, width, inner] = [12, 4096, 16, 512];

/** Σ x² / count behind residual layers `x + silu(x · A) · B`, with its gradients by all A and B. */
function layered(recompute: boolean) {
  const graph = new ag.Graph();
  const parameters: ag.Value[] = [];
  let x = graph.input('x', 'float32', ['N', width]);
  for (let i = 0; i < layers; i++) {
    const a = graph.input(`a${i}`, 'float32', [width, inner]);
    const b = graph.input(`b${i}`, 'float32', [inner, width]);
    parameters.push(a, b);
    x = ag.segment(x, (value) =>
      ag.add(value, ag.matMul(ag.silu(ag.matMul(ag.sigmoid(value), a)), b)),
    );
  }
  const loss = ag.reduceMean(ag.mul(x, x));
  graph.output('loss', loss);
  ag.gradients(loss, parameters, { recompute }).forEach((gradient, i) => {
    graph.output(`gradient.${parameters[i]!.name}`, gradient);
  });
  return { graph, parameters };
}

/** Megabytes that a line of this process's status says. */
function megabytes(field: string): number {
  const status = readFileSync('/proc/self/status', 'utf8');
  return Number(new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(status)![1]) / 1024;
}

/** Runs on fixed numbers; `peak` is what the process held more than before, in megabytes. */
async function measured(recompute: boolean) {
  const { graph, parameters } = layered(recompute);
  const session = await (await testEngine()).load(graph);
  const random = (dims: readonly number[], seed: number) => {
    const count = dims.reduce((product, size) => product * size, 1);
    const data = Float32Array.from({ length: count }, (_, i) => Math.sin(i * 0.7 + seed) * 0.1);
    return ag.tensor('float32', dims, data);
  };
  const feeds: Record<string, ag.Tensor> = { x: random([rows, width], 0) };
  parameters.forEach(({ name, shape }, i) => {
    feeds[name] = random(shape as number[], i + 1);
  });
  // Sets the process's highest back to what it holds now.
  if (process.platform === 'linux') writeFileSync('/proc/self/clear_refs', '5');
  const before = process.platform === 'linux' ? megabytes('VmRSS') : 0;
  const { outputs } = await session.run(feeds);
  const peak = process.platform === 'linux' ? megabytes('VmHWM') - before : 0;
  await session.release();
  return { outputs, peak };
}

describe('segments that are computed again', () => {
  it('give the same gradients and do not hold what is inside of them', async () => {
    const again = await measured(true);
    const held = await measured(false);
    expect(again.outputs).toEqual(held.outputs);
    if (process.platform !== 'linux') return;
    // Two values of [rows, inner] a layer are 201 MB; those of one layer, with their gradients, some 40.
    expect(held.peak).toBeGreaterThan(150);
    expect(again.peak).toBeLessThan(held.peak / 2);
  });

  it('may lie inside each other and read values from outside', async () => {
    const differentiated = (recompute: boolean) => {
      const graph = new ag.Graph();
      const [x, w] = [graph.input('x', 'float64', ['N']), graph.input('w', 'float64', ['N'])];
      const inside = (value: ag.Value) => ag.segment(value, (v) => ag.exp(ag.mul(v, w)));
      const twice = (value: ag.Value) =>
        ag.segment(value, (v) =>
          ag.mul(
            ag.segment(inside(v), (u) => ag.mul(u, w)),
            ag.sin(v),
          ),
        );
      const loss = ag.reduceSum(twice(twice(x)));
      ag.gradients(loss, [x, w], { recompute }).forEach((gradient, i) => {
        graph.output(`g${i}`, gradient);
      });
      return graph;
    };
    const run = async (graph: ag.Graph) => {
      const session = await (await testEngine()).load(graph);
      const numbers = (...data: number[]) => ag.tensor('float64', [2], data);
      return (await session.run({ x: numbers(0.3, -0.2), w: numbers(0.5, 0.9) })).outputs;
    };
    const [again, held] = [differentiated(true), differentiated(false)];
    expect(again.nodes.length).toBeGreaterThan(held.nodes.length);
    expect(await run(again)).toEqual(await run(held));
  });

  it('refuse that something inside of them is used outside', () => {
    const graph = new ag.Graph();
    const x = graph.input('x', 'float32', [2]);
    let escaped = x;
    const y = ag.segment(x, (value) => {
      escaped = ag.exp(value);
      return ag.mul(escaped, 2);
    });
    const loss = ag.reduceSum(ag.mul(y, escaped));
    expect(() => ag.gradients(loss, [x], { recompute: true })).toThrow(UsageError);
    expect(ag.gradients(loss, [x])).toHaveLength(1);
  });
});
