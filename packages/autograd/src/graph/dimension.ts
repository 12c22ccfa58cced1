import { ShapeError } from '@skinr1/core';

/**
 * One axis of a shape: a size, or a name for a size known only when the graph runs. Equal names are equal
 * sizes. Names combine to sums and products in one canonical spelling: `'2*B*S'`, `'P+S'`, `'S-1'`.
 */
export type Dim = number | string;

/** A polynomial with whole coefficients: monomial (sorted names joined by `*`, `''` for 1) → coefficient. */
type Polynomial = ReadonlyMap<string, number>;

function parse(dim: Dim): Polynomial {
  if (typeof dim === 'number') return new Map(dim === 0 ? [] : [['', dim]]);
  const terms = new Map<string, number>();
  for (const [, sign, body] of dim.matchAll(/([+-]?)([^+-]+)/g)) {
    let coefficient = sign === '-' ? -1 : 1;
    const names: string[] = [];
    for (const factor of body!.split('*')) {
      if (/^\d+$/.test(factor)) coefficient *= Number(factor);
      else names.push(factor);
    }
    accumulate(terms, names.sort().join('*'), coefficient);
  }
  return terms;
}

function accumulate(terms: Map<string, number>, monomial: string, coefficient: number): void {
  const sum = (terms.get(monomial) ?? 0) + coefficient;
  if (sum === 0) terms.delete(monomial);
  else terms.set(monomial, sum);
}

function print(polynomial: Polynomial): Dim {
  if (polynomial.size === 0) return 0;
  if (polynomial.size === 1 && polynomial.has('')) return polynomial.get('')!;
  // The constant last, names before it in order; a leading minus only if every term has one.
  const terms = [...polynomial].sort(([a, m], [b, n]) =>
    (a === '') !== (b === '') ? (a === '' ? 1 : -1) : m < 0 !== n < 0 ? n - m : a < b ? -1 : 1,
  );
  let text = '';
  for (const [monomial, coefficient] of terms) {
    const size = Math.abs(coefficient);
    const body = monomial === '' ? `${size}` : size === 1 ? monomial : `${size}*${monomial}`;
    text += `${coefficient < 0 ? '-' : text ? '+' : ''}${body}`;
  }
  return text;
}

/** The canonical spelling, so that `'S*B'` equals `'B*S'`. */
export function canonicalDim(dim: Dim): Dim {
  return typeof dim === 'number' ? dim : print(parse(dim));
}

export function sameDim(a: Dim, b: Dim): boolean {
  return a === b || canonicalDim(a) === canonicalDim(b);
}

export function addDims(...dims: readonly Dim[]): Dim {
  const terms = new Map<string, number>();
  for (const dim of dims) for (const [name, count] of parse(dim)) accumulate(terms, name, count);
  return print(terms);
}

export function subtractDims(a: Dim, b: Dim): Dim {
  const terms = new Map(parse(a));
  for (const [name, count] of parse(b)) accumulate(terms, name, -count);
  return print(terms);
}

export function multiplyDims(...dims: readonly Dim[]): Dim {
  let product: Polynomial = new Map([['', 1]]);
  for (const dim of dims) {
    const next = new Map<string, number>();
    for (const [left, m] of product) {
      for (const [right, n] of parse(dim)) {
        const names = [...left.split('*'), ...right.split('*')].filter(Boolean);
        accumulate(next, names.sort().join('*'), m * n);
      }
    }
    product = next;
  }
  return print(product);
}

/**
 * `a / b` for a divisor of one term (`4`, `B*S`, `2*B`), null if it does not divide without remainder.
 *
 * @throws ShapeError if the divisor is a sum
 */
export function divideDims(a: Dim, b: Dim): Dim | null {
  const divisor = [...parse(b)];
  if (divisor.length !== 1) {
    if (sameDim(a, b)) return 1;
    throw new ShapeError(`cannot divide the size ${a} by ${b}.`);
  }
  const [divisorNames, divisorCount] = divisor[0]!;
  const result = new Map<string, number>();
  for (const [monomial, coefficient] of parse(a)) {
    if (coefficient % divisorCount !== 0) return null;
    const names = monomial.split('*').filter(Boolean);
    for (const name of divisorNames.split('*').filter(Boolean)) {
      const index = names.indexOf(name);
      if (index < 0) return null;
      names.splice(index, 1);
    }
    accumulate(result, names.join('*'), coefficient / divisorCount);
  }
  return print(result);
}

/** A size in which known symbols stand as their sizes: a number where all are known. */
export function fillDim(dim: Dim, sizes: Readonly<Record<string, number>>): Dim {
  if (typeof dim === 'number') return dim;
  const terms = dimTerms(dim).map(({ coefficient, names }) =>
    multiplyDims(coefficient, ...names.map((name) => sizes[name] ?? name)),
  );
  return addDims(...terms);
}

/** The terms of a symbolic size, for computing it at run time. */
export function dimTerms(dim: Dim): readonly { coefficient: number; names: readonly string[] }[] {
  return [...parse(dim)].map(([monomial, coefficient]) => ({
    coefficient,
    names: monomial.split('*').filter(Boolean),
  }));
}
