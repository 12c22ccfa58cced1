import type { Case, ImageSource, Random } from '@skinr1/core';
import { applySymmetry, type ConceptExample, symmetryCount } from '@skinr1/model';

/** What the vision tower learns to tell. */
export interface VisualConcepts {
  /** Ids of morphology terms and of ontology nodes, by index. */
  readonly names: readonly string[];
  readonly examples: readonly ConceptExample[];
}

/**
 * The visual concepts of cases: the diagnosis with its wider classes and, where the data set annotates them
 * for all of the cases, the signs.
 */
export function visualConcepts(cases: readonly Case[]): VisualConcepts {
  const annotated = cases.every(({ signs }) => signs !== null);
  const indexes = new Map<string, number>();
  const indexOf = (name: string): number => {
    const index = indexes.get(name) ?? indexes.size;
    indexes.set(name, index);
    return index;
  };
  const examples = cases.map(({ image, path, signs }) => ({
    image,
    // The root of the hierarchy is true of all.
    concepts: [...path.slice(1), ...(annotated ? (signs ?? []) : [])].map(indexOf),
  }));
  return { names: [...indexes.keys()], examples };
}

/** A lesion has no upright: the image, turned or mirrored. */
export function turnAtRandom(image: ImageSource, random: Random): ImageSource {
  if (image.kind !== 'pixels') return image;
  return { kind: 'pixels', ...applySymmetry(image, random.integer(symmetryCount)) };
}
