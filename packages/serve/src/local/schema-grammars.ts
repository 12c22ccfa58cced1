import { type Grammar, type JsonSchema, jsonSchemaGrammar } from '@skinr1/model';

/** Grammars that are kept: what a program asks for again and again. */
const mostKept = 16;

/** Grammars by their schema. Made once, since a model walks its vocabulary through each. */
export class SchemaGrammars {
  private readonly kept = new Map<string, Grammar>();

  /** Throws InvalidInputError naming a word of the schema that no answer can be held to. */
  of(schema: object): Grammar {
    const key = JSON.stringify(schema);
    const grammar = this.kept.get(key) ?? jsonSchemaGrammar(schema as JsonSchema);
    // Behind the others: the first of them is the one that was not asked for longest.
    this.kept.delete(key);
    this.kept.set(key, grammar);
    const [oldest] = this.kept.keys();
    if (this.kept.size > mostKept && oldest !== undefined) this.kept.delete(oldest);
    return grammar;
  }
}
