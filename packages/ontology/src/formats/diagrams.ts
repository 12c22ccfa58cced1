import type { NodeMalignancy } from '../data/format.ts';
import type { Ontology } from '../types.ts';

/** Which part of the hierarchy to draw. */
export interface DiagramOptions {
  /** The condition at the top. @defaultValue the root */
  readonly root?: string;
  /** Levels below it. @defaultValue all */
  readonly depth?: number;
}

const fills: Readonly<Record<NodeMalignancy, string>> = {
  benign: '#d8efd3',
  precancerous_in_situ: '#fde9b8',
  malignant: '#f6c4c0',
  not_neoplastic: '#dfe9f5',
  variable: '#eeeeee',
};

interface Drawn {
  readonly ids: readonly string[];
  /** Parent, child, and whether the parent is the primary one. */
  readonly edges: readonly (readonly [string, string, boolean])[];
}

function select(ontology: Ontology, options: DiagramOptions): Drawn {
  const root = ontology.get(options.root ?? ontology.rootId).id;
  const limit = options.depth ?? Number.POSITIVE_INFINITY;
  const levels = new Map([[root, 0]]);
  for (const [id, level] of levels) {
    if (level >= limit) continue;
    for (const child of ontology.children(id)) if (!levels.has(child)) levels.set(child, level + 1);
  }
  const ids = [...levels.keys()];
  const edges = ids.flatMap((id) =>
    ontology
      .parents(id)
      .flatMap((parent, at) => (levels.has(parent) ? [[parent, id, at === 0] as const] : [])),
  );
  return { ids, edges };
}

/** A Mermaid flow chart; further parents by dotted lines, malignancy by color. */
export function toMermaid(ontology: Ontology, options: DiagramOptions = {}): string {
  const { ids, edges } = select(ontology, options);
  const number = new Map(ids.map((id, at) => [id, `n${at}`]));
  const lines = ['flowchart LR'];
  for (const id of ids) {
    const { name, malignancy } = ontology.get(id);
    lines.push(`  ${number.get(id)}["${name.replace(/"/g, '#quot;')}"]:::${malignancy}`);
  }
  for (const [parent, child, primary] of edges) {
    lines.push(`  ${number.get(parent)} ${primary ? '-->' : '-.->'} ${number.get(child)}`);
  }
  for (const [malignancy, fill] of Object.entries(fills)) {
    lines.push(`  classDef ${malignancy} fill:${fill},color:#000`);
  }
  return `${lines.join('\n')}\n`;
}

/** A Graphviz graph; further parents by dashed lines, malignancy by color. */
export function toGraphviz(ontology: Ontology, options: DiagramOptions = {}): string {
  const { ids, edges } = select(ontology, options);
  const quote = (text: string): string => `"${text.replace(/\\/g, '\\\\').replace(/"/g, '\\"')}"`;
  const lines = ['digraph ontology {', '  rankdir=LR;', '  node [shape=box, style=filled];'];
  for (const id of ids) {
    const { name, malignancy } = ontology.get(id);
    lines.push(`  ${quote(id)} [label=${quote(name)}, fillcolor="${fills[malignancy]}"];`);
  }
  for (const [parent, child, primary] of edges) {
    lines.push(`  ${quote(parent)} -> ${quote(child)}${primary ? '' : ' [style=dashed]'};`);
  }
  return `${[...lines, '}'].join('\n')}\n`;
}

/** The tree of primary parents as indented text, one name a line. */
export function toTreeText(ontology: Ontology, options: DiagramOptions = {}): string {
  const limit = options.depth ?? Number.POSITIVE_INFINITY;
  const root = ontology.get(options.root ?? ontology.rootId).id;
  const lines: string[] = [];
  const pending = [{ id: root, prefix: '', joint: '' }];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { id, prefix, joint } = next;
    const { name, malignancy } = ontology.get(id);
    lines.push(`${prefix}${joint}${name}  [${id}; ${malignancy}]`);
    if (ontology.depth(id) - ontology.depth(root) >= limit) continue;
    const children = ontology.children(id).filter((child) => ontology.parents(child)[0] === id);
    const indent = prefix + (joint === '' ? '' : joint === '└─ ' ? '   ' : '│  ');
    children.reverse().forEach((child, at) => {
      pending.push({ id: child, prefix: indent, joint: at === 0 ? '└─ ' : '├─ ' });
    });
  }
  return `${lines.join('\n')}\n`;
}
