import type { Random } from '@skinr1/core';
import type { Blob } from './scene.ts';
import { makeBlob, type Point, pointAt } from './stamps.ts';

/** What gives the lesion a body of its own. */
const bodies = ['plaque', 'patch', 'nodule', 'macule', 'annular-shape', 'dome-shape'];
/** Marks that sit on skin when nothing else gives the lesion a body. */
const elements = ['vesicles', 'grouped-vesicles', 'pustules', 'comedones', 'burrows', 'bullae'];
/** Signs that only small, many papules carry one by one. */
const umbilicated = ['central-umbilication', 'dome-shape', 'pearly-border'];

/** Waves that do not line up, so that an irregular border is ragged and not a flower. */
const jagged = [
  [4, 0.055],
  [7, 0.05],
  [9, 0.045],
  [13, 0.035],
  [17, 0.025],
] as const;

/** How the signs lay the lesion out. */
export interface Composition {
  readonly blobs: readonly Blob[];
  /** Softness of the border, share of the radius. */
  readonly edge: number;
  /** Papules to raise on a body that has its own outline. */
  readonly papules: readonly { readonly point: Point; readonly radius: number }[];
  /** The lesion is a set of separate bumps. */
  readonly scattered: boolean;
  /** Only a hint of the body shows: the marks on it are the lesion. */
  readonly faint: boolean;
}

/** Lays out outline and papules from the signs about shape, border and distribution. */
export function compose(signs: ReadonlySet<string>, random: Random): Composition {
  const hasBody = bodies.some((sign) => signs.has(sign));
  const edge = edgeSoftness(signs, random);
  const bumps = signs.has('papules');
  const onlyBumps = bumps && !(hasBody && !isUmbilicatedPapules(signs));
  if (onlyBumps) {
    const blobs = scatterBumps(signs, random);
    return { blobs, edge: Math.max(edge, 0.1), papules: [], scattered: true, faint: false };
  }
  const faint = !hasBody && elements.some((sign) => signs.has(sign));
  const body = makeBody(signs, faint, random);
  const papules = bumps ? bumpsOn(body, signs, random) : [];
  return { blobs: [body], edge: faint ? 0.6 : edge, papules, scattered: false, faint };
}

function isUmbilicatedPapules(signs: ReadonlySet<string>): boolean {
  const flat = ['plaque', 'patch', 'annular-shape', 'macule'].some((sign) => signs.has(sign));
  return !flat && umbilicated.some((sign) => signs.has(sign));
}

function edgeSoftness(signs: ReadonlySet<string>, random: Random): number {
  if (signs.has('ill-defined-border')) return 0.38 + random.next() * 0.12;
  if (signs.has('well-defined-border')) return 0.035 + random.next() * 0.02;
  return 0.1 + random.next() * 0.08;
}

function makeBody(signs: ReadonlySet<string>, faint: boolean, random: Random): Blob {
  const radius = bodyRadius(signs, faint) * (0.92 + random.next() * 0.2);
  const spread = Math.max(0, 0.9 - radius) * 0.5;
  const x = (random.next() * 2 - 1) * spread;
  const y = (random.next() * 2 - 1) * spread;
  return makeBlob(x, y, radius, waves(signs, random), random);
}

function bodyRadius(signs: ReadonlySet<string>, faint: boolean): number {
  if (faint) return 0.85;
  if (signs.has('nodule') || signs.has('dome-shape')) return 0.54;
  if (signs.has('macule')) return 0.46;
  if (signs.has('annular-shape')) return 0.76;
  if (signs.has('plaque')) return 0.72;
  if (signs.has('patch')) return 0.78;
  return 0.64;
}

function waves(signs: ReadonlySet<string>, random: Random): [number, number][] {
  const vary = (amplitude: number): number => amplitude * (0.6 + random.next() * 0.8);
  if (signs.has('symmetry') && !signs.has('irregular-border')) {
    return [
      [2, vary(0.04)],
      [3, vary(0.012)],
    ];
  }
  const result: [number, number][] = signs.has('asymmetry')
    ? [
        [1, vary(0.2)],
        [2, vary(0.17)],
        [3, vary(0.13)],
      ]
    : [
        [2, vary(0.08)],
        [3, vary(0.045)],
      ];
  if (signs.has('irregular-border'))
    result.push(
      ...jagged.map(([perTurn, amplitude]): [number, number] => [perTurn, vary(amplitude)]),
    );
  else if (!signs.has('well-defined-border')) result.push([5, vary(0.02)]);
  return result;
}

function scatterBumps(signs: ReadonlySet<string>, random: Random): Blob[] {
  const large = umbilicated.some((sign) => signs.has(sign));
  const count = large ? 3 + random.integer(3) : 6 + random.integer(6);
  const base = large ? 0.23 : 0.14;
  const ring = signs.has('annular-shape');
  const blobs: Blob[] = [];
  for (let tries = 0; blobs.length < count && tries < count * 30; tries++) {
    const radius = base * (0.75 + random.next() * 0.55);
    const angle = random.next() * 2 * Math.PI;
    const away = ring ? 0.62 : Math.sqrt(random.next()) * 0.78;
    const x = Math.cos(angle) * away;
    const y = Math.sin(angle) * away;
    const free = blobs.every(
      (blob) => Math.hypot(blob.x - x, blob.y - y) > blob.radius + radius + 0.03,
    );
    if (free) blobs.push(makeBlob(x, y, radius, bumpWaves(signs), random));
  }
  return blobs;
}

function bumpWaves(signs: ReadonlySet<string>): [number, number][] {
  if (signs.has('irregular-border') || signs.has('asymmetry')) {
    return [
      [2, 0.16],
      [5, 0.12],
    ];
  }
  return [
    [2, 0.06],
    [3, 0.03],
  ];
}

function bumpsOn(
  body: Blob,
  signs: ReadonlySet<string>,
  random: Random,
): { point: Point; radius: number }[] {
  const ring = signs.has('annular-shape');
  const count = ring ? 15 + random.integer(5) : 6 + random.integer(5);
  return Array.from({ length: count }, (_, index) => {
    const angle = ring ? ((index + random.next() * 0.3) / count) * 2 * Math.PI : random.next() * 7;
    const share = ring ? 0.86 + random.next() * 0.06 : Math.sqrt(random.next()) * 0.85;
    const radius = ring ? 0.095 + random.next() * 0.035 : 0.06 + random.next() * 0.045;
    return { point: pointAt(body, angle, share), radius };
  });
}
