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

/** A {@link TextMemory} for each thing that texts are read with, such as an ontology; it goes when that goes. */
export class TextMemories<Owner extends object, T> {
  private readonly memories = new WeakMap<Owner, TextMemory<T>>();

  /** What was made of the text with the owner, made now if it is new. */
  of(owner: Owner, text: string, make: () => T): T {
    let memory = this.memories.get(owner);
    if (memory === undefined) {
      memory = new TextMemory<T>();
      this.memories.set(owner, memory);
    }
    return memory.of(text, make);
  }
}
