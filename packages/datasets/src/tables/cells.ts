import type { MalignancyClass } from '@skinr1/core';

/** A number, or `null` where the cell holds none. */
export function numberOrNull(cell: string | undefined): number | null {
  if (cell === undefined || cell === '') return null;
  const value = Number(cell);
  return Number.isFinite(value) ? value : null;
}

/** The text, or `null` where the cell is empty or says that nobody knows. */
export function textOrNull(cell: string | undefined): string | null {
  return cell === undefined || /^(|unknown|unk|na|nan|null)$/i.test(cell) ? null : cell;
}

/** True, false, or `null` where the cell says neither. */
export function flagOrNull(cell: string | undefined): boolean | null {
  const text = cell?.toLowerCase();
  return text === 'true' ? true : text === 'false' ? false : null;
}

/** Benign or malignant where the cell says so in a word; other words leave it to the diagnosis. */
export function statedMalignancy(cell: string | undefined): MalignancyClass | undefined {
  const text = cell?.trim().toLowerCase();
  return text === 'benign' || text === 'malignant' ? text : undefined;
}
