import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DiseaseNode, loadOntology } from '@skinr1/ontology';
import { describe, expect, it } from 'vitest';
import { diseaseProfiles } from '../../datasets/src/synthetic/disease-profiles.ts';
import { embeddedTextbook, embeddedTextbookFolder, extractCards } from '../src/index.ts';

/*
 * The embedded textbook is hand-written prose that code reads. These tests hold it to its format and to
 * the ontology: same names, same malignancy, and the signs that the synthetic lesions show.
 */

interface Entry {
  readonly id: string;
  readonly title: string;
  readonly alsoCalled: readonly string[];
  readonly headings: readonly string[];
  readonly sections: ReadonlyMap<string, string>;
  readonly differentials: readonly { readonly name: string; readonly text: string }[];
}

const ontology = loadOntology();
const requiredHeadings = [
  'Definition',
  'Morphology',
  'Colour',
  'Distribution',
  'Symptoms and course',
  'Differential diagnosis',
  'Red flags',
];
/** All headings in their order; those not required may be left out. */
const headingOrder = [
  ...requiredHeadings.slice(0, 5),
  'Dermoscopy',
  'Differential diagnosis',
  'Red flags',
  'Histology',
];

function readEntry(file: string): Entry {
  const text = readFileSync(join(embeddedTextbookFolder(), file), 'utf8');
  const [head = '', ...parts] = text.split(/^## /m);
  const sections = new Map(
    parts.map((part): [string, string] => {
      const end = part.indexOf('\n');
      return [part.slice(0, end), part.slice(end).trim()];
    }),
  );
  const bullets = (sections.get('Differential diagnosis') ?? '').split('\n').filter(Boolean);
  return {
    id: file.replace(/\.md$/, ''),
    title: /^# (.+)$/m.exec(head)?.[1] ?? '',
    alsoCalled: /^\*Also called: (.+)\.\*$/m.exec(head)?.[1]?.split(', ') ?? [],
    headings: [...sections.keys()],
    sections,
    differentials: bullets.map((line) => {
      const match = /^- \*\*(.+?)\*\*: (.+)$/.exec(line);
      return { name: match?.[1] ?? `not a differential: ${line}`, text: match?.[2] ?? '' };
    }),
  };
}

function resolvedNode(name: string): DiseaseNode | null {
  const resolution = ontology.resolve(name);
  return resolution.status === 'resolved' ? resolution.node : null;
}

/** What the words of a Definition must and must not say. */
function malignancyProblem(entry: Entry): string | null {
  const definition = entry.sections.get('Definition') ?? '';
  const says = {
    malignant: /\bmalignant\b/i.test(definition),
    precancerous_in_situ: /\bprecancerous\b|\bin situ\b/i.test(definition),
    benign: /\bbenign\b/i.test(definition),
    not_neoplastic: /\bnon-neoplastic\b/i.test(definition),
  };
  const { malignancy } = ontology.get(entry.id);
  if (malignancy === 'variable') return null;
  const allowed: string[] =
    malignancy === 'not_neoplastic' ? ['not_neoplastic', 'benign'] : [malignancy];
  const missing = allowed.filter((word) => !says[word as keyof typeof says]);
  const extra = Object.entries(says)
    .filter(([word, said]) => said && !allowed.includes(word))
    .map(([word]) => word);
  if (missing.length === 0 && extra.length === 0) return null;
  return `${entry.id} is ${malignancy}: missing ${missing}, too much ${extra}`;
}

const entries = readdirSync(embeddedTextbookFolder())
  .filter((file) => file.endsWith('.md'))
  .map(readEntry);
const byId = new Map(entries.map((entry) => [entry.id, entry]));

describe('form', () => {
  it('holds at least 120 diseases', () => {
    expect(entries.length).toBeGreaterThanOrEqual(120);
  });

  it('has the headings in order, and says something under each', () => {
    const problems = entries.flatMap(({ id, headings, sections, differentials }) => [
      ...requiredHeadings
        .filter((heading) => !headings.includes(heading))
        .map((h) => `${id}: no ${h}`),
      ...headings
        .filter((heading) => (sections.get(heading) ?? '').length < 5)
        .map((h) => `${id}: empty ${h}`),
      ...headings
        .filter(
          (heading, index) => headingOrder.filter((h) => headings.includes(h))[index] !== heading,
        )
        .map((h) => `${id}: ${h} is unknown, twice there or out of order`),
      ...differentials
        .filter(({ text }) => !text.endsWith('.'))
        .map(({ name }) => `${id}: ${name}`),
      ...(differentials.length < 4 ? [`${id}: ${differentials.length} differentials`] : []),
    ]);
    expect(problems).toEqual([]);
  });

  it('repeats no sentence of a description between diseases', () => {
    const seen = new Map<string, string>();
    const repeats: string[] = [];
    for (const { id, sections } of entries) {
      for (const heading of ['Definition', 'Morphology', 'Symptoms and course']) {
        for (const sentence of (sections.get(heading) ?? '').split(/(?<=\.)\s+/)) {
          // Shorter ones ("Benign and non-neoplastic.") may well meet.
          if (sentence.length < 40) continue;
          const other = seen.get(sentence);
          if (other !== undefined) repeats.push(`${other} and ${id}: ${sentence}`);
          seen.set(sentence, id);
        }
      }
    }
    expect(repeats).toEqual([]);
  });
});

describe('agreement with the ontology', () => {
  it('names every disease as the ontology names it', () => {
    const wrong = entries
      .map(({ id, title }) => ({ id, title, node: resolvedNode(title) }))
      .filter(
        ({ id, title, node }) => node?.id !== id || node.name.toLowerCase() !== title.toLowerCase(),
      )
      .map(({ id, title, node }) => `${id}: ${title} means ${node?.name}`);
    expect(wrong).toEqual([]);
  });

  it('gives no other name that means another disease', () => {
    const wrong = entries.flatMap(({ id, alsoCalled }) =>
      alsoCalled
        .map((name) => ({ id, name, means: resolvedNode(name)?.id ?? id }))
        .filter(({ means }) => means !== id),
    );
    expect(wrong).toEqual([]);
  });

  it('states the malignancy of every disease as the ontology has it', () => {
    expect(entries.map(malignancyProblem).filter((problem) => problem !== null)).toEqual([]);
  });

  it('names every differential diagnosis as the ontology does, once, and never the disease itself', () => {
    const wrong = entries.flatMap(({ id, differentials }) => {
      const seen = new Set([id]);
      return differentials.flatMap(({ name }) => {
        const node = resolvedNode(name);
        if (node?.name.toLowerCase() !== name.toLowerCase()) {
          return [`${id}: ${name} means ${node?.name}`];
        }
        if (seen.has(node.id)) return [`${id}: ${name} again`];
        seen.add(node.id);
        return [];
      });
    });
    expect(wrong).toEqual([]);
  });
});

describe('coverage', () => {
  /** Labels that name a disease, and the diseases under a wide one of which at least one must be there. */
  function missing(dataset: string, labels?: readonly string[]): string[] {
    const vocabulary = ontology.vocabularies().find((candidate) => candidate.dataset === dataset);
    if (!vocabulary) throw new Error(`The ontology has no vocabulary of ${dataset}.`);
    return vocabulary.labels
      .filter(({ label }) => !labels || labels.includes(label))
      .filter(({ id }) => {
        if (id === null || byId.has(id)) return false;
        return ![...ontology.descendants(id)].some((descendant) => byId.has(descendant));
      })
      .map(({ label }) => label);
  }

  it.each(['ham10000', 'pad-ufes-20', 'derm7pt', 'fitzpatrick17k'])('every label of %s', (name) => {
    expect(missing(name)).toEqual([]);
  });
});

describe('the demo diseases', () => {
  it('tell each other apart from both ends', () => {
    const demo = new Set(diseaseProfiles.map(({ diseaseId }) => diseaseId));
    const pairs = [...demo].flatMap((id) =>
      (byId.get(id)?.differentials ?? [])
        .map(({ name }) => resolvedNode(name)?.id ?? name)
        .filter((other) => demo.has(other))
        .map((other) => [id, other] as const),
    );
    const known = new Set(pairs.map(([id, other]) => `${id} ${other}`));
    expect(pairs.length).toBeGreaterThan(50);
    expect(pairs.filter(([id, other]) => !known.has(`${other} ${id}`))).toEqual([]);
  });

  it('name every sign that their synthetic lesions show', async () => {
    const { cards } = extractCards(await embeddedTextbook(), { ontology });
    const unsupported = diseaseProfiles.flatMap(
      ({ diseaseId, always, often, sometimes, rarely }) => {
        const card = cards.find(({ ontologyId }) => ontologyId === diseaseId);
        const said = new Set(
          card?.signs.filter(({ frequency }) => frequency !== 'absent').map(({ termId }) => termId),
        );
        return [...always, ...often, ...sometimes, ...rarely]
          .filter((sign) => !said.has(sign))
          .map((sign) => `${diseaseId}: ${sign}`);
      },
    );
    expect(unsupported).toEqual([]);
  });
});
