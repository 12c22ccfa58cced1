import { InvalidInputError } from '@skinr1/core';

/** What of `tokenizer.json` makes tables of byte pairs: those of 150,000 entries are checked as they are read. */
export interface BytePairFiles {
  readonly model: Readonly<Record<string, unknown>>;
  readonly added: readonly AddedToken[];
  /** What to name in errors. */
  readonly source: string;
}

/** A token beside those that merges make. */
export interface AddedToken {
  readonly id: number;
  readonly content: string;
  /** Whether it is a control token. */
  readonly special: boolean;
}

/** The tables of the library's model of byte pairs, under its names. */
export interface BytePairs {
  /** Pieces and added tokens by their ids. */
  readonly vocab: readonly (string | undefined)[];
  /** Ids of pieces. Texts of control tokens are none: a tokenizer that knows them finds them before. */
  readonly tokens_to_ids: ReadonlyMap<string, number>;
  readonly unk_token_id: number | undefined;
  /** Places of merges, by the pair in JSON. */
  readonly bpe_ranks: ReadonlyMap<string, number>;
}

/** The largest id: ids are places in tables. */
export const mostId: number = 2 ** 24;

/**
 * Makes in a third of the time what the library's constructor makes of a large vocabulary, once for all tokenizers over
 * it.
 *
 * @throws InvalidInputError for tables that are none, naming the place
 */
export function readBytePairs({ model, added, source }: BytePairFiles): BytePairs {
  const { pieces, ids } = readVocabulary(model.vocab, source);
  const unknown = typeof model.unk_token === 'string' ? ids.get(model.unk_token) : undefined;
  for (const { id, content, special } of added) {
    pieces[id] = content;
    if (special) ids.delete(content);
    else ids.set(content, id);
  }
  return {
    vocab: pieces,
    tokens_to_ids: ids,
    unk_token_id: unknown,
    bpe_ranks: readMerges(model.merges, source),
  };
}

/** Pieces by their ids, and ids by their pieces. */
function readVocabulary(
  vocabulary: unknown,
  source: string,
): { pieces: string[]; ids: Map<string, number> } {
  if (typeof vocabulary !== 'object' || vocabulary === null || Array.isArray(vocabulary)) {
    throw fault('is no table of pieces.', 'model.vocab', source);
  }
  const table = vocabulary as Readonly<Record<string, unknown>>;
  const pieces: string[] = [];
  const ids = new Map<string, number>();
  for (const name of Object.keys(table)) {
    const id = table[name];
    if (!Number.isInteger(id) || (id as number) < 0 || (id as number) > mostId) {
      throw fault(`is no id: ${JSON.stringify(id)}.`, `model.vocab.${name}`, source);
    }
    pieces[id as number] = name;
    ids.set(name, id as number);
  }
  return { pieces, ids };
}

/** Two pieces in byte characters without those that JSON escapes, a quote and a backslash. */
const plainMerge = /^[!#-[\]-~¡-Ń]+ [!#-[\]-~¡-Ń]+$/;

function readMerges(merges: unknown, source: string): Map<string, number> {
  if (!Array.isArray(merges)) throw fault('is no list of pairs.', 'model.merges', source);
  const ranks = new Map<string, number>();
  merges.forEach((merge: unknown, rank) => {
    if (typeof merge === 'string' && plainMerge.test(merge)) {
      ranks.set(`["${merge.replace(' ', '","')}"]`, rank);
      return;
    }
    const pair = typeof merge === 'string' ? merge.split(' ', 2) : merge;
    if (!isPair(pair)) throw fault('is no pair of pieces.', `model.merges.${rank}`, source);
    ranks.set(JSON.stringify(pair), rank);
  });
  return ranks;
}

function isPair(value: unknown): value is [string, string] {
  if (!Array.isArray(value) || value.length !== 2) return false;
  return typeof value[0] === 'string' && typeof value[1] === 'string';
}

/** That files make no byte-pair tokenizer. */
export function fault(message: string, place: string, source: string): InvalidInputError {
  return new InvalidInputError(message, {
    source,
    place,
    mend: 'Use the files of a byte-level BPE tokenizer such as that of Qwen2.5-VL.',
  });
}
