import { describe, expect, it } from 'vitest';
import {
  narrowBrainFloats,
  narrowHalves,
  widenBrainFloats,
  widenHalves,
} from '../src/weights/half.ts';

const all = Uint16Array.from({ length: 65536 }, (_, bits) => bits);

describe.each([
  ['halves', widenHalves, narrowHalves, 0x7c00],
  ['bfloat16', widenBrainFloats, narrowBrainFloats, 0x7f80],
])('%s', (_, widen, narrow, infinity) => {
  it('come back from float32 as they were', () => {
    const back = narrow(widen(all));
    for (const bits of all) {
      if ((bits & 0x7fff) <= infinity) expect(back[bits]).toBe(bits);
      else expect(Number.isNaN(widen(back.subarray(bits, bits + 1))[0])).toBe(true);
    }
  });

  it('are the nearest ones, of two equally near the even', () => {
    const wide = widen(all);
    for (let bits = 301; bits < infinity - 1; bits += 97) {
      const [low, high] = [wide[bits]!, wide[bits + 1]!];
      const middle = (low + high) / 2;
      const ulp = middle * 2 ** -23;
      const near = Float32Array.of(middle - ulp, middle, middle + ulp, -middle);
      const even = bits % 2 === 0 ? bits : bits + 1;
      expect([...narrow(near)]).toEqual([bits, even, bits + 1, even + 0x8000]);
    }
  });
});
