import { createRandom, NotFoundError } from '@skinr1/core';
import { describe, expect, it } from 'vitest';
import { loadOntology } from '../src/index.ts';

const ontology = loadOntology();

describe('the embedded hierarchy', () => {
  it('has one root and a path to every node', () => {
    expect(ontology.rootId).toBe('skin-disease');
    for (const node of ontology.nodes()) {
      const path = ontology.path(node.id);
      expect(path[0]).toBe('skin-disease');
      expect(path.at(-1)).toBe(node.id);
      path.slice(1).forEach((id, i) => {
        expect(ontology.parents(id)[0]).toBe(path[i]);
      });
    }
  });

  it('resolves every name, id and synonym to its node', () => {
    for (const node of ontology.nodes()) {
      for (const name of [node.name, node.id, ...node.synonyms]) {
        const found = ontology.resolve(name);
        expect(found.status === 'resolved' && found.node.id, name).toBe(node.id);
      }
    }
  });

  it('reads spelling traditions, number and punctuation alike', () => {
    const same = [
      'melanocytic naevi',
      'Melanocytic_Nevus',
      'melanocyticNevus',
      'MELANOCYTIC–NAEVUS',
    ];
    for (const label of same) {
      const found = ontology.resolve(label);
      expect(found.status === 'resolved' && found.node.id, label).toBe('melanocytic-nevus');
    }
  });

  it('does not inherit malignancy across a node that states its own', () => {
    expect(ontology.malignancyClass('basal-cell-carcinoma')).toBe('malignant');
    expect(ontology.malignancyClass('bowen-disease')).toBe('precancerous_in_situ');
    expect(ontology.malignancyClass('psoriasis')).toBe('benign');
    expect(ontology.malignancyClass('neoplastic')).toBeNull();
  });

  it('reads differentials from both ends', () => {
    const others = (id: string): string[] => ontology.differentials(id).map((e) => e.otherId);
    expect(others('melanoma')).toContain('melanocytic-nevus');
    expect(others('melanocytic-nevus')).toContain('melanoma');
  });

  it('never offers an ancestor or a descendant as a distractor', () => {
    const pool = [...ontology.nodes()].map((node) => node.id);
    const drawn = ontology.distractors('melanoma', {
      pool,
      count: pool.length,
      random: createRandom(1),
    });
    expect(drawn).not.toContain('melanoma');
    expect(drawn).not.toContain('lentigo-maligna');
    expect(drawn).not.toContain('neoplastic');
    expect(drawn).toContain('psoriasis');
  });

  it('names an unknown id and the way to find it', () => {
    expect(() => ontology.get('meloma')).toThrow(NotFoundError);
    expect(() => ontology.get('meloma')).toThrow(/resolve/);
  });

  it('finds morphology terms by name and synonym', () => {
    expect(ontology.resolveMorphology('Blue-whitish veil')?.id).toBe('blue-white-veil');
    expect(ontology.resolveMorphology('silvery scales')?.id).toBe('silvery-scale');
    expect(ontology.resolveMorphology('blue veil of doubt')).toBeNull();
  });
});
