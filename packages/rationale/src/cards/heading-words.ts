import { type WordSet, wordSet } from '../language/word-set.ts';

/*
 * The vocabulary of headings: which words make a part of a disease, a general chapter, or stand about a name.
 * Words only; what follows from them is in read-heading.ts and disease-evidence.ts.
 */

/** Heads a part of what the heading above it treats. */
export const partWords: WordSet = wordSet(
  'definition synonym name nomenclature terminology overview introduction summary description essential',
  'morphology color surface texture border margin size shape distribution location localisation localization site',
  'symptom symptomatology sign course prognosis outcome epidemiology incidence prevalence frequency population demographic',
  'dermoscopy dermoscopic dermatoscopy trichoscopy differential diagnosis diagnostic diagnosing red flag warning',
  'histology histopathology histological pathology pathological anatomy pathogenesis pathogenetic pathogeny pathophysiology',
  'etiology aetiology cause causation causative risk factor trigger treatment therapy therapeutic management investigation',
  'laboratory test testing workup prevention prophylaxis prophylactic feature presentation finding appearance picture complication sequela',
  'examination key point variant variety type form classification figure image picture photo reference reading see also',
  'history geographical geography occurrence transmission infectivity contagion contagiousness incubation period stage',
  'clinical character characteristic bacteriology mycology parasitology virology microscopy biopsy immunofluorescence',
  'mechanism genetic inheritance evolution duration mortality follow monitoring referral when refer patient education advice',
  'note case report example subjective objective physical medical sex age',
  'situation region other manifestation aspect constitutional relation evidence nature',
  'related link source tag category further more other associated association condition',
);

/** Say of what sort, and leave the name what it is: "Acute abscesses of the skin" are abscesses of the skin. */
export const qualifierWords: WordSet = wordSet(
  'mild moderate severe acute chronic early late first second third primary secondary tertiary common rare typical atypical',
  'local localized general generalized diffuse multiple solitary single simple constitutional',
);

/** Say by what an ulcer or sore came: "the scorbutic ulcer" is another than that of the section. */
export const kindAdjectives: WordSet = wordSet(
  'tuberculous tubercular syphilitic scorbutic gouty diabetic varicose malignant traumatic septic leprous venereal mercurial trophic neuropathic diphtheritic gonorrheal rheumatic anemic scrofulous strumous lupoid cancerous sarcomatous senile',
);

/** Heads what is about the book, an exercise, or the subject at large. */
export const generalWords: WordSet = wordSet(
  'content index preface foreword glossary appendix bibliography list illustration plate table about copyright license acknowledgment acknowledgement',
  'dedication chapter part section class volume book page edition author contributor publisher',
  'learning objective concept multiple choice fill blank question answer critical thinking footnote exercise quiz review',
  'principle theory lesion basis rapidity handbook manual textbook atlas guide welcome home readme changelog todo template',
);

/** Stands about a name without changing what it names. */
export const dressWords: WordSet = wordSet(
  'a an the of on in to and or for from with at by as its their this that these it is are',
  'what who how why when which where do does you should can be it recognize recognized recognise recognised know',
  'short brief treatise essay lecture account article monograph practical complete',
);

/** Places of the skin that may follow a name: "candidiasis of the skin and nails". */
export const skinPlaces: WordSet = wordSet(
  'skin cutaneous subcutaneous tissue nail hair scalp face body mucous membrane derma integument surface',
  'child children young infant adult newborn people patient person human man woman',
);

/** A disease in the singular, as the noun that a definition gives or a name ends in. */
export const diseaseNouns: WordSet = wordSet(
  'disease disorder affection infection infestation inflammation eruption exanthem rash tumor neoplasm growth overgrowth outgrowth dermatosis dermatitis illness',
  'condition syndrome malformation anomaly disturbance cancer carcinoma sarcoma lymphoma sore ulcer ulceration fever pox itch',
  'wart cyst boil abscess nevus mole lupus tubercle pustule chancre horn blister gangrene keratosis reaction allergy mycosis ringworm scar lesion',
);

/** The noun at the end of a name that is made like one disease's. */
export const nameNouns: WordSet = wordSet(
  'disease syndrome eruption exanthem rash cancer carcinoma sarcoma lymphoma sore ulcer fever pox itch wart cyst boil abscess',
  'nevus mole lupus tubercle pustule chancre horn gangrene ringworm tumor',
);

/** The plural heads a chapter of several: "Infections of the skin". Written as printed, in small letters. */
export const groupNouns: ReadonlySet<string> = new Set(
  'diseases disorders affections infections infestations inflammations eruptions exanthems rashes tumors tumours neoplasms growths dermatoses conditions syndromes malformations anomalies cancers injuries wounds lesions ulcers cysts abscesses mycoses viruses bacteria manifestations'.split(
    ' ',
  ),
);

/** What a definition may say in place of a disease: no disease is one of these. */
export const otherNouns: WordSet = wordSet(
  'bacterium bacteria bacillus coccus staphylococcus streptococcus fungus yeast mold virus organism microorganism microbe parasite worm larva insect mite tick flea genus species family protozoan amoeba host',
  'drug medicine antibiotic ointment preparation agent compound substance acid salt chemical dye reagent stain method technique procedure test assay examination operation instrument device apparatus',
  'layer organ part region area gland tissue cell protein enzyme molecule structure membrane vessel nerve muscle bone duct follicle fibre fiber barrier system',
  'science branch study art chapter book section field specialty profession word question hospital school country city town',
  'process stage phase mechanism response',
);

/** Endings of names of diseases, of Latin and Greek make. */
export const diseaseEndings: RegExp =
  /(?:itis|osis|oses|omata|oma|omas|iasis|derma|dermia|odes|pathy|penia|trophy|plasia|rrh(?:o|œ)?ea|rrhœa|idrosis|pox|phyma|keratosis|purpura|pemphigus|lichen|lupus|tinea|herpes|favus|scabies|psora|urigo|phagia|atrichia|alopecia|canities|eczema|ichthyosis|impetigo|ecthyma|nevus|nævus)$/;

/** End like names of diseases, and are none. */
export const falseEndings: WordSet = wordSet(
  'diagnosis prognosis osmosis mitosis meiosis symbiosis apoptosis phagocytosis homeostasis metamorphosis hypnosis stoma coma aroma diploma genoma soma chroma philosophy empathy therapy sepsis biosis leucocytosis leukocytosis thrombosis tuberculosis',
);

/** Organs beneath the skin: what stands in their chapters is no disease of the skin. */
export const innerOrgans: WordSet = wordSet(
  'bone bones joint joints artery arteries muscle muscles tendon bursa bursae brain meninges lung stomach bowel intestine kidney liver heart spine skull tooth teeth eye eyes ear ears larynx uterus ovary prostate rectum',
  'keratitis conjunctivitis cornea conjunctiva arthritis synovial osteomyelitis',
);

/** Says that a text is about the skin. */
export const skinWords: WordSet = wordSet(
  'skin cutaneous subcutaneous epidermis epidermal dermis dermal corium dermat* integument nail nails hair scalp sebaceous sweat perspiration follicle',
  'rash eruption exanthem wart mole nevus pustule vesicle papule macule cuticle complexion',
);
