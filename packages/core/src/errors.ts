/**
 * Errors that a person can act on: what went wrong, where, and what mends it.
 *
 * Every class carries a `Symbol.for` marker, so that `isInstance` recognizes errors thrown by another
 * installed copy of the package, where `instanceof` would not.
 */
const marker = Symbol.for('skinr1.error');

/** What kind of fault an error reports; also the way to tell errors apart across package copies. */
export type ErrorKind = 'invalid_input' | 'not_found' | 'usage' | 'shape' | 'resource';

/** Where a fault is and how to mend it. */
export interface ErrorDetails {
  /** File, URL or object the fault is in. */
  readonly source?: string | undefined;
  /** Place inside the source: a line, a byte offset, a field path. */
  readonly place?: string | undefined;
  /** What the reader can do about it, as an imperative sentence. */
  readonly mend?: string | undefined;
  readonly cause?: unknown;
}

/** Base of all errors thrown on purpose by these packages. */
export class SkinR1Error extends Error {
  readonly kind: ErrorKind;
  readonly source: string | undefined;
  readonly place: string | undefined;
  readonly mend: string | undefined;

  constructor(kind: ErrorKind, message: string, details: ErrorDetails = {}) {
    const where = [details.source, details.place].filter(Boolean).join(', ');
    const text = `${where ? `${where}: ` : ''}${message}${details.mend ? ` ${details.mend}` : ''}`;
    super(text, details.cause === undefined ? undefined : { cause: details.cause });
    Object.defineProperty(this, marker, { value: true });
    this.name = new.target.name;
    this.kind = kind;
    this.source = details.source;
    this.place = details.place;
    this.mend = details.mend;
  }

  /** True for an error of this family, also when it comes from another copy of the package. */
  static isInstance(value: unknown): value is SkinR1Error {
    return typeof value === 'object' && value !== null && marker in value;
  }
}

/** Data from outside (a file, a label, a model) is not what it should be. */
export class InvalidInputError extends SkinR1Error {
  constructor(message: string, details?: ErrorDetails) {
    super('invalid_input', message, details);
  }
}

/** Something named does not exist: a file, a node, a tensor. */
export class NotFoundError extends SkinR1Error {
  constructor(message: string, details?: ErrorDetails) {
    super('not_found', message, details);
  }
}

/** A function was called in a way it does not allow. */
export class UsageError extends SkinR1Error {
  constructor(message: string, details?: ErrorDetails) {
    super('usage', message, details);
  }
}

/** An operation got tensors whose shapes or types do not fit together. */
export class ShapeError extends SkinR1Error {
  constructor(message: string, details?: ErrorDetails) {
    super('shape', message, details);
  }
}

/** The machine could not do it: disk full, out of memory, a provider that does not start. */
export class ResourceError extends SkinR1Error {
  constructor(message: string, details?: ErrorDetails) {
    super('resource', message, details);
  }
}
