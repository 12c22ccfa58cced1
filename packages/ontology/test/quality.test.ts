import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadOntology, type NodeMalignancy, type Resolution } from '../src/index.ts';
import { fitzpatrickDisagreements } from './disagreements.ts';
import {
  leftOutOfDermatology,
  otherParents,
  unresolvedOnPurpose,
} from './disease-ontology-exceptions.ts';

/*
 * The hierarchy against published label tables, which are not part of this repository: they are read
 * from ../shared/data beside it, and each test is skipped where its table is absent.
 */

const ontology = loadOntology();

function table(path: string): { present: boolean; text: () => string } {
  const url = new URL(`../../../../shared/data/${path}`, import.meta.url);
  const present = existsSync(url);
  if (!present) console.warn(`Skipped: ../shared/data/${path} is not here.`);
  return { present, text: () => readFileSync(url, 'utf8') };
}

/** Values of one column, each once. The tables have no quoted separators in the columns asked for. */
function column(text: string, name: string, separator = ','): string[] {
  const [header, ...rows] = text.trim().split(/\r?\n/);
  const at = (header as string).split(separator).indexOf(name);
  expect(at).toBeGreaterThanOrEqual(0);
  return [...new Set(rows.map((row) => row.split(separator)[at] as string))];
}

function idOf(resolution: Resolution): string | null {
  return resolution.status === 'resolved' ? resolution.node.id : null;
}

const fitzpatrick = table('fitzpatrick17k/labels.csv');

describe.skipIf(!fitzpatrick.present)('Fitzpatrick17k', () => {
  const rows = fitzpatrick.present
    ? fitzpatrick
        .text()
        .trim()
        .split('\n')
        .slice(1)
        .map((line) => line.split(','))
    : [];

  it('has 114 labels, and every one resolves with and without its vocabulary map', () => {
    expect(rows).toHaveLength(114);
    for (const [label] of rows as [string][]) {
      const plain = idOf(ontology.resolve(label));
      expect(plain, label).not.toBeNull();
      // The map may say that a label is used for a wider or narrower condition than its words say.
      const mapped = idOf(ontology.resolve(label, { dataset: 'fitzpatrick17k' })) as string;
      const common = ontology.lowestCommonAncestor(mapped, plain as string);
      expect([mapped, plain], label).toContain(common);
    }
  });

  const classes: Readonly<Record<string, NodeMalignancy>> = {
    malignant: 'malignant',
    benign: 'benign',
    'non-neoplastic': 'not_neoplastic',
  };
  /** What the path of a condition must hold for its nine-partition label. */
  const branches: Readonly<Record<string, (path: readonly string[]) => boolean>> = {
    inflammatory: (path) => !path.includes('neoplastic') && !path.includes('genodermatosis'),
    genodermatoses: (path) => path.includes('genodermatosis'),
    'malignant epidermal': (path) => path.includes('epidermal-neoplasm'),
    'benign epidermal': (path) =>
      path.includes('neoplastic') && !path.includes('melanocytic-neoplasm'),
    'malignant melanoma': (path) => path.includes('melanoma'),
    'benign melanocyte': (path) => path.includes('melanocytic-nevus'),
    'benign dermal': (path) =>
      path.includes('neoplastic') && !path.includes('melanocytic-neoplasm'),
    'malignant dermal': (path) =>
      path.includes('neoplastic') && !path.includes('melanocytic-neoplasm'),
    'malignant cutaneous lymphoma': (path) => path.includes('cutaneous-lymphoma'),
  };

  it('agrees in malignancy and branch, but for reasoned exceptions', () => {
    const disagreeing = new Map<string, string>();
    for (const [label, nine, three] of rows as [string, string, string][]) {
      const found = ontology.resolve(label);
      if (found.status !== 'resolved') continue;
      // A condition may lie in the branch by any of its parents.
      const above = [found.node.id, ...ontology.ancestors(found.node.id)];
      if (found.malignancy !== classes[three]) disagreeing.set(label, found.malignancy);
      else if (!branches[nine]?.(nine === 'inflammatory' ? found.path : above)) {
        disagreeing.set(label, `${nine} is not ${found.path.join(' > ')}`);
      }
    }
    const unlisted = [...disagreeing].filter(([label]) => !(label in fitzpatrickDisagreements));
    expect(unlisted).toEqual([]);
    expect(
      Object.keys(fitzpatrickDisagreements).filter((label) => !disagreeing.has(label)),
    ).toEqual([]);
  });

  it('never has a label that it calls malignant come out benign', () => {
    for (const [label, , three] of rows as [string, string, string][]) {
      if (three !== 'malignant') continue;
      const found = ontology.resolve(label);
      expect(['malignant', 'precancerous_in_situ']).toContain(
        found.status === 'resolved' ? found.malignancy : null,
      );
    }
  });
});

const ham = table('ham10000/labels.csv');
const pad = table('pad-ufes-20/metadata.csv');
const derm7pt = table('derm7pt/meta/meta.csv');

describe('image data sets', () => {
  it.skipIf(!ham.present)('HAM10000: all seven codes', () => {
    const labels = column(ham.text(), 'dx');
    expect(labels).toHaveLength(7);
    const ids = labels.map((dx) => idOf(ontology.resolve(dx, { dataset: 'ham10000' })));
    expect(ids).not.toContain(null);
    const malignant = labels.filter((dx) => {
      const found = ontology.resolve(dx, { dataset: 'ham10000' });
      return found.status === 'resolved' && found.malignancy === 'malignant';
    });
    expect(malignant.sort()).toEqual(['bcc', 'mel']);
  });

  it.skipIf(!pad.present)('PAD-UFES-20: all six codes', () => {
    const labels = column(pad.text(), 'diagnostic');
    expect(labels).toHaveLength(6);
    const found = Object.fromEntries(
      labels.map((label) => [label, idOf(ontology.resolve(label, { dataset: 'pad-ufes-20' }))]),
    );
    expect(found).toMatchObject({
      BCC: 'basal-cell-carcinoma',
      ACK: 'actinic-keratosis',
      SEK: 'seborrheic-keratosis',
      MEL: 'melanoma',
    });
    expect(Object.values(found)).not.toContain(null);
  });

  it.skipIf(!derm7pt.present)(
    'Derm7pt: all twenty labels but the one that names no condition',
    () => {
      const labels = column(derm7pt.text(), 'diagnosis');
      expect(labels).toHaveLength(20);
      const refused = labels.filter(
        (label) => ontology.resolve(label, { dataset: 'derm7pt' }).status !== 'resolved',
      );
      expect(refused.filter((label) => label !== 'miscellaneous')).toEqual([]);
    },
  );
});

const humanDisease = table('human-disease-ontology/HumanDO.tsv');

/** Labels with their parents, and the labels below "skin disease". */
function readHumanDisease(): { parents: Map<string, string[]>; skin: Set<string> } {
  const parents = new Map<string, string[]>();
  const children = new Map<string, string[]>();
  for (const line of humanDisease.text().trim().split('\n').slice(1)) {
    const [, label, above] = line.split('\t').map((cell) => cell.replace(/^"|"$/g, ''));
    const list = (above ?? '').split('|').map((each) => each.trim());
    parents.set(label as string, list);
    for (const each of list) children.set(each, [...(children.get(each) ?? []), label as string]);
  }
  const skin = new Set<string>();
  const pending = ['skin disease'];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    for (const child of children.get(next) ?? []) {
      if (!skin.has(child)) pending.push(child);
      skin.add(child);
    }
  }
  return { parents, skin };
}

describe.skipIf(!humanDisease.present)('Human Disease Ontology', () => {
  const { parents, skin } = humanDisease.present
    ? readHumanDisease()
    : { parents: new Map<string, string[]>(), skin: new Set<string>() };
  const resolutions = new Map([...parents.keys()].map((label) => [label, ontology.resolve(label)]));
  const outside = new Set(leftOutOfDermatology.flatMap((each) => each.labels));
  const seen = [...skin].filter((label) => !outside.has(label));

  it('has at least 90 % of the skin diseases that dermatologists see; the rest is listed', () => {
    expect(skin.size).toBe(373);
    const refused = seen.filter((label) => resolutions.get(label)?.status !== 'resolved');
    expect(refused.length / seen.length).toBeLessThanOrEqual(0.1);
    const listed = new Set(unresolvedOnPurpose.flatMap((each) => each.labels));
    expect(refused.filter((label) => !listed.has(label))).toEqual([]);
  });

  it('puts each below the condition that its parent there resolves to, but for reasoned exceptions', () => {
    const disagreeing = new Set<string>();
    let compared = 0;
    for (const label of seen) {
      const own = idOf(ontology.resolve(label));
      for (const parent of parents.get(label) ?? []) {
        const above = idOf(ontology.resolve(parent));
        if (own === null || above === null || above === ontology.rootId) continue;
        compared++;
        if (own !== above && !ontology.isAncestor(above, own)) disagreeing.add(label);
      }
    }
    const listed = new Set(otherParents.flatMap((each) => each.labels));
    expect(compared).toBeGreaterThan(200);
    expect([...disagreeing].filter((label) => !listed.has(label))).toEqual([]);
    expect(disagreeing.size / compared).toBeLessThanOrEqual(0.15);
  });

  it('never has a malignant disease of any organ come out benign', () => {
    const malignant = /carcinoma|sarcoma|lymphoma|melanoma|cancer|malignant|leuk[ae]mia|myeloma/;
    const wrong = [...parents.keys()].filter((label) => {
      const found = resolutions.get(label);
      return (
        malignant.test(label) &&
        found?.status === 'resolved' &&
        ontology.malignancyClass(found.node.id) === 'benign'
      );
    });
    expect(wrong).toEqual([]);
  });

  it('resolves few diseases of other organs, and none of those by a guess', () => {
    const others = [...parents.keys()].filter((label) => !skin.has(label));
    const guessed = others.filter((label) => {
      const found = resolutions.get(label);
      return found?.status === 'resolved' && found.method === 'fuzzy';
    });
    // Of 11,923 names that are no skin disease there, those read as a misspelling of one of ours.
    expect(guessed.length).toBeLessThanOrEqual(6);
  });
});
