/** The arrays that a column is kept in. */
type Numbers = Float64Array | Float32Array | Uint32Array | Uint16Array;

/** A column of numbers that grows, in as many bytes a value as its array has. */
export class GrowingColumn {
  private values: Numbers;
  private count = 0;
  private readonly kind: new (
    length: number,
  ) => Numbers;

  /** @param kind the array's class, which fixes the width of a value */
  constructor(kind: new (length: number) => Numbers) {
    this.kind = kind;
    this.values = new kind(1024);
  }

  get length(): number {
    return this.count;
  }

  /** The value of a row; NaN beyond the last. */
  at(row: number): number {
    return row < this.count ? (this.values[row] as number) : Number.NaN;
  }

  push(value: number): void {
    if (this.count === this.values.length) {
      const larger = new this.kind(this.count * 2);
      larger.set(this.values);
      this.values = larger;
    }
    this.values[this.count++] = value;
  }

  clear(): void {
    this.count = 0;
  }
}
