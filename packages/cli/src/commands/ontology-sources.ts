import { readFile } from 'node:fs/promises';
import { InvalidInputError, NotFoundError, UsageError } from '@skinr1/core';
import {
  applyOverlay,
  createOntology,
  embeddedData,
  fromObo,
  fromSkos,
  loadOntology,
  type Ontology,
  type OntologyData,
  parseOntologyData,
  parseOverlay,
} from '@skinr1/ontology';

/** The hierarchy that ships, with the additions of a file. */
export async function loadWithOverlay(overlay: string | undefined): Promise<Ontology> {
  if (overlay === undefined) return loadOntology();
  return createOntology(await withOverlay(embeddedData, overlay));
}

/** Data with the additions of a file. */
export async function withOverlay(data: OntologyData, file: string): Promise<OntologyData> {
  return applyOverlay(data, parseOverlay(await readText(file), file));
}

/** Whole data from a file: JSON of ours, OBO, or SKOS in Turtle, by extension. */
export async function readData(source: string): Promise<OntologyData> {
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
