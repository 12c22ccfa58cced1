import { describe, expect, it } from 'vitest';
import { embeddedData, loadOntology, validate } from '../src/index.ts';

const ontology = loadOntology();
const { languages = [] } = embeddedData;
const faults = validate(embeddedData).filter(({ rule }) => rule === 'language');

/** The id, or `- reason`. */
function answer(label: string): string {
  const found = ontology.resolve(label);
  return found.status === 'resolved' ? found.node.id : `- ${found.reason}`;
}

// Without its accent it is an English name of measles.
const mistaken: ReadonlySet<string> = new Set(['rubeola']);

describe.each(languages.map((each) => [each.language, each] as const))(
  'names in %s',
  (code, { names }) => {
    it('are there for the common conditions', () => {
      const common = code === 'zh' || code === 'ja' ? 60 : 150;
      expect(Object.keys(names).length).toBeGreaterThanOrEqual(common);
    });

    it('exist once and point to conditions', () => {
      const ofLanguage = faults.filter(({ place }) => place.startsWith(`${code}: `));
      expect(ofLanguage.filter(({ severity }) => severity === 'error')).toEqual([]);
    });

    it('resolve to their condition, in capitals and without accents too', () => {
      const wrong: string[] = [];
      for (const [id, list] of Object.entries(names)) {
        for (const name of list) {
          // ñ is a letter of its own: "una" is an article.
          const plain = name.replace(/[^ñ]/g, (letter) =>
            letter.normalize('NFD').replace(/[\u0300-\u036f]/g, ''),
          );
          for (const label of [name, name.toUpperCase(), plain, name.replace(/ /g, '_')]) {
            if (answer(label) !== id && !mistaken.has(label.toLowerCase()))
              wrong.push(`${label} → ${answer(label)}, not ${id}`);
          }
        }
      }
      expect(wrong).toEqual([]);
    });
  },
);

describe('the end of a term of a classification, "not otherwise specified"', () => {
  it.each([
    ['Siringoma, SAI', 'syringoma'],
    ['Melanoma, SAI', 'melanoma'],
    ['Carcinoma de células basales, SAI', 'basal-cell-carcinoma'],
    ['Dermatofibroma SOE', 'dermatofibroma'],
    ['Carcinome épidermoïde SAI', 'squamous-cell-carcinoma'],
    ['Basalzellkarzinom o. n. A.', 'basal-cell-carcinoma'],
    ['Nevo blu, NAS', 'blue-nevus'],
  ])('%s → %s', (label, expected) => {
    expect(answer(label)).toBe(expected);
  });
});

describe('words of one stem that are not the same', () => {
  it.each([
    ['uña encarnada', 'ingrown-nail'],
    ['trastornos de la uña', 'nail-disorder'],
    ['trastornos vasculares', 'vascular-disorder'],
    ['pecas', 'freckle'],
    ['nevo del pecho', 'melanocytic-nevus'],
    ['verruga en el pecho', 'verruca'],
    ['perniose', 'chilblain'],
    ['erisipela da perna', 'erysipelas'],
    ['úlcera da perna', 'leg-ulcer'],
    ['pédiculose', 'pediculosis'],
    ['nævus pédiculé', 'melanocytic-nevus'],
    ['毛囊角化病', 'darier-disease'],
    ['毛囊角化症', 'keratosis-pilaris'],
    ['着色性干皮病', 'xeroderma-pigmentosum'],
    ['着色性干皮症', 'xeroderma-pigmentosum'],
    ['无色素痣', 'nevus-depigmentosus'],
    ['线状IgA大疱性皮病', 'linear-iga-disease'],
  ])('%s → %s', (label, id) => {
    expect(answer(label)).toBe(id);
  });
});

describe('words that languages spell each in its own way', () => {
  it.each([
    ['Actinomicose', 'actinomycosis'],
    ['actinomicosi', 'actinomycosis'],
    ['Aktinomykose', 'actinomycosis'],
    ['actinomycose', 'actinomycosis'],
    ['Kryptokokkose', 'cryptococcosis'],
    ['criptococosis', 'cryptococcosis'],
    ['Paracoccidioidomicose', 'paracoccidioidomycosis'],
    ['Amiloidose', 'amyloidosis-of-skin'],
    ['Fibrosarkom', 'fibrosarcoma'],
    ['Espiradenoma', 'spiradenoma'],
    ['melanose', '- malignancy_risk'],
    ['anaphylactique', '- unknown'],
    ['criptococoma', '- unknown'],
  ])('%s → %s', (label, expected) => {
    expect(answer(label)).toBe(expected);
  });
});

describe('other languages than English', () => {
  it.each([
    ['queratosis actínicas', 'actinic-keratosis'],
    ['Ceratoses seborreicas', 'seborrheic-keratosis'],
    ['Aktinischen Keratosen', 'actinic-keratosis'],
    ['melanozytaeren Naevus', 'melanocytic-nevus'],
    ['Kératoses actiniques', 'actinic-keratosis'],
    ['cheratosi attiniche', 'actinic-keratosis'],
    ['Carcinomas basocelulares', 'basal-cell-carcinoma'],
    ['maladie de Darier', 'darier-disease'],
    ['Enfermedad de Hailey-Hailey', 'hailey-hailey-disease'],
    ['Síndrome de Muir-Torre', 'muir-torre-syndrome'],
    ['Carcinoma basocelular superficial', 'superficial-basal-cell-carcinoma'],
    ['carcinome basocellulaire nodulaire', 'nodular-basal-cell-carcinoma'],
    ['Melanoma nodular ulcerado de la espalda', 'nodular-melanoma'],
    ['Basalzellkarzinom, sklerodermiform', 'morpheaform-basal-cell-carcinoma'],
    ['carcinoma spinocellulare invasivo del labbro', 'squamous-cell-carcinoma'],
    ['Psoriasis der Kopfhaut', 'scalp-psoriasis'],
    ['Benigno > Nevo melanocítico > Nevo azul', 'blue-nevus'],
    ['鱗狀細胞癌', 'squamous-cell-carcinoma'],
    ['皮膚鱗狀細胞癌', 'squamous-cell-carcinoma'],
    ['慢性湿疹', 'eczema'],
    ['転移性悪性黒色腫', 'metastatic-melanoma'],
    ['melanoma 黑色素瘤', 'melanoma'],
    ['celulite', 'cellulitis'],
    ['cellulite', 'cellulite'],
    ['Herpes simple', 'herpes-simplex'],
    ['Prurito no especificado', 'pruritus'],
    ['Psoriasis, nicht näher bezeichnet', 'psoriasis'],
    ['Rubéola', 'rubella'],
    ['rubeola', 'measles'],
    ['Neurodermitis', 'atopic-dermatitis'],
    ['Névrodermite', 'lichen-simplex-chronicus'],
    ['nevo melanocítico (pinta ou beleza)', 'melanocytic-nevus'],
    ['Melanocytic Nevus (nevo melanocítico)', 'melanocytic-nevus'],
    ['Ceratose Benigna (bkl)', 'benign-keratosis'],
    ['Melanoma in situ do couro cabeludo e do pescoço', 'melanoma-in-situ'],
    ['Melanoma maligno da pálpebra, incluindo o canto', 'melanoma'],
    ['Carcinoma in situ de la piel', 'keratinocytic-intraepithelial-neoplasia'],
    ['Bowen病', 'bowen-disease'],
  ])('%s → %s', (label, expected) => {
    expect(answer(label)).toBe(expected);
  });

  it.each([
    ['sin melanoma', '- negated'],
    ['kein Melanom', '- negated'],
    ['pas de mélanome', '- negated'],
    ['não melanoma', '- negated'],
    ['posible melanoma', '- uncertain'],
    ['Verdacht auf Melanom', '- uncertain'],
    ['suspicion de mélanome', '- uncertain'],
    ['sospetto melanoma', '- uncertain'],
    ['疑似黑色素瘤', '- uncertain'],
    ['悪性黒色腫の疑い', '- uncertain'],
    ['非黑色素瘤', '- negated'],
    ['nevo azul maligno', 'blue-nevus-like-melanoma'],
    ['queratosis seborreica maligna', '- malignancy_risk'],
    ['Nävus, bösartig', '- malignancy_risk'],
    ['皮肤什么东西', '- unknown'],
    ['меланома', '- unknown'],
    ['흑색종', '- unknown'],
    ['Carcinoma frobnicado', '- unknown'],
    // No Spanish "sitio": a word of malignancy is read as such or not at all.
    ['fibroma in situ, NOS', '- malignancy_risk'],
  ])('%s is refused: %s', (label, expected) => {
    expect(answer(label)).toBe(expected);
  });

  it('says which language it read', () => {
    expect(ontology.resolve('Basalzellkarzinom')).toMatchObject({
      method: 'translated',
      note: 'A name in: de.',
    });
  });
});
