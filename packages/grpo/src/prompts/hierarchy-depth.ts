import { described, type Prompt } from '@skinr1/core';
import type { Ontology } from '@skinr1/ontology';

/** How deep in the hierarchy the diagnosis of a prompt lies: a difficulty for {@link curriculum}. */
export function hierarchyDepth(
  ontology: Ontology,
): (prompt: Prompt<{ readonly diagnosisId: string }>) => number {
  return described(
    'hierarchyDepth',
    { conditions: [...ontology.nodes()] },
    ({ labels }: Prompt<{ readonly diagnosisId: string }>) => ontology.depth(labels.diagnosisId),
  );
}
