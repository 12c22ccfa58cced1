import { InvalidInputError } from '@skinr1/core';
import type {
  ConditionRecord,
  LanguageNames,
  MorphologyRecord,
  VocabularyMap,
} from '../data/format.ts';
import type { OntologyData } from '../ontology.ts';
import { validate } from './validate.ts';

/** A user's additions, kept apart from the data they extend. */
export interface OntologyOverlay {
  /** Named in error messages: a file name. */
  readonly source?: string;
  /** New conditions. */
  readonly conditions?: readonly ConditionRecord[];
  /** Changes to conditions that exist: names are added, other fields replaced. */
  readonly extend?: readonly ConditionExtension[];
  readonly morphology?: readonly MorphologyRecord[];
  /** New maps, or labels for a map that exists; a label that exists is replaced. */
  readonly vocabularies?: readonly VocabularyMap[];
  /** Names in other languages: of a new language, or more of one that exists. */
  readonly languages?: readonly LanguageNames[];
}

/** What to change at one condition. */
export type ConditionExtension = Pick<ConditionRecord, 'id'> &
  Partial<Omit<ConditionRecord, 'id' | 'name'>>;

/**
 * The data with an overlay on top; neither is changed. Throws InvalidInputError, naming each place, where
 * the result would contradict itself in a way that the data alone did not.
 */
export function applyOverlay(data: OntologyData, overlay: OntologyOverlay): OntologyData {
  const result: OntologyData = {
    conditions: extendConditions(data.conditions, overlay),
    morphology: [...data.morphology, ...(overlay.morphology ?? [])],
    vocabularies: mergeVocabularies(data.vocabularies, overlay.vocabularies ?? []),
    languages: mergeLanguages(data.languages ?? [], overlay.languages ?? []),
  };
  const known = new Set(validate(data).map((issue) => `${issue.place} ${issue.message}`));
  const fresh = validate(result).filter(
    (issue) =>
      (issue.severity === 'error' || issue.rule === 'language') &&
      !known.has(`${issue.place} ${issue.message}`),
  );
  if (fresh.length > 0) {
    const lines = fresh.slice(0, 20).map((i) => `"${i.place}": ${i.message} ${i.mend}`);
    const more = fresh.length > 20 ? `\n… and ${fresh.length - 20} more.` : '';
    throw new InvalidInputError(
      `the overlay contradicts itself or the data:\n${lines.join('\n')}${more}`,
      {
        source: overlay.source ?? 'overlay',
        place: `"${fresh[0]?.place}"`,
      },
    );
  }
  return result;
}

function extendConditions(
  conditions: readonly ConditionRecord[],
  { conditions: added = [], extend = [], source = 'overlay' }: OntologyOverlay,
): ConditionRecord[] {
  const result = [...conditions, ...added];
  const places = new Map(result.map((record, at) => [record.id, at]));
  for (const change of extend) {
    const at = places.get(change.id);
    if (at === undefined) {
      throw new InvalidInputError('it extends a condition that does not exist.', {
        source,
        place: `"${change.id}"`,
        mend: 'Correct the id, or list it under `conditions`.',
      });
    }
    const record = result[at] as ConditionRecord;
    result[at] = {
      ...record,
      ...change,
      synonyms: [...new Set([...(record.synonyms ?? []), ...(change.synonyms ?? [])])],
      abbreviations: [
        ...new Set([...(record.abbreviations ?? []), ...(change.abbreviations ?? [])]),
      ],
    };
  }
  return result;
}

function mergeVocabularies(
  maps: readonly VocabularyMap[],
  added: readonly VocabularyMap[],
): VocabularyMap[] {
  const result = new Map(maps.map((map) => [map.dataset, map]));
  for (const map of added) {
    const existing = result.get(map.dataset);
    if (!existing) {
      result.set(map.dataset, map);
      continue;
    }
    const replaced = new Set(map.labels.map(({ label }) => label));
    const kept = existing.labels.filter(({ label }) => !replaced.has(label));
    result.set(map.dataset, { ...existing, labels: [...kept, ...map.labels] });
  }
  return [...result.values()];
}

function mergeLanguages(
  languages: readonly LanguageNames[],
  added: readonly LanguageNames[],
): LanguageNames[] {
  const result = new Map(languages.map((each) => [each.language, each]));
  for (const { language, names, words = {} } of added) {
    const existing = result.get(language);
    result.set(language, {
      language,
      names: mergeLists(existing?.names ?? {}, names),
      words: mergeLists(existing?.words ?? {}, words),
    });
  }
  return [...result.values()];
}

function mergeLists(
  lists: Readonly<Record<string, readonly string[]>>,
  added: Readonly<Record<string, readonly string[]>>,
): Record<string, readonly string[]> {
  const result: Record<string, readonly string[]> = { ...lists };
  for (const [key, list] of Object.entries(added)) {
    result[key] = [...new Set([...(lists[key] ?? []), ...list])];
  }
  return result;
}
