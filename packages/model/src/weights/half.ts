/** Numbers from the bits of IEEE halves. */
export function widenHalves(bits: Uint16Array): Float32Array {
  // A plain loop: Float32Array.from with a function ends the process on arrays of this size.
  const numbers = new Float32Array(bits.length);
  for (let i = 0; i < bits.length; i++) numbers[i] = fromHalf(bits[i] as number);
  return numbers;
}

function fromHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** Bits of the nearest IEEE halves, ties to even; what is too large becomes infinity. */
export function narrowHalves(numbers: Float32Array): Uint16Array {
  const words = new Uint32Array(numbers.buffer, numbers.byteOffset, numbers.length);
  const bits = new Uint16Array(numbers.length);
  for (let i = 0; i < bits.length; i++) bits[i] = toHalf(words[i] as number);
  return bits;
}

function toHalf(word: number): number {
  const sign = (word >>> 16) & 0x8000;
  const rest = word & 0x7fffffff;
  if (rest > 0x7f800000) return sign | 0x7e00;
  if (rest >= 0x47800000) return sign | 0x7c00;
  // Above the least normal half the exponent's bias changes and 13 bits are rounded off.
  if (rest >= 0x38800000) return sign | roundOff(rest - 0x38000000, 13);
  const exponent = rest >>> 23;
  if (exponent < 102) return sign;
  return sign | roundOff((rest & 0x7fffff) | 0x800000, 126 - exponent);
}

/** Numbers from the bits of bfloat16, the upper half of float32. */
export function widenBrainFloats(bits: Uint16Array): Float32Array {
  const wide = new Uint32Array(bits.length);
  for (let i = 0; i < bits.length; i++) wide[i] = (bits[i] as number) << 16;
  return new Float32Array(wide.buffer);
}

/** Bits of the nearest bfloat16 numbers, ties to even. */
export function narrowBrainFloats(numbers: Float32Array): Uint16Array {
  const words = new Uint32Array(numbers.buffer, numbers.byteOffset, numbers.length);
  const bits = new Uint16Array(numbers.length);
  for (let i = 0; i < bits.length; i++) {
    const word = words[i] as number;
    const isNoNumber = (word & 0x7fffffff) > 0x7f800000;
    bits[i] = isNoNumber ? (word >>> 16) | 0x40 : roundOff(word, 16);
  }
  return bits;
}

/** `word / 2 ** count`, rounded to the nearest whole number, ties to even. */
function roundOff(word: number, count: number): number {
  const half = 2 ** (count - 1);
  const kept = Math.floor(word / 2 ** count);
  const rest = word - kept * 2 ** count;
  return rest > half || (rest === half && kept % 2 === 1) ? kept + 1 : kept;
}
