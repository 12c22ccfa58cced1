import { UsageError } from '@skinr1/core';

/** Names of the values of one graph. */
export class ValueNames {
  private readonly taken = new Set<string>();
  private counter = 0;

  /** Throws UsageError for a name that is empty or taken. */
  take(name: string): void {
    if (name === '') throw new UsageError('a value needs a name.');
    if (this.taken.has(name)) {
      throw new UsageError(`the graph has a value '${name}' already.`, {
        mend: 'Choose another name.',
      });
    }
    this.taken.add(name);
  }

  /** A name not used yet. */
  fresh(stem: string): string {
    let name: string;
    do name = `${stem}_${this.counter++}`;
    while (this.taken.has(name));
    return name;
  }
}
