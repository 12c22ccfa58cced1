import { createEngine, type Engine } from '@skinr1/autograd';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { selfTest } from '../src/index.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine({ threads: 1 });
});
afterAll(() => engine.close());

describe('selfTest', () => {
  it('passes on the processor', async () => {
    const results = await selfTest(engine);
    expect(results.map(({ name, passed }) => [name, passed])).toEqual([
      ['rotary embedding', true],
      ['pixels', true],
      ['logits', true],
      ['gradient', true],
    ]);
  });

  it('tells of a device that computes something else', async () => {
    // Every float32 that comes back is a little off.
    const wrong = new Proxy(engine, {
      get: (target, key) => {
        const value = Reflect.get(target, key) as unknown;
        if (key !== 'load') return typeof value === 'function' ? value.bind(target) : value;
        return async (...input: Parameters<Engine['load']>) => {
          const session = await target.load(...input);
          return new Proxy(session, {
            get: (inner, name) => {
              const member = Reflect.get(inner, name) as unknown;
              if (name !== 'run') return typeof member === 'function' ? member.bind(inner) : member;
              return async (...feeds: Parameters<typeof session.run>) => {
                const run = await inner.run(...feeds);
                for (const { dtype, data } of Object.values(run.outputs)) {
                  if (dtype === 'float32')
                    (data as Float32Array).forEach((x, i, all) => {
                      all[i] = x * 1.01;
                    });
                }
                return run;
              };
            },
          });
        };
      },
    });
    const results = await selfTest(wrong);
    const failed = results.filter(({ passed }) => !passed).map(({ name }) => name);
    expect(failed).toContain('rotary embedding');
    expect(failed).toContain('logits');
    expect(results.find(({ name }) => name === 'logits')!.detail).toMatch(
      /largest difference 0\.\d+, at most/,
    );
  });

  it('does not throw where the device is gone', async () => {
    const closed = await createEngine({ threads: 1 });
    await closed.close();
    const results = await selfTest(closed);
    expect(results.every(({ passed }) => !passed)).toBe(true);
  });
});
