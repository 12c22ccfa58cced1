import { NotFoundError } from '@skinr1/core';
import type { CodeMatch } from '../data/format.ts';
import type { Ontology } from '../types.ts';
import { codeSystemUris, skinr1Namespace } from './code-systems.ts';

/** A FHIR R4 resource as plain JSON. */
export type FhirResource = { readonly resourceType: string } & Readonly<Record<string, unknown>>;

const url = `${skinr1Namespace}conditions`;

/** Version and state of an exported resource. */
export interface FhirOptions {
  readonly version: string;
  /** @defaultValue 'draft' */
  readonly status?: 'draft' | 'active' | 'retired';
}

/** The conditions as a FHIR R4 CodeSystem; all parents as `parent` properties, the primary one first. */
export function toFhirCodeSystem(ontology: Ontology, options: FhirOptions): FhirResource {
  const nodes = [...ontology.nodes()];
  return {
    resourceType: 'CodeSystem',
    url,
    version: options.version,
    name: 'SkinR1Conditions',
    title: 'Skin-R1 dermatological conditions',
    status: options.status ?? 'draft',
    experimental: true,
    caseSensitive: true,
    hierarchyMeaning: 'is-a',
    content: 'complete',
    count: nodes.length,
    property: [
      { code: 'parent', uri: 'http://hl7.org/fhir/concept-properties#parent', type: 'code' },
      { code: 'malignancy', description: 'Malignancy class', type: 'string' },
    ],
    concept: nodes.map((node) => {
      const names = [...node.synonyms, ...node.abbreviations];
      return {
        code: node.id,
        display: node.name,
        ...(names.length > 0 && { designation: names.map((value) => ({ value })) }),
        property: [
          ...node.parents.map((parent) => ({ code: 'parent', valueCode: parent })),
          { code: 'malignancy', valueString: node.malignancy },
        ],
      };
    }),
  };
}

/** What FHIR R4 says of the target: as wide, wider, or narrower than the source. */
const equivalences: Readonly<Record<CodeMatch, string>> = {
  exact: 'equivalent',
  broad: 'wider',
  narrow: 'narrower',
};

/** Our conditions to ICD-10, ICD-11 and DOID, as a FHIR R4 ConceptMap. */
export function toFhirConceptMap(ontology: Ontology, options: FhirOptions): FhirResource {
  const systems = Object.keys(codeSystemUris) as (keyof typeof codeSystemUris)[];
  const groups = systems.map((system) => ({
    source: url,
    sourceVersion: options.version,
    target: codeSystemUris[system],
    element: [...ontology.nodes()].flatMap((node) => {
      const codes = node.codes.filter((code) => code.system === system);
      const target = codes.map(({ code, match }) => ({ code, equivalence: equivalences[match] }));
      return codes.length === 0 ? [] : [{ code: node.id, display: node.name, target }];
    }),
  }));
  return conceptMap(
    'SkinR1ToCodes',
    options,
    groups.filter((group) => group.element.length > 0),
  );
}

/**
 * A data set's published labels to our conditions, as a FHIR R4 ConceptMap. Throws NotFoundError for a
 * data set that has no map.
 */
export function datasetToFhirConceptMap(
  ontology: Ontology,
  dataset: string,
  options: FhirOptions,
): FhirResource {
  const map = ontology.vocabularies().find((each) => each.dataset === dataset);
  if (!map) {
    throw new NotFoundError(`no vocabulary map for the data set "${dataset}".`, {
      mend: `Use one of: ${ontology
        .vocabularies()
        .map((each) => each.dataset)
        .join(', ')}.`,
    });
  }
  const element = map.labels.map(({ label, id, note }) => ({
    code: label,
    target: [
      id === null
        ? { equivalence: 'unmatched', comment: note }
        : {
            code: id,
            display: ontology.get(id).name,
            equivalence: note ? 'relatedto' : 'equivalent',
            ...(note && { comment: note }),
          },
    ],
  }));
  const source = `${skinr1Namespace}dataset:${dataset}`;
  return conceptMap(`${dataset.replace(/\W/g, '')}ToSkinR1`, options, [
    { source, target: url, targetVersion: options.version, element },
  ]);
}

function conceptMap(name: string, options: FhirOptions, group: readonly unknown[]): FhirResource {
  return {
    resourceType: 'ConceptMap',
    url: `${skinr1Namespace}map:${name}`,
    version: options.version,
    name,
    status: options.status ?? 'draft',
    experimental: true,
    group,
  };
}
