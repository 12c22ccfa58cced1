import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadOntology, type Resolution } from '../src/index.ts';

const ontology = loadOntology();

function idOf(found: Resolution): string {
  return found.status === 'resolved' ? found.node.id : `- ${found.reason}`;
}

describe('the terms of the ISIC archive', () => {
  const labels =
    ontology.vocabularies().find(({ dataset }) => dataset === 'isic-archive')?.labels ?? [];

  it('are all there, each with a condition', () => {
    expect(labels.length).toBe(418);
    expect(labels.filter(({ id }) => id === null)).toEqual([]);
  });

  it.each([
    [
      'Malignant:Malignant melanocytic proliferations (Melanoma):Melanoma in situ',
      'melanoma-in-situ',
    ],
    [
      'Malignant:Malignant melanocytic proliferations (Melanoma):Melanoma in situ:Melanoma in situ, Lentigo maligna type',
      'lentigo-maligna',
    ],
    [
      'Malignant::Malignant melanocytic proliferations (Melanoma)::Melanoma Invasive::Melanoma Invasive, Superficial spreading',
      'superficial-spreading-melanoma',
    ],
    ['Benign:Cysts:Dilated pore', 'dilated-pore-of-winer'],
    ['Benign:Cysts:Comedo', 'comedo'],
    ['Malignant:Malignant epidermal proliferations', 'epidermal-neoplasm'],
    ['Benign > Exogenous > Tattoo', 'tattoo'],
    ['Malignant adnexal epithelial proliferations - Sebaceous', 'sebaceous-carcinoma'],
    ['Angiosarcoma cutaneous, Post-irradiation', 'angiosarcoma'],
  ])('%s → %s', (label, expected) => {
    expect(idOf(ontology.resolve(label))).toBe(expected);
  });

  it('are read as the archive means them where it is named', () => {
    const asPublished = (label: string): string =>
      idOf(ontology.resolve(label, { dataset: 'isic-archive' }));
    expect(asPublished('Angiosarcoma cutaneous, Post-irradiation')).toBe(
      'postradiation-angiosarcoma',
    );
    expect(asPublished('Malignant')).toBe('malignant-skin-neoplasm');
    expect(idOf(ontology.resolve('Malignant'))).toBe('- unknown');
  });

  it('mean the same, or something above, without the name of the archive', () => {
    const wrong = labels.flatMap(({ label, id }) => {
      const found = ontology.resolve(label);
      if (found.status === 'unresolved' || id === null) return [];
      const isAbove = found.node.id === id || ontology.isAncestor(found.node.id, id);
      return isAbove || readByDegree.has(label) ? [] : [`${label} → ${found.node.id}, not ${id}`];
    });
    expect(wrong).toEqual([]);
  });
});

/** "Adeno-squamous" is no word of a name below squamous cell carcinoma, so that the degree beside it is read. */
const readByDegree: ReadonlySet<string> = new Set([
  'Squamous cell carcinoma, Invasive, Adeno-squamous, well differentiated',
  'Squamous cell carcinoma, Invasive, Adeno-squamous, poorly differentiated',
]);

describe('published labels with a malignancy of their own', () => {
  const isHarmless = (found: Resolution): boolean =>
    found.status === 'resolved' && ontology.malignancyClass(found.node.id) === 'benign';

  it('never come out benign where their data set has them malignant', () => {
    for (const { dataset, labels } of ontology.vocabularies()) {
      for (const { label, id } of labels) {
        if (id === null || ontology.malignancyClass(id) !== 'malignant') continue;
        expect(isHarmless(ontology.resolve(label)), `${dataset}: ${label}`).toBe(false);
      }
    }
  });

  const fitzpatrick = new URL('../../../../shared/data/fitzpatrick17k/labels.csv', import.meta.url);
  it.skipIf(!existsSync(fitzpatrick))(
    'nor in Fitzpatrick17k (skipped where ../shared/data is absent)',
    () => {
      const rows = readFileSync(fitzpatrick, 'utf8')
        .trim()
        .split('\n')
        .map((row) => row.trim().split(','));
      const [header = [], ...body] = rows;
      const malignant = body.filter(
        (row) => row[header.indexOf('three_partition_label')] === 'malignant',
      );
      expect(malignant.length).toBeGreaterThan(0);
      for (const row of malignant) {
        const label = row[header.indexOf('label')] ?? '';
        expect(isHarmless(ontology.resolve(label)), label).toBe(false);
      }
    },
  );
});

describe('folder names of collections', () => {
  it.each([
    ['Actinic_solar_Damage(Pigmentation)', 'sun-damaged-skin'],
    ['Mucous_Membrane_Psoriasis', 'psoriasis'],
    ['8. Seborrheic Keratoses and other Benign Tumors - 1.8k', 'benign-skin-neoplasm'],
    ['2. Melanoma 15.75k', 'melanoma'],
    ['BA-impetigo', 'impetigo'],
    ['Vascular Lesions (VASC)', 'benign-vascular-lesion'],
    [
      "Actinic Keratoses and Intraepithelial Carcinoma / Bowen's Disease (AKIEC)",
      'keratinocytic-intraepithelial-neoplasia',
    ],
  ])('%s → %s', (label, expected) => {
    expect(idOf(ontology.resolve(label))).toBe(expected);
  });
});
