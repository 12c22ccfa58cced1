import { describe, expect, it } from 'vitest';
import { loadOntology } from '../src/index.ts';

const ontology = loadOntology();

/** The id, or `- reason`. */
function answer(label: string): string {
  const found = ontology.resolve(label);
  return found.status === 'resolved' ? found.node.id : `- ${found.reason}`;
}

describe('a path', () => {
  it.each([
    ['Malignant > Melanoma > Melanoma in situ', 'melanoma-in-situ'],
    ['Malignant:Melanocytic tumors (Melanoma):Lentigo maligna', 'lentigo-maligna'],
    ['skin cancer|melanoma|nodular melanoma', 'nodular-melanoma'],
    ['Benign::Cysts::Dilated pore', 'dilated-pore-of-winer'],
    ['Basal cell carcinoma: nodular', 'nodular-basal-cell-carcinoma'],
    ['Benign › Nevus › Halo', 'halo-nevus'],
    ['infectious\\viral\\molluscum contagiosum', 'molluscum-contagiosum'],
    ['melanocytic neoplasm/nevus/blue nevus', 'blue-nevus'],
    ['Diagnosis: psoriasis', 'psoriasis'],
    // A milder one behind a malignant one is an alternative, and the graver is kept.
    ['Squamous cell carcinoma / keratoacanthoma', 'squamous-cell-carcinoma'],
    ['Squamous cell carcinoma / keratoacanthoma (SCCKA)', 'squamous-cell-carcinoma'],
  ])('%s → %s', (label, expected) => {
    expect(answer(label)).toBe(expected);
  });

  it.each([
    ['Benign:Nevus:Melanoma', '- malignancy_risk'],
    ['Malignant > Epidermal tumors > Seborrheic keratosis', '- malignancy_risk'],
    ['Indeterminate: melanoma', '- malignancy_risk'],
    ['Benign > Actinic keratosis', '- malignancy_risk'],
    ['infectious > psoriasis', '- ambiguous'],
    ['rule out: melanoma', '- uncertain'],
    ['no: melanoma', '- negated'],
    ['Malignant > Melanoma > frobnicated', '- unknown'],
    ['Melanoma: excluded', '- negated'],
  ])('%s is refused: %s', (label, expected) => {
    expect(answer(label)).toBe(expected);
  });

  it.each([
    ['MAL - melanoma', 'melanoma'],
    ['MAL - Melanoma - superficial spreading', 'superficial-spreading-melanoma'],
    ['MAL_basal cell carcinoma, nodular', 'nodular-basal-cell-carcinoma'],
    ['MAL-SCC', 'squamous-cell-carcinoma'],
    ['MAL – Cheratosi Attinica', 'actinic-keratosis'],
    ['BEN - Nevus, compound', 'compound-nevus'],
    ['BEN - Neo Melanocitico', 'melanocytic-nevus'],
    ['Malignant - Bowen disease', 'bowen-disease'],
    ['Benign - Cysts - Dilated pore', 'dilated-pore-of-winer'],
    ['Precancerous — actinic keratosis', 'actinic-keratosis'],
    ['malignant- bcc', 'basal-cell-carcinoma'],
    ['benign- or malignant tumor', '- malignancy_risk'],
    ['BEN - melanoma', '- malignancy_risk'],
    ['BEN_BCC', '- malignancy_risk'],
    ['MAL - nevus', '- malignancy_risk'],
    ['malignant-melanoma', 'melanoma'],
    ['mal de Meleda', 'mal-de-meleda'],
    ['borderline-leprosy', 'borderline-leprosy'],
  ])('may begin with a class and a dash: %s → %s', (label, expected) => {
    expect(answer(label)).toBe(expected);
  });

  it('says which element it contradicts', () => {
    const found = ontology.resolve('Benign:Nevus:Melanoma');
    expect(found.status === 'unresolved' && found.message).toMatch(
      /"melanoma" under "(?:Benign|Nevus)"/,
    );
  });

  it('leaves a slash between unrelated names a list', () => {
    expect(answer('actinic keratosis/Bowen disease')).toBe(
      'keratinocytic-intraepithelial-neoplasia',
    );
  });
});

describe('names between commas', () => {
  it.each([
    ['acne, rosacea', 'acneiform-disorder'],
    ['acne rosacea', 'rosacea'],
    ['lupus erythematosus, discoid', 'discoid-lupus-erythematosus'],
    ['sarcoma, Kaposi', 'kaposi-sarcoma'],
  ])('%s → %s', (label, expected) => {
    expect(answer(label)).toBe(expected);
  });
});

describe('a name in brackets', () => {
  it.each([
    ['Actinic_Damage(Solar_Elastosis)', 'solar-elastosis'],
    ['Weathering (actinic cheilitis)', 'actinic-cheilitis'],
    ['Basal Cell Carcinoma (BCC)', 'basal-cell-carcinoma'],
    ['history (melanoma)', '- uncertain'],
    ['malignant change (seborrheic keratosis)', '- malignancy_risk'],
    ['eczema (frobnicated)', '- unknown'],
  ])('%s → %s', (label, expected) => {
    expect(answer(label)).toBe(expected);
  });
});

describe('qualifiers', () => {
  it.each([
    ['Melanoma, invasive, superficial spreading', 'superficial-spreading-melanoma'],
    ['invasive melanoma of acral lentiginous type', 'acral-lentiginous-melanoma'],
    ['Melanoma in situ, superficial spreading', 'melanoma-in-situ'],
    ['Squamous cell carcinoma, invasive, clear cell', 'squamous-cell-carcinoma'],
    [
      'Squamous cell carcinoma, spindle cell, well differentiated',
      'spindle-cell-squamous-cell-carcinoma',
    ],
    ['Basal cell carcinoma, nodular and superficial', 'basal-cell-carcinoma'],
    ['Nevus, NOS, compound', 'compound-nevus'],
    ['Melanoma, blue nevus-like', 'blue-nevus-like-melanoma'],
    ['invasive melanoma resembling Spitz nevus', 'spitzoid-melanoma'],
    ['invasive melanoma resembling Becker nevus', 'melanoma'],
    ['melanoma arising in a congenital nevus', 'melanoma-arising-in-congenital-nevus'],
    ['angiosarcoma, post-irradiation', 'angiosarcoma'],
    ['melanoma without ulceration', 'melanoma'],
  ])('%s → %s', (label, expected) => {
    expect(answer(label)).toBe(expected);
  });

  it.each([
    ['psoriasis-like', '- negated'],
    ['psoriasis-like dermatitis', '- negated'],
    ['lesion resembling melanoma', '- negated'],
    ['nevus resembling melanoma', '- malignancy_risk'],
    ['melanoma-like nevus', '- malignancy_risk'],
    ['melanoma, post excision', '- uncertain'],
    ['post melanoma', '- uncertain'],
    ['without melanoma', '- negated'],
    ['seborrheic keratosis, clear cell', '- unknown'],
    ['dermatitis, clear cell', '- unknown'],
  ])('%s is refused: %s', (label, expected) => {
    expect(answer(label)).toBe(expected);
  });
});

describe('a list wider than its one name', () => {
  it.each([
    ['nevus and tumors', '- ambiguous'],
    ['psoriasis and skin conditions', '- ambiguous'],
    ['eczema and infection', '- ambiguous'],
    ['melanoma and skin tumors', 'neoplastic'],
    ['psoriasis of the hand and foot', 'psoriasis'],
    ['Malignant melanoma of other and unspecified parts of face', 'melanoma'],
    ['Melanoma in situ of eyelid, including canthus', 'melanoma-in-situ'],
    ['Melanocytic naevi of upper limb, including shoulder', 'melanocytic-nevus'],
  ])('%s → %s', (label, expected) => {
    expect(answer(label)).toBe(expected);
  });

  it('is never read as that one name, in no language', () => {
    for (const label of ['Melanoma e tumori cutanei', 'melanoma y tumores cutáneos']) {
      expect(ontology.resolve(label).status, label).toBe('unresolved');
    }
  });
});

describe('a short form in brackets', () => {
  it.each([
    ['Clear cell acanthoma (CCA)', 'clear-cell-acanthoma'],
    ['Clear cell acanthoma [CCA]', 'clear-cell-acanthoma'],
    ['Clear cell acanthoma (XYZ)', '- unknown'],
  ])('%s → %s', (label, expected) => {
    expect(answer(label)).toBe(expected);
  });
});

describe('a malignant name under any heading or beside any phrase', () => {
  const malignant = [...ontology.nodes()].filter((node) => node.malignancy === 'malignant');
  const frames: readonly ((name: string) => string)[] = [
    (name) => `Benign > ${name}`,
    (name) => `Benign: Nevus: ${name}`,
    (name) => `nevus, ${name}-like`,
    (name) => `nevus resembling ${name}`,
    (name) => `seborrheic keratosis arising in ${name}`,
    (name) => `nevus, ${name}`,
    (name) => `melanocytic nevus (${name})`,
    (name) => `${name}, nevus`,
    (name) => `${name} without atypia`,
  ];
  it.each(frames.map((frame) => [frame('X'), frame] as const))(
    'never makes %s harmless',
    (_, frame) => {
      for (const { name } of malignant) {
        const found = ontology.resolve(frame(name));
        if (found.status === 'resolved') {
          expect(ontology.malignancyClass(found.node.id), found.label).not.toBe('benign');
        }
      }
    },
  );
});

describe('what lists of other people taught', () => {
  it.each([
    // A word before "or" shares the end of the name behind it.
    ['Reed or Spitz nevus', 'spitz-nevus'],
    ['compound or dermal nevus', 'acquired-melanocytic-nevus'],
    // A number without "type".
    ['neurofibromatosis 1', 'neurofibromatosis-type-1'],
    // English words are no forms of words in other languages.
    ['acute stress disorder', '- unknown'],
    ['testis sarcoma', '- unknown'],
    // Labels that data sets publish for no condition.
    ['Desquamation', '- not_a_condition'],
    ['Pseudorhinophyma', '- not_a_condition'],
    ['Pseudorhinophyma of the nose', '- negated'],
    ['miscellaneous', '- not_a_condition'],
  ])('%s → %s', (label, expected) => {
    expect(answer(label)).toBe(expected);
  });
});

describe('a word', () => {
  it.each([
    ['adamantinoma', '- unknown'],
    ['skinacne', 'acne'],
    ['seborrheickeratosis', 'seborrheic-keratosis'],
  ])('is not cut into the ends of other words: %s → %s', (label, expected) => {
    expect(answer(label)).toBe(expected);
  });

  it.each([
    ['erythema toxicum of the newborn', 'erythema-toxicum-neonatorum'],
    ['neonatal erythema toxicum', 'erythema-toxicum-neonatorum'],
    ['acne of newborns', 'neonatal-acne'],
    ['subcutaneous fat necrosis in a neonate', 'subcutaneous-fat-necrosis-of-the-newborn'],
  ])('for the newborn is as good as another: %s → %s', (label, expected) => {
    expect(answer(label)).toBe(expected);
  });
});

describe('an example in brackets', () => {
  it.each([
    ['Mastocytosis (incl. mastocytoma)', 'mastocytosis'],
    ['Mycobacterial infection (including leprosy)', 'mycobacterial-infection'],
    ['Infecciones micobacterianas (incl. lepra)', 'mycobacterial-infection'],
    ['Trastornos de hipopigmentación (incluido vitíligo)', 'hypopigmentation-disorder'],
    ['Kollagenosen (einschließlich Lupus erythematodes)', 'connective-tissue-disease'],
    ['frobnications (incl. psoriasis)', '- unknown'],
    ['Benign tumors (incl. melanoma)', '- malignancy_risk'],
    ['Included cyst', '- unknown'],
  ])('%s → %s', (label, expected) => {
    expect(answer(label)).toBe(expected);
  });
});

describe('a name that another is associated with', () => {
  it.each([
    ['nevus-associated melanoma', 'melanoma'],
    ['melanoma-associated leukoderma', '- malignancy_risk'],
    ['nevus associated with melanoma', '- malignancy_risk'],
  ])('%s → %s', (label, expected) => {
    expect(answer(label)).toBe(expected);
  });
});
