import type {
  ConditionCode,
  ConditionRecord,
  DifferentialRecord,
  LanguageNames,
  MorphologyRecord,
  NodeMalignancy,
  VocabularyLabel,
  VocabularyMap,
} from './format.ts';

/*
 * How the build ships the data: the same fields in columns, so that what is alike lies side by side and
 * compresses well, and in four texts, each read when it is first asked for. What every user needs at once, the
 * conditions, is as JSON what the records hold, because a parser in the engine is faster than any loop here;
 * names in other languages and labels of data sets are lines in which `|` parts the members of a list and a tab
 * the fields of a row. An id that its name spells is left out.
 */

/** The data of this package as its files hold it. */
export interface ShippedData {
  readonly conditions: readonly ConditionRecord[];
  readonly morphology: readonly MorphologyRecord[];
  readonly vocabularies: readonly VocabularyMap[];
  readonly languages: readonly LanguageNames[];
}

/** {@link ShippedData} as texts. */
export type PackedData = Readonly<Record<keyof ShippedData, string>>;

/** One entry for each condition in every column; 0 where a condition has none. */
interface ConditionColumns {
  readonly ids: readonly (string | 0)[];
  /** Name and synonyms. */
  readonly names: readonly (readonly [string, ...string[]])[];
  readonly abbreviations: readonly (readonly string[] | 0)[];
  /** How many rows further up each parent stands: smaller and more alike than its id. */
  readonly parents: readonly (readonly number[])[];
  readonly malignancies: readonly (NodeMalignancy | 0)[];
  readonly reasons: readonly (string | 0)[];
  readonly codes: readonly (readonly ConditionCode[] | 0)[];
  readonly differentials: readonly (readonly DifferentialRecord[] | 0)[];
}

interface LanguageColumns {
  readonly languages: readonly string[];
  /** A line for each condition, a field for each language. */
  readonly names: string;
  /** The same, the word's meaning in front. */
  readonly words: string;
}

/** The id that most names spell: `Bowen disease` → `bowen-disease`. */
function idOf(name: string): string {
  return name.toLowerCase().replaceAll(' ', '-');
}

/** The same of many names, which as one text takes a tenth of the time. */
function idsOf(names: readonly string[]): string[] {
  return idOf(names.join('\n')).split('\n');
}

/** Puts the data into texts. Throws where a field holds a sign that parts fields. */
export function packData(data: ShippedData): PackedData {
  return {
    conditions: JSON.stringify(packConditions(data.conditions)),
    morphology: JSON.stringify(data.morphology),
    vocabularies: packVocabularies(data.vocabularies),
    languages: JSON.stringify(packLanguages(data.languages, data.conditions)),
  };
}

/** The data behind the texts; each text is read when it is first asked for. */
export function unpackData(packed: PackedData): ShippedData {
  const conditions = once(() =>
    unpackConditions(JSON.parse(packed.conditions) as ConditionColumns),
  );
  const morphology = once(() => JSON.parse(packed.morphology) as readonly MorphologyRecord[]);
  const vocabularies = once(() => unpackVocabularies(packed.vocabularies));
  const languages = once(() =>
    unpackLanguages(JSON.parse(packed.languages) as LanguageColumns, conditions()),
  );
  return {
    get conditions() {
      return conditions();
    },
    get morphology() {
      return morphology();
    },
    get vocabularies() {
      return vocabularies();
    },
    get languages() {
      return languages();
    },
  };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** Members of a list in one field. */
function list(members: readonly string[] = []): string {
  const bad = members.find((member) => /[|\t\n]/.test(member) || member === '');
  if (bad !== undefined)
    throw new RangeError(`"${bad}" cannot be packed: it is empty or holds | or a tab.`);
  return members.join('|');
}

function split(field: string | undefined): string[] {
  return field ? field.split('|') : [];
}

function packConditions(conditions: readonly ConditionRecord[]): ConditionColumns {
  const rows = new Map(conditions.map(({ id }, row) => [id, row]));
  const rowOf = (id: string): number => {
    const row = rows.get(id);
    if (row === undefined) throw new RangeError(`Parent "${id}" is no condition of the data.`);
    return row;
  };
  return {
    ids: conditions.map(({ id, name }) => (idOf(name) === id ? 0 : id)),
    names: conditions.map(({ name, synonyms = [] }) => [name, ...synonyms]),
    abbreviations: conditions.map(({ abbreviations }) => abbreviations ?? 0),
    parents: conditions.map(({ parents }, row) => parents.map((id) => row - rowOf(id))),
    malignancies: conditions.map(({ malignancy }) => malignancy ?? 0),
    reasons: conditions.map(({ malignancyReason }) => malignancyReason ?? 0),
    codes: conditions.map(({ codes }) => codes ?? 0),
    differentials: conditions.map(({ differentials }) => differentials ?? 0),
  };
}

/** A record while it is filled. */
type Filling = { -readonly [Field in keyof ConditionRecord]: ConditionRecord[Field] };

function unpackConditions(columns: ConditionColumns): readonly ConditionRecord[] {
  const { names, abbreviations, parents, malignancies, reasons, codes, differentials } = columns;
  const spelled = idsOf(names.map(([name]) => name));
  const ids = columns.ids.map((id, row) => id || (spelled[row] as string));
  return names.map((all, at): ConditionRecord => {
    const record: Filling = {
      id: ids[at] as string,
      name: all[0],
      parents: (parents[at] as readonly number[]).map((rowsUp) => ids[at - rowsUp] as string),
    };
    if (all.length > 1) record.synonyms = all.slice(1);
    if (abbreviations[at]) record.abbreviations = abbreviations[at];
    if (malignancies[at]) record.malignancy = malignancies[at];
    if (reasons[at]) record.malignancyReason = reasons[at];
    if (codes[at]) record.codes = codes[at];
    if (differentials[at]) record.differentials = differentials[at];
    return record;
  });
}

/** A block for each data set: its name and source, then a line for each label with id and note. */
function packVocabularies(vocabularies: readonly VocabularyMap[]): string {
  const row = ({ label, id, note }: VocabularyLabel): string =>
    [label, id === null ? '-' : id === idOf(label) ? '' : id, ...(note ? [note] : [])].join('\t');
  return vocabularies
    .map(({ dataset, source, labels }) => [`${dataset}\t${source}`, ...labels.map(row)].join('\n'))
    .join('\n\n');
}

function unpackVocabularies(text: string): readonly VocabularyMap[] {
  return text.split('\n\n').map((block): VocabularyMap => {
    const [head, ...rows] = block.split('\n') as [string, ...string[]];
    const [dataset, source] = head.split('\t') as [string, string];
    const labels = rows.map((row): VocabularyLabel => {
      const [label, id, note] = row.split('\t') as [string, string, string | undefined];
      return { label, id: id === '-' ? null : id || idOf(label), ...(note && { note }) };
    });
    return { dataset, source, labels };
  });
}

function packLanguages(
  languages: readonly LanguageNames[],
  conditions: readonly ConditionRecord[],
): LanguageColumns {
  const meanings = new Set(languages.flatMap(({ words = {} }) => Object.keys(words)));
  const row = (of: (language: LanguageNames) => readonly string[] | undefined): string =>
    languages.map((language) => list(of(language))).join('\t');
  return {
    languages: languages.map(({ language }) => language),
    names: conditions.map(({ id }) => row(({ names }) => names[id])).join('\n'),
    words: [...meanings].map((word) => `${word}\t${row(({ words }) => words?.[word])}`).join('\n'),
  };
}

function unpackLanguages(
  columns: LanguageColumns,
  conditions: readonly ConditionRecord[],
): readonly LanguageNames[] {
  const names = columns.names.split('\n').map((line) => line.split('\t'));
  const words = columns.words.split('\n').map((line) => line.split('\t'));
  return columns.languages.map((language, at): LanguageNames => {
    const named = conditions.map(({ id }, row) => [id, split(names[row]?.[at])] as const);
    const meant = words.map(([word = '', ...fields]) => [word, split(fields[at])] as const);
    const filled = (entries: readonly (readonly [string, string[]])[]): Record<string, string[]> =>
      Object.fromEntries(entries.filter(([, members]) => members.length > 0));
    return { language, names: filled(named), words: filled(meant) };
  });
}
