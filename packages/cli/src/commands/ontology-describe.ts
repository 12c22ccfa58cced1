import type { Ontology, OntologyData } from '@skinr1/ontology';

/** What `show` prints about one condition. */
export function describeCondition(ontology: Ontology, id: string): string {
  const node = ontology.get(id);
  const name = (each: string): string => `${ontology.get(each).name} [${each}]`;
  const source = node.malignancyFrom === id ? '' : ` (from ${node.malignancyFrom})`;
  const reason = node.malignancyReason ? `: ${node.malignancyReason}` : '';
  const lines = [
    `${node.name} [${node.id}]`,
    `path           ${ontology
      .path(id)
      .map((each) => ontology.get(each).name)
      .join(' › ')}`,
    `malignancy     ${node.malignancy}${source}${reason}`,
  ];
  const list = (title: string, items: readonly string[]): void => {
    if (items.length > 0) lines.push(`${title.padEnd(14)} ${items.join('; ')}`);
  };
  list('synonyms', node.synonyms);
  list('abbreviations', node.abbreviations);
  list('also below', node.parents.slice(1).map(name));
  list('children', ontology.children(id).map(name));
  list(
    'codes',
    node.codes.map((code) => `${code.system} ${code.code} (${code.match})`),
  );
  for (const { otherId, sign } of ontology.differentials(id)) {
    lines.push(`differential   ${name(otherId)}: ${sign}`);
  }
  return `${lines.join('\n')}\n`;
}

/** What `stats` prints. */
export function describeStatistics(ontology: Ontology, data: OntologyData): string {
  const nodes = [...ontology.nodes()];
  const count = (test: (node: (typeof nodes)[number]) => boolean): number =>
    nodes.filter(test).length;
  const sum = (size: (node: (typeof nodes)[number]) => number): number =>
    nodes.reduce((total, node) => total + size(node), 0);
  const edges = sum((node) => ontology.differentials(node.id).length) / 2;
  const row = (title: string, value: number | string): string => `${title.padEnd(34)} ${value}`;
  const lines = [
    row('conditions', nodes.length),
    row(
      '  without children',
      count((node) => ontology.children(node.id).length === 0),
    ),
    row(
      '  with more than one parent',
      count((node) => node.parents.length > 1),
    ),
    row(
      'deepest level',
      nodes.reduce((most, { id }) => Math.max(most, ontology.depth(id)), 0),
    ),
    row(
      'synonyms',
      sum((node) => node.synonyms.length),
    ),
    row(
      'abbreviations',
      sum((node) => node.abbreviations.length),
    ),
    row('differential-diagnosis edges', edges),
    row('morphology terms', ontology.morphology().length),
    ...(['ICD-10', 'ICD-11', 'DOID'] as const).map((system) =>
      row(
        `conditions with a code of ${system}`,
        count((n) => n.codes.some((c) => c.system === system)),
      ),
    ),
    ...(['benign', 'precancerous_in_situ', 'malignant', 'not_neoplastic', 'variable'] as const).map(
      (malignancy) =>
        row(
          malignancy,
          count((node) => node.malignancy === malignancy),
        ),
    ),
    ...ontology
      .children(ontology.rootId)
      .map((id) => row(`below ${ontology.get(id).name}`, ontology.descendants(id).size)),
    ...data.vocabularies.map((map) => row(`labels of ${map.dataset}`, map.labels.length)),
  ];
  return `${lines.join('\n')}\n`;
}
