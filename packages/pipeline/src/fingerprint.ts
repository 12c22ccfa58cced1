import { createHash, type Hash } from 'node:crypto';

/** SHA-256 in hex over plain data and byte arrays. Order of keys counts; `undefined` is as absent. */
export function fingerprintOf(value: unknown): string {
  const hash = createHash('sha256');
  add(hash, value);
  return hash.digest('hex');
}

/** Every part is marked by its kind and length, so that no two values give the same bytes. */
function add(hash: Hash, value: unknown): void {
  if (value instanceof Uint8Array) {
    hash.update(`bytes ${value.length}\n`).update(value);
  } else if (Array.isArray(value)) {
    hash.update(`list ${value.length}\n`);
    for (const item of value) add(hash, item);
  } else if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).filter(([, item]) => item !== undefined);
    hash.update(`record ${entries.length}\n`);
    for (const [key, item] of entries) {
      add(hash, key);
      add(hash, item);
    }
  } else {
    const text = JSON.stringify(value) ?? 'undefined';
    hash.update(`value ${Buffer.byteLength(text)}\n${text}`);
  }
}
