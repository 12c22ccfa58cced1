import { type WordSet, wordSet } from './word-set.ts';

/*
 * What a word that looks like a sign may be said of instead, and what a sentence may be about instead of how the
 * disease looks. Words only; see sign-senses.ts and sentence-topic.ts.
 */

/** People: "white patients", "black children". */
export const people: WordSet = wordSet(
  'patient people person race skin skinned child children adult man men woman women population ethnicity american african european boy girl',
);

/** Not of the skin: what a color or shape before or behind them is said of. */
export const notSkin: WordSet = wordSet(
  'corpuscle cell leucocyte leukocyte erythrocyte platelet blood serum plasma fibre fiber marrow bone cartilage muscle nerve',
  'rat mouse mice dog cat horse cow cattle sheep pig rabbit monkey fly mosquito louse flea bird bear fox fish worm beetle',
  'fever emphysema breathing murmur pulse wine bread meat sugar pepper water milk coffee tea',
  'tongue tooth teeth eye eyes conjunctiva sclera cornea pupil iris urine stool faeces feces sputum vomit bile',
  'ointment lotion salve oil powder precipitate paint plaster lint gauze soap wax paraffin lead mercury oxide iodide sulphide phosphorus iodine dye stain reagent',
  'lamp light ray lens glass paper silk thread wool cotton clothing dress cloth linen',
  'colony culture agar medium plate slide smear bacterium bacillus organism spore hyphae mycelium pus discharge exudation effusion lymph clot juice fluid liquid jelly',
  'larynx trachea lung stomach bowel intestine kidney liver spleen heart artery arteries vessel periosteum tendon fascia fat',
  'cross house room street book list flag box sea river mountain forest hill lead',
);

/** Nouns of what lies on the skin, that end the search for what else an adjective may be said of. */
export const lesionNouns: WordSet = wordSet(
  'lesion eruption rash patch spot nodule papule plaque macule vesicle pustule bulla blister scale crust scab ulcer sore wheal tumor swelling growth skin surface border edge margin ring zone halo areola base center mark stain blotch hue tint color discoloration',
);

/** Organs and tissues that nobody sees on the skin. */
export const deepOrgans: WordSet = wordSet(
  'larynx laryngeal trachea lung pulmonary bronchus bronchi stomach gastric bowel intestine intestinal kidney renal bladder urethra liver spleen heart brain cerebral spinal meninges uterus uterine ovary ovarian prostate rectum peritoneum pleura viscera visceral marrow periosteum osteomyelitis',
  'retina retinal choroid choroiditis retinitis iritis keratitis pharynx palate esophagus arteries arterial cartilage cartilages bone bones joint joints tendon tendons muscle muscles fascia fasciae testis testicle lymphatics pneumonia meningitis nephritis endocarditis tooth teeth dental molar incisor shock collapse prostration delirium albuminuria leucocytosis leukocytosis pulse lymph lymphatic gland glands lymphadenopathy bubo buboes lymphadenitis',
);

/** What only happens beneath the skin: "gastric ulcers", "seminal vesicles". */
export const innerPlaces: WordSet = wordSet(
  'peptic gastric duodenal intestinal corneal leg seminal optic air gall rectal laryngeal pulmonary vesicular',
);

/** Speaks of treatment, and of what is left after it. */
export const treatmentWords: WordSet = wordSet(
  'treatment treated remedy remedies ointment lotion cream therap* prescrib* administ* curett* excis* cauter* arsenic prognosis bath',
  'incision incised incise relieve relieved relieves soak soaked penicillin antibiotic* antimicrobial* antifungal* steroid* corticosteroid* wash washing washed cure cured curable',
  'poultice dressing dose dosage injection injected radium vaccine* vaccination surgery surgical operation laser cryo* medication medicine drug prescribed applied application topical topically',
  'dissected snipped scissors amputation amputated graft grafts grafting disinfect* antiseptic bandage painted iodine salicylic sulphur drained boric boracic',
);

/** Speaks of what the microscope shows. */
export const histologyWords: WordSet = wordSet(
  'lymphocyte* plasma epithelioid giant capillaries endothelial alveoli microscop* histolog* histopath* rete corium stratum epithelial dermoepidermal keratinocyte sweatduct anatomical* patholog* embryo embryonic epiblast mesoblast* coalescence autopsy autopsies necropsy necropsies',
);

/** Speaks of cultures, blood, microbes and experiments. */
export const laboratoryWords: WordSet = wordSet(
  'worm worms endospore* microfilari* parasites fungus fungi toxin* exotoxin* antigen* virulence gene genes genome enzyme* strain strains dermatophyte* organism* microorganism* spore spores culture cultured culturing bacill* micrococc* serolog* antibod* pcr scrapings koh experiment experimental experimentally guinea rabbit monkey inoculated specimen assay agar gram',
);

/** Speaks of causes. */
export const causeWords: WordSet = wordSet(
  'contagio* heredit* predispos* causative inherited transmitted transmissible mutation mutations',
);
