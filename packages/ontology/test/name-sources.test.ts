import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { embeddedData, loadOntology } from '../src/index.ts';

/*
 * Names in other languages as facts: each row of `src/data/names/sources/` names two sources that give a
 * condition's name. Counted are the commonest conditions, which are those of the most lists of labels.
 */

const ontology = loadOntology();
const folder = new URL('../src/data/names/sources/', import.meta.url);

interface Row {
  readonly condition: string;
  readonly name: string;
  readonly sources: readonly [string, string];
}

function readRows(language: string): readonly Row[] {
  const [header, ...lines] = readFileSync(new URL(`${language}.tsv`, folder), 'utf8')
    .trimEnd()
    .split('\n');
  expect(header).toBe('condition\tname\tsource\tanother source');
  return lines.map((line) => {
    const [condition = '', name = '', one = '', other = '', ...more] = line.split('\t');
    expect([line, more]).toEqual([line, []]);
    return { condition, name, sources: [one, other] };
  });
}

const readme = readFileSync(new URL('README.md', folder), 'utf8');

/** Sources that the folder's README describes. */
const described = new Set([...readme.matchAll(/`([^`]+)`/g)].map(([, source]) => source as string));

/** The conditions that the README says to lack a name in two sources. */
function saidToLack(language: string): readonly string[] {
  const [, conditions = ''] = new RegExp(`^\\| ${language} \\| (.*) \\|$`, 'm').exec(readme) ?? [];
  return conditions.split(', ');
}

/** A described source, a page's host, a repository, or a numbered or described file. */
function isSource(source: string): boolean {
  return (
    described.has(source) ||
    /^(\w[\w.-]*\.[a-z]{2,}( \(.+\))?|[\w.-]+\/[\w.-]+|file,? .+)$/.test(source)
  );
}

/** Labels for what is no single disease: groups, and what is seen of several. */
const groups: ReadonlySet<string> = new Set([
  'atypical-melanocytic-proliferation',
  'benign-fibrous-neoplasm',
  'benign-keratosis',
  'benign-skin-neoplasm',
  'benign-vascular-lesion',
  'combined-nevus',
  'cyst',
  'ink-spot-lentigo',
  'malignant-skin-neoplasm',
  'melanocytic-neoplasm',
  'neoplastic',
  'recurrent-nevus',
  'skin-disease',
  'stasis-edema',
  'sun-damaged-skin',
  'vascular-neoplasm',
]);

/** In how many lists of labels each condition stands; SkinCon's labels are signs. */
function listsByCondition(): ReadonlyMap<string, number> {
  const lists = new Map<string, number>();
  for (const { dataset, labels } of embeddedData.vocabularies) {
    if (dataset === 'skincon') continue;
    const ids = new Set(labels.flatMap(({ id }) => id ?? []));
    for (const id of ids) if (!groups.has(id)) lists.set(id, (lists.get(id) ?? 0) + 1);
  }
  return lists;
}

const lists = listsByCondition();
const commonest = [...lists].flatMap(([id, count]) => (count >= 2 ? [id] : []));

describe('names in two independent sources', () => {
  it('are asked of 150 conditions, those of two or more lists of labels', () => {
    expect(commonest).toHaveLength(150);
  });

  it.each([
    // Language, how many conditions are asked for, how many of the 150 have such a name.
    ['de', 150, 141],
    ['es', 150, 134],
    ['fr', 150, 132],
    ['it', 150, 127],
    ['pt', 150, 132],
    ['zh', 60, 107],
    ['ja', 60, 96],
  ])('%s: at least %i conditions of such lists, %i of the 150', (language, asked, of150) => {
    const found = new Set(readRows(language).map(({ condition }) => condition));
    expect([...lists.keys()].filter((id) => found.has(id)).length).toBeGreaterThanOrEqual(asked);
    expect(commonest.filter((id) => found.has(id)).length).toBeGreaterThanOrEqual(of150);
    expect(commonest.filter((id) => !found.has(id)).sort()).toEqual(saidToLack(language));
  });

  it.each((embeddedData.languages ?? []).map(({ language }) => [language] as const))(
    '%s: each row names a condition once, a name of it, and two sources',
    (language) => {
      const rows = readRows(language);
      const ids = rows.map(({ condition }) => condition);
      expect(ids).toEqual([...new Set(ids)].sort());
      const wrong = rows.filter(({ condition, name, sources: [one, other] }) => {
        const found = ontology.resolve(name);
        const resolved = found.status === 'resolved' && found.node.id === condition;
        return !resolved || one === other || !isSource(one) || !isSource(other);
      });
      expect(wrong).toEqual([]);
    },
  );
});
