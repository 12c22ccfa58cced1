import type { GraphNode } from './value.ts';

/** A whole-number attribute. */
export function integerAttribute(node: GraphNode, name: string, otherwise: number): number {
  const value = node.attributes[name];
  return typeof value === 'number' ? value : otherwise;
}

/** A FLOAT attribute. */
export function floatAttribute(node: GraphNode, name: string, otherwise: number): number {
  const value = node.attributes[name];
  if (typeof value === 'number') return value;
  return typeof value === 'object' && 'float' in value ? value.float : otherwise;
}

export function listAttribute(node: GraphNode, name: string): readonly number[] | undefined {
  const value = node.attributes[name];
  return Array.isArray(value) ? (value as readonly number[]) : undefined;
}
