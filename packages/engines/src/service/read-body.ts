import { InvalidInputError } from '@skinr1/core';

/** An object of JSON. Throws InvalidInputError for anything else. */
export function readObject(value: unknown, place: string): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return value as Record<string, unknown>;
  }
  throw wrong(place, 'an object', value);
}

/** A list of JSON. Throws InvalidInputError for anything else. */
export function readList(value: unknown, place: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw wrong(place, 'a list', value);
}

/** A text of JSON. Throws InvalidInputError for anything else. */
export function readText(value: unknown, place: string): string {
  if (typeof value === 'string') return value;
  throw wrong(place, 'a text', value);
}

function wrong(place: string, needed: string, value: unknown): InvalidInputError {
  const found = Array.isArray(value) ? 'a list' : value === null ? 'null' : typeof value;
  return new InvalidInputError(`${needed} is needed, not ${found}.`, {
    place,
    mend: 'See the README of @skinr1/engines for the form of requests.',
  });
}
