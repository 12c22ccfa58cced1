import { formatOpenAnswer } from '@skinr1/core';
import { loadOntology } from '@skinr1/ontology';
import { describe, expect, it } from 'vitest';
import { openDiagnosisReward } from '../src/index.ts';
import { rewardOf, sample } from './support/samples.ts';

const ontology = loadOntology();
const reward = openDiagnosisReward({ ontology });
const labels = { diagnosisId: 'basal-cell-carcinoma' };
const names = (id: string) => ontology.get(id).name;
const path = ontology.path(labels.diagnosisId);

function answer(...parts: string[]): string {
  return formatOpenAnswer({ thinking: 'pearly border', path: parts, malignancy: 'malignant' });
}
const score = (text: string) => rewardOf(reward, sample(text, labels)) as number;

describe('openDiagnosisReward', () => {
  it.each([
    ['its name', 'basal cell carcinoma'],
    ['another case', 'Basal Cell Carcinoma'],
    ['a synonym', ontology.get(labels.diagnosisId).synonyms[0] as string],
    ['a short form', 'BCC'],
  ])('pays the diagnosis in full by %s', (_, name) => {
    expect(score(answer(name))).toBe(0.75);
  });

  it('pays the whole path in full', () => {
    const upwards = [...path].reverse().map(names);
    expect(score(answer(...upwards))).toBe(0.75);
  });

  it('pays more general conditions by depth, the root nothing', () => {
    const paid = path.map((id) => score(answer(names(id))));
    expect(paid[0]).toBe(0);
    // One more step down, one more share: depth / depth of the diagnosis.
    paid.forEach((value, depth) => {
      expect(value).toBeCloseTo((0.75 * depth) / (path.length - 1), 12);
    });
    expect(paid.length).toBeGreaterThan(2);
  });

  it('pays a kind of the diagnosis in full, since it includes it', () => {
    for (const id of ontology.descendants(labels.diagnosisId)) {
      expect(score(answer(names(id)))).toBe(0.75);
    }
  });

  it.each([
    ['another diagnosis', answer('melanoma')],
    ['a sibling', answer('squamous cell carcinoma')],
    ['a list of diagnoses in one name', answer('basal cell carcinoma or melanoma')],
    ['a list with slashes', answer('basal cell carcinoma/melanoma')],
    ['several diagnoses as a path', answer('basal cell carcinoma', 'melanoma', 'psoriasis')],
    ['the right one second', answer('melanoma', 'basal cell carcinoma')],
    ['the same branch twice from below', answer(names(path[1] as string), 'basal cell carcinoma')],
    ['a fragment', answer('carcinoma')],
    ['a spelling that is only near', answer('basl cel carcinome')],
    ['a denial', answer('no basal cell carcinoma')],
    ['words around it', answer('some kind of basal cell carcinoma I guess')],
    ['an id', answer('skin-disease')],
    ['nothing', ''],
    ['the name without the form', 'basal cell carcinoma'],
    ['the choice form', '<thinking>x</thinking><final diagnosis>B, malignant</final diagnosis>'],
  ])('pays nothing for %s', (_, text) => {
    expect(score(text)).toBe(0);
  });

  it('gives every condition the full reward for its own name, and 0 for the root', () => {
    for (const node of ontology.nodes()) {
      if (node.id === ontology.rootId) continue;
      const own = sample(answer(node.name), { diagnosisId: node.id });
      expect(rewardOf(reward, own), node.id).toBe(0.75);
      const root = sample(answer(names(ontology.rootId)), { diagnosisId: node.id });
      expect(rewardOf(reward, root), node.id).toBe(0);
    }
  });
});
