import { describe, expect, it } from 'vitest';
import { float32, float64, int64, numbers, type Packed, readFixture } from './fixture.ts';
import * as ag from './support/ag.ts';
import { testEngine } from './support/finite-differences.ts';

interface Fixture {
  readonly sizes: { readonly heads: number; readonly groups: number; readonly head: number };
  readonly tokens: Packed;
  readonly targets: Packed;
  readonly weight: Packed;
  readonly padding: Packed;
  readonly cosine: Packed;
  readonly sine: Packed;
  readonly parameters: Record<string, Packed>;
  readonly loss: number;
  readonly gradients: Record<string, Packed>;
}

const fixture = readFixture<Fixture>('block.json');
const { heads, groups, head } = fixture.sizes;

/** The block of `tools/parity/autograd.py`: rotary grouped attention, SwiGLU, tied head, masked loss. */
function blockLoss(
  graph: ag.Graph,
  dtype: 'float32' | 'float64',
  p: Record<string, ag.Value>,
): ag.Value {
  const tokens = graph.input('tokens', 'int64', ['B', 'S']);
  const targets = graph.input('targets', 'int64', ['B', 'S']);
  const weight = graph.input('weight', dtype, ['B', 'S']);
  const padding = graph.input('padding', dtype, ['B', 'S']);
  const allowedPairs = graph.input('causal', dtype, ['S', 'S']);
  const cosine = graph.input('cosine', dtype, ['S', head]);
  const sine = graph.input('sine', dtype, ['S', head]);
  const perHead = (x: ag.Value, count: number) =>
    ag.transpose(ag.reshape(x, ['B', 'S', count, head]), [0, 2, 1, 3]);
  const rotate = (x: ag.Value) => {
    const [left, right] = ag.split(x, 2, -1) as [ag.Value, ag.Value];
    return ag.add(ag.mul(x, cosine), ag.mul(ag.concat([ag.neg(right), left], -1), sine));
  };
  // Query head h belongs to group ⌊h / (heads/groups)⌋: a broadcast axis instead of copies.
  const grouped = (x: ag.Value) => ag.unsqueeze(x, 2);

  let x = ag.gather(p.embedding!, tokens, 0);
  let h = ag.rmsNorm(x, p.norm1!, 1e-6);
  const q = rotate(perHead(ag.add(ag.matMul(h, p.q!), p.qBias!), heads));
  const k = grouped(rotate(perHead(ag.matMul(h, p.k!), groups)));
  const v = grouped(perHead(ag.matMul(h, p.v!), groups));
  const queries = ag.reshape(q, ['B', groups, heads / groups, 'S', head]);
  const scores = ag.matMul(queries, k, { transposeB: true, alpha: 1 / Math.sqrt(head) });
  const allowed = ag.greater(ag.mul(allowedPairs, ag.reshape(padding, ['B', 1, 1, 1, 'S'])), 0.5);
  const attention = ag.softmax(ag.where(allowed, scores, -1e9));
  const mixed = ag.reshape(ag.matMul(attention, v), ['B', heads, 'S', head]);
  const merged = ag.reshape(ag.transpose(mixed, [0, 2, 1, 3]), ['B', 'S', heads * head]);
  x = ag.add(x, ag.matMul(merged, p.o!));
  h = ag.rmsNorm(x, p.norm2!, 1e-6);
  const gated = ag.mul(ag.silu(ag.matMul(h, p.gate!)), ag.matMul(h, p.up!));
  x = ag.add(x, ag.matMul(gated, p.down!));
  const logits = ag.matMul(ag.rmsNorm(x, p.norm3!, 1e-6), p.embedding!, { transposeB: true });
  const picked = ag.gatherElements(ag.logSoftmax(logits), ag.unsqueeze(targets, 2), 2);
  const total = ag.reduceSum(ag.mul(ag.squeeze(picked, 2), weight));
  return ag.neg(ag.div(total, ag.reduceSum(weight)));
}

describe('a transformer block against PyTorch', () => {
  it.each([
    ['float32', 1e-4, float32],
    ['float64', 1e-10, float64],
  ] as const)('loss and all gradients agree in %s within %d', async (dtype, tolerance, read) => {
    const engine = await testEngine();
    const graph = new ag.Graph();
    const parameters: Record<string, ag.Value> = {};
    const feeds: Record<string, ag.Tensor> = {};
    for (const [name, packed] of Object.entries(fixture.parameters)) {
      parameters[name] = graph.input(name, dtype, packed.dims);
      feeds[name] = read(packed);
    }
    const loss = blockLoss(graph, dtype, parameters);
    graph.output('loss', loss);
    const names = Object.keys(parameters);
    ag.gradients(loss, Object.values(parameters)).forEach((gradient, i) => {
      graph.output(`gradient of ${names[i]}`, gradient);
    });
    const length = fixture.tokens.dims[1]!;
    const causal = Array.from({ length: length * length }, (_, i) =>
      i % length <= i / length ? 1 : 0,
    );
    for (const name of ['weight', 'padding', 'cosine', 'sine'] as const)
      feeds[name] = read(fixture[name]);
    feeds.tokens = int64(fixture.tokens);
    feeds.targets = int64(fixture.targets);
    feeds.causal = ag.tensor(dtype, [length, length], causal);

    const session = await engine.load(graph);
    const { outputs } = await session.run(feeds);
    await session.release();

    expect(Math.abs(Number(outputs.loss!.data[0]) / fixture.loss - 1)).toBeLessThan(tolerance);
    let worst = 0;
    for (const [name, packed] of Object.entries(fixture.gradients)) {
      const want = numbers(packed);
      const got = outputs[`gradient of ${name}`]!;
      expect(got.dims).toEqual(packed.dims);
      // Relative to the element, or to 1 % of the tensor's largest where an element is near 0.
      const floor = 0.01 * want.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
      want.forEach((x, i) => {
        worst = Math.max(worst, Math.abs(Number(got.data[i]) - x) / Math.max(Math.abs(x), floor));
      });
    }
    expect(worst).toBeLessThan(tolerance);
  });
});
