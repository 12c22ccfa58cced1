import * as ag from '@skinr1/autograd';
import { createRandom } from '@skinr1/core';

/** Sizes of a decoder-only transformer in the style of Qwen2. */
export interface DecoderSizes {
  readonly vocabulary: number;
  readonly width: number;
  readonly layers: number;
  readonly heads: number;
  readonly keyHeads: number;
  readonly hidden: number;
}

/** About 3.3 million parameters. */
export const smallDecoder: DecoderSizes = {
  vocabulary: 512,
  width: 256,
  layers: 4,
  heads: 4,
  keyHeads: 2,
  hidden: 736,
};

export function decoderParameters(sizes: DecoderSizes): Record<string, ag.Tensor> {
  const { vocabulary, width, layers, heads, keyHeads, hidden } = sizes;
  const head = width / heads;
  const random = createRandom('decoder');
  const matrix = (rows: number, columns: number) => {
    const data = Float32Array.from(
      { length: rows * columns },
      () => random.normal() / Math.sqrt(rows),
    );
    return ag.tensor('float32', [rows, columns], data);
  };
  const ones = () => ag.tensor('float32', [width], new Float32Array(width).fill(1));
  const parameters: Record<string, ag.Tensor> = {
    embedding: matrix(vocabulary, width),
    norm: ones(),
  };
  for (let layer = 0; layer < layers; layer++) {
    Object.assign(parameters, {
      [`${layer}.norm1`]: ones(),
      [`${layer}.q`]: matrix(width, width),
      [`${layer}.k`]: matrix(width, keyHeads * head),
      [`${layer}.v`]: matrix(width, keyHeads * head),
      [`${layer}.o`]: matrix(width, width),
      [`${layer}.norm2`]: ones(),
      [`${layer}.gate`]: matrix(width, hidden),
      [`${layer}.up`]: matrix(width, hidden),
      [`${layer}.down`]: matrix(hidden, width),
    });
  }
  return parameters;
}

/** Mean next-token loss over tokens `[B, S]`. */
export function decoderLoss(sizes: DecoderSizes): ag.BuildLoss {
  const { width, layers, heads, keyHeads } = sizes;
  const head = width / heads;
  return ({ graph, parameters: p }) => {
    const tokens = graph.input('tokens', 'int64', ['B', 'S']);
    const targets = graph.input('targets', 'int64', ['B', 'S']);
    const cosine = graph.input('cosine', 'float32', ['S', head]);
    const sine = graph.input('sine', 'float32', ['S', head]);
    const bias = graph.input('bias', 'float32', ['S', 'S']);
    const rotate = (x: ag.Value) => {
      const [left, right] = ag.ops.split(x, 2, -1) as [ag.Value, ag.Value];
      return ag.ops.add(
        ag.ops.mul(x, cosine),
        ag.ops.mul(ag.ops.concat([ag.ops.neg(right), left], -1), sine),
      );
    };
    const perHead = (x: ag.Value, count: number) =>
      ag.ops.transpose(ag.ops.reshape(x, ['B', 'S', count, head]), [0, 2, 1, 3]);
    const norm = (x: ag.Value, name: string) => ag.ops.rmsNorm(x, p[name]!);

    let x = ag.ops.gather(p.embedding!, tokens, 0);
    for (let layer = 0; layer < layers; layer++) {
      const weight = (name: string) => p[`${layer}.${name}`]!;
      const h = norm(x, `${layer}.norm1`);
      // The query heads that share a key head are rows of one product: no copies of keys, no sum over
      // them in the backward pass.
      const grouped = ['B', keyHeads, `${heads / keyHeads}*S`, head];
      const q = ag.ops.reshape(rotate(perHead(ag.ops.matMul(h, weight('q')), heads)), grouped);
      const k = rotate(perHead(ag.ops.matMul(h, weight('k')), keyHeads));
      const v = perHead(ag.ops.matMul(h, weight('v')), keyHeads);
      const scores = ag.ops.matMul(q, k, { transposeB: true, alpha: 1 / Math.sqrt(head) });
      const perQuery = ag.ops.reshape(scores, ['B', keyHeads, heads / keyHeads, 'S', 'S']);
      const attention = ag.ops.reshape(ag.ops.softmax(ag.ops.add(perQuery, bias)), scores.shape);
      const mixed = ag.ops.reshape(ag.ops.matMul(attention, v), ['B', heads, 'S', head]);
      const merged = ag.ops.transpose(mixed, [0, 2, 1, 3]);
      x = ag.ops.add(x, ag.ops.matMul(ag.ops.reshape(merged, ['B', 'S', width]), weight('o')));
      const m = norm(x, `${layer}.norm2`);
      const gated = ag.ops.mul(
        ag.ops.silu(ag.ops.matMul(m, weight('gate'))),
        ag.ops.matMul(m, weight('up')),
      );
      x = ag.ops.add(x, ag.ops.matMul(gated, weight('down')));
    }
    const logits = ag.ops.matMul(norm(x, 'norm'), p.embedding!, { transposeB: true });
    const picked = ag.ops.gatherElements(
      ag.ops.logSoftmax(logits),
      ag.ops.unsqueeze(targets, 2),
      2,
    );
    return { loss: ag.ops.neg(ag.ops.reduceMean(picked)) };
  };
}

/** A batch for {@link decoderLoss}: a pattern that can be learnt. */
export function decoderBatch(sizes: DecoderSizes, rows: number, length: number): ag.Feeds {
  const head = sizes.width / sizes.heads;
  const half = head / 2;
  const angle = (i: number) => Math.floor(i / head) / 10_000 ** ((i % half) / half);
  const id = (i: number) =>
    BigInt(((i % length) * 31 + Math.floor(i / length) * 17) % sizes.vocabulary);
  const table = (f: (x: number) => number) =>
    ag.tensor(
      'float32',
      [length, head],
      Float32Array.from({ length: length * head }, (_, i) => f(angle(i))),
    );
  const ids = (shift: number) =>
    ag.tensor(
      'int64',
      [rows, length],
      BigInt64Array.from({ length: rows * length }, (_, i) => id(i + shift)),
    );
  const bias = Float32Array.from({ length: length * length }, (_, i) =>
    i % length <= i / length ? 0 : -1e9,
  );
  return {
    tokens: ids(0),
    targets: ids(1),
    cosine: table(Math.cos),
    sine: table(Math.sin),
    bias: ag.tensor('float32', [length, length], bias),
  };
}
