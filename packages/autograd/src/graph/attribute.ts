import type { Tensor } from './tensor.ts';

/** What a node's attribute may hold. A whole `number` is an ONNX INT; use {@link float} for a FLOAT. */
export type Attribute =
  | number
  | string
  | readonly number[]
  | { readonly float: number }
  | { readonly floats: readonly number[] }
  | { readonly tensor: Tensor };

/** Marks an attribute as FLOAT even if the number is whole. */
export function float(value: number): { readonly float: number } {
  return { float: value };
}

/** What has attributes: a node. */
interface Attributed {
  readonly attributes: Readonly<Record<string, Attribute>>;
}

/** A whole-number attribute. */
export function integerAttribute(node: Attributed, name: string, otherwise: number): number {
  const value = node.attributes[name];
  return typeof value === 'number' ? value : otherwise;
}

/** A FLOAT attribute. */
export function floatAttribute(node: Attributed, name: string, otherwise: number): number {
  const value = node.attributes[name];
  if (typeof value === 'number') return value;
  return typeof value === 'object' && 'float' in value ? value.float : otherwise;
}

export function listAttribute(node: Attributed, name: string): readonly number[] | undefined {
  const value = node.attributes[name];
  return Array.isArray(value) ? (value as readonly number[]) : undefined;
}
