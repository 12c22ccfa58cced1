import { writeFile } from 'node:fs/promises';
import { NotFoundError } from '@skinr1/core';
import {
  datasetToFhirConceptMap,
  diffConditions,
  embeddedData,
  loadOntology,
  type Ontology,
  type ResolutionMethod,
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
import { visible } from '../terminal/columns.ts';
import { print } from '../terminal/print.ts';
import { describeCondition, describeStatistics } from './ontology-describe.ts';
import { registerResolve } from './ontology-resolve.ts';
import { readData, withOverlay } from './ontology-sources.ts';
import { refuseIdle } from './option-rules.ts';
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

function registerLookUp(ontology: Command): void {
  ontology
    .command('show <condition...>')
    .description('everything known about a condition, by id or any name')
    .action((name: string[]) => print(describeCondition(loadOntology(), find(name.join(' ')))));
  ontology
    .command('tree [condition...]')
    .description('the tree below a condition')
    .option('--depth <levels>', 'levels to show', wholeNumber)
    .action((name: string[], { depth }: { depth?: number }) =>
      print(
        toTreeText(loadOntology(), {
          ...(name.length > 0 && { root: find(name.join(' ')) }),
          ...(depth !== undefined && { depth }),
        }),
      ),
    );
  ontology
    .command('path <condition...>')
    .description('the conditions above one, from the most general')
    .action((name: string[]) => {
      const hierarchy = loadOntology();
      const lines = hierarchy.path(find(name.join(' '))).map((id) => hierarchy.get(id).name);
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

/** A format: how it is written, and the options that it alone takes. */
interface FormatWriter {
  readonly takes: readonly string[];
  write(ontology: Ontology, options: ExportCommandOptions): string | Promise<string>;
}

const diagram = ['root', 'depth'];

const exportFormats: Readonly<Record<string, FormatWriter>> = {
  json: { takes: [], write: () => toJson(embeddedData) },
  obo: { takes: [], write: () => toObo(embeddedData) },
  skos: { takes: [], write: () => toSkos(embeddedData) },
  'fhir-codesystem': {
    takes: [],
    write: (ontology) => toText(toFhirCodeSystem(ontology, { version: '0.1.0' })),
  },
  'fhir-conceptmap': {
    takes: ['dataset'],
    write: (ontology, { dataset }) =>
      toText(
        dataset === undefined
          ? toFhirConceptMap(ontology, { version: '0.1.0' })
          : datasetToFhirConceptMap(ontology, dataset, { version: '0.1.0' }),
      ),
  },
  mermaid: {
    takes: diagram,
    write: (ontology, options) => toMermaid(ontology, partOf(options)),
  },
  graphviz: {
    takes: diagram,
    write: (ontology, options) => toGraphviz(ontology, partOf(options)),
  },
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
    .action(async (options: ExportCommandOptions, command: Command) => {
      const format = exportFormats[options.format] as FormatWriter;
      const others = ['dataset', ...diagram].filter((name) => !format.takes.includes(name));
      const without = `does nothing for the format '${options.format}'.`;
      refuseIdle(command, others, without, 'Leave it out, or choose a format that it is for.');
      const text = await format.write(loadOntology(), options);
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

/** How a name is found that needs no word about it. */
const plainMethods: readonly ResolutionMethod[] = ['exact', 'normalized', 'abbreviation'];

/**
 * The id of a condition from its id or any of its names; says on standard error where another was meant than
 * is written. Throws NotFoundError with what comes near.
 */
function find(name: string): string {
  const hierarchy = loadOntology();
  const found = hierarchy.resolve(name);
  const shown = visible(name.slice(0, 80));
  if (found.status === 'resolved') {
    if (!plainMethods.includes(found.method)) {
      const note = found.note === null ? '' : ` ${visible(found.note)}`;
      process.stderr.write(`"${shown}" is taken for ${found.node.name}.${note}\n`);
    }
    return found.node.id;
  }
  const near = found.alternatives.map((each) => `"${hierarchy.get(each.id).name}"`);
  throw new NotFoundError(`"${shown}" names no condition. ${found.message}`, {
    mend:
      near.length > 0
        ? `Did you mean ${near.join(' or ')}?`
        : 'List what there is with `skinr1 ontology tree --depth 2`.',
  });
}
