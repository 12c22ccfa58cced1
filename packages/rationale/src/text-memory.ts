/** A text that is longer than this hardly comes back. */
const longestKept = 2000;
const mostKept = 5000;

/** What was made of short texts, each made once; empties itself before it grows large. */
export class TextMemory<T> {
  private readonly kept = new Map<string, T>();

  /** What was made of the text, made now if it is new. */
  of(text: string, make: () => T): T {
    const known = this.kept.get(text);
    if (known !== undefined) return known;
    const made = make();
    if (text.length <= longestKept) {
      if (this.kept.size >= mostKept) this.kept.clear();
      this.kept.set(text, made);
    }
    return made;
  }
}
