import { readFile, writeFile } from 'node:fs/promises';
import { InvalidInputError, NotFoundError, UsageError } from '@skinr1/core';
import {
  applyOverlay,
  createOntology,
  datasetToFhirConceptMap,
  diffConditions,
  embeddedData,
  fromObo,
  fromSkos,
  loadOntology,
  type Ontology,
  type OntologyData,
  parseOntologyData,
  parseOverlay,
  toFhirCodeSystem,
  toFhirConceptMap,
  toGraphviz,
  toJson,
  toMermaid,
  toObo,
  toSkos,
  toTreeText,
  validate,
} from '@skinr1/ontology';
import { type Command, Option } from 'commander';
import { describeCondition, describeStatistics } from './ontology-describe.ts';
import {
  csvFormat,
  jsonlFormat,
  type LabelFormat,
  readLabels,
  tableFormat,
} from './ontology-labels.ts';
import { wholeNumber } from './option-values.ts';

/** Adds `ontology` with its sub-commands: labels, conditions, versions and formats of the hierarchy. */
export function registerOntologyCommands(program: Command): void {
  const ontology = program
    .command('ontology')
    .description('the disease hierarchy: resolve labels, look conditions up, check and convert it');
  registerResolve(ontology);
  registerLookUp(ontology);
  registerVersions(ontology);
  registerExport(ontology);
}

const labelFormats: Readonly<Record<string, LabelFormat>> = {
  table: tableFormat,
  jsonl: jsonlFormat,
  csv: csvFormat,
};

interface ResolveCommandOptions {
  readonly in: string;
  readonly column?: string;
  readonly dataset?: string;
  readonly overlay?: string;
  readonly format: string;
  readonly strict?: boolean;
}

function registerResolve(ontology: Command): void {
  ontology
    .command('resolve')
    .description(
      'turn labels into conditions; a label that is not sure is refused, with the reason',
    )
    .requiredOption('--in <file>', 'one label a line, or a CSV/TSV file with --column; - for stdin')
    .option('--column <name>', 'the column that holds the labels')
    .option('--dataset <name>', 'read the labels as this data set publishes them')
    .option('--overlay <file>', 'JSON file with additions of your own')
    .addOption(
      new Option('--format <format>', 'output').choices(Object.keys(labelFormats)).default('table'),
    )
    .option('--strict', 'end with an error if a label is not resolved')
    .action(resolveLabels);
}

async function resolveLabels(options: ResolveCommandOptions): Promise<void> {
  const ontology = await loadWithOverlay(options.overlay);
  const { header, row } = labelFormats[options.format] as LabelFormat;
  const tally = new Map<string, number>();
  const settings = options.dataset === undefined ? {} : { dataset: options.dataset };
  let waiting = header;
  for await (const label of readLabels(options.in, options.column)) {
    const resolution = ontology.resolve(label, settings);
    const kind = resolution.status === 'resolved' ? resolution.method : resolution.reason;
    tally.set(kind, (tally.get(kind) ?? 0) + 1);
    waiting += row(resolution);
    if (waiting.length > 65_536) {
      await print(waiting);
      waiting = '';
    }
    if (options.strict && resolution.status === 'unresolved') process.exitCode = 1;
  }
  await print(waiting);
  const total = [...tally.values()].reduce((sum, count) => sum + count, 0);
  const counts = [...tally].map(([kind, count]) => `${kind} ${count}`).join(', ');
  process.stderr.write(`${total} labels: ${counts || 'none'}\n`);
}

function registerLookUp(ontology: Command): void {
  ontology
    .command('show <condition>')
    .description('everything known about a condition, by id or any name')
    .action((name: string) => print(describeCondition(loadOntology(), find(name))));
  ontology
    .command('tree [condition]')
    .description('the tree below a condition')
    .option('--depth <levels>', 'levels to show', wholeNumber)
    .action((name: string | undefined, { depth }: { depth?: number }) =>
      print(
        toTreeText(loadOntology(), {
          ...(name !== undefined && { root: find(name) }),
          ...(depth !== undefined && { depth }),
        }),
      ),
    );
  ontology
    .command('path <condition>')
    .description('the conditions above one, from the most general')
    .action((name: string) => {
      const hierarchy = loadOntology();
      const lines = hierarchy.path(find(name)).map((id) => hierarchy.get(id).name);
      return print(`${lines.join(' › ')}\n`);
    });
  ontology
    .command('stats')
    .description('how much the hierarchy holds')
    .action(() => print(describeStatistics(loadOntology(), embeddedData)));
}

function registerVersions(ontology: Command): void {
  ontology
    .command('diff <before> <after>')
    .description('compare two versions; "embedded" is the one that ships')
    .action(async (before: string, after: string) => {
      const [old, current] = [await readData(before), await readData(after)];
      const { added, removed, changed } = diffConditions(old.conditions, current.conditions);
      const lines = [
        ...added.map((id) => `+ ${id}`),
        ...removed.map((id) => `- ${id}`),
        ...changed.map((each) => `~ ${each.id} ${each.field}: ${each.before} → ${each.after}`),
        `${added.length} added, ${removed.length} removed, ${changed.length} fields changed`,
      ];
      await print(`${lines.join('\n')}\n`);
    });
  ontology
    .command('validate [file]')
    .description('check the hierarchy that ships, or one from a file')
    .option('--overlay <file>', 'JSON file with additions to check on top')
    .action(async (file: string | undefined, { overlay }: { overlay?: string }) => {
      const base = await readData(file ?? 'embedded');
      const data = overlay === undefined ? base : await withOverlay(base, overlay);
      const issues = validate(data);
      const lines = issues.map(
        (issue) => `${issue.severity} ${issue.rule} ${issue.place}: ${issue.message} ${issue.mend}`,
      );
      const errors = issues.filter((issue) => issue.severity === 'error').length;
      lines.push(
        `${data.conditions.length} conditions: ${errors} errors, ${issues.length - errors} warnings`,
      );
      await print(`${lines.join('\n')}\n`);
      if (errors > 0) process.exitCode = 1;
    });
}

interface ExportCommandOptions {
  readonly format: string;
  readonly dataset?: string;
  readonly root?: string;
  readonly depth?: number;
  readonly out?: string;
}

const exportFormats: Readonly<
  Record<string, (ontology: Ontology, options: ExportCommandOptions) => string | Promise<string>>
> = {
  json: () => toJson(embeddedData),
  obo: () => toObo(embeddedData),
  skos: () => toSkos(embeddedData),
  'fhir-codesystem': (ontology) => toText(toFhirCodeSystem(ontology, { version: '0.1.0' })),
  'fhir-conceptmap': (ontology, { dataset }) =>
    toText(
      dataset === undefined
        ? toFhirConceptMap(ontology, { version: '0.1.0' })
        : datasetToFhirConceptMap(ontology, dataset, { version: '0.1.0' }),
    ),
  mermaid: (ontology, options) => toMermaid(ontology, partOf(options)),
  graphviz: (ontology, options) => toGraphviz(ontology, partOf(options)),
};

function registerExport(ontology: Command): void {
  ontology
    .command('export')
    .description('write the hierarchy in another format')
    .addOption(
      new Option('--format <format>', 'format')
        .choices(Object.keys(exportFormats))
        .makeOptionMandatory(),
    )
    .option('--dataset <name>', "for fhir-conceptmap: map this data set's labels")
    .option('--root <condition>', 'for diagrams: the condition at the top')
    .option('--depth <levels>', 'for diagrams: levels below it', wholeNumber)
    .option('--out <file>', 'file to write; without it, standard output')
    .action(async (options: ExportCommandOptions) => {
      const write = exportFormats[options.format] as (typeof exportFormats)[string];
      const text = await write(loadOntology(), options);
      if (options.out === undefined) await print(text);
      else await writeFile(options.out, text);
    });
}

function partOf({ root, depth }: ExportCommandOptions): { root?: string; depth?: number } {
  return { ...(root !== undefined && { root: find(root) }), ...(depth !== undefined && { depth }) };
}

function toText(resource: unknown): string {
  return `${JSON.stringify(resource, null, 2)}\n`;
}

/** The id of a condition from its id or any of its names. Throws NotFoundError with what comes near. */
function find(name: string): string {
  const found = loadOntology().resolve(name);
  if (found.status === 'resolved') return found.node.id;
  const near = found.alternatives.map((each) => each.id).join(', ');
  throw new NotFoundError(`no condition is meant by "${name.slice(0, 80)}". ${found.message}`, {
    mend: near ? `Near: ${near}.` : 'Try `skinr1 ontology tree`.',
  });
}

async function loadWithOverlay(overlay: string | undefined): Promise<Ontology> {
  if (overlay === undefined) return loadOntology();
  return createOntology(await withOverlay(embeddedData, overlay));
}

async function withOverlay(data: OntologyData, file: string): Promise<OntologyData> {
  return applyOverlay(data, parseOverlay(await readText(file), file));
}

/** Whole data from a file: JSON of ours, OBO, or SKOS in Turtle, by extension. */
async function readData(source: string): Promise<OntologyData> {
  if (source === 'embedded') return embeddedData;
  const extension = /\.(json|obo|ttl)$/i.exec(source)?.[1]?.toLowerCase();
  if (extension === undefined) {
    throw new UsageError(`cannot tell the format of "${source}".`, {
      mend: 'Give a .json, .obo or .ttl file, or "embedded".',
    });
  }
  const text = await readText(source);
  if (extension === 'json') return parseOntologyData(text, source);
  const read = extension === 'obo' ? fromObo(text, { source }) : await fromSkos(text, { source });
  for (const row of read.skipped)
    process.stderr.write(`${row.source}, ${row.place}: ${row.reason}\n`);
  return { conditions: read.conditions, morphology: [], vocabularies: [] };
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    const missing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    if (missing)
      throw new NotFoundError('no such file.', { source: file, mend: 'Check the path.' });
    throw new InvalidInputError('cannot be read.', { source: file, cause });
  }
}

/** Waits where the reader is slower than we are, so that output never piles up in memory. */
async function print(text: string): Promise<void> {
  if (text === '' || process.stdout.write(text)) return;
  await new Promise<void>((resolve) => process.stdout.once('drain', () => resolve()));
}
