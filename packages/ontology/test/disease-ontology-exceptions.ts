/** Labels of the Human Disease Ontology with the reason why they are treated apart. */
interface Exception {
  readonly reason: string;
  readonly labels: readonly string[];
}

/** Filed below "skin disease" there, but not what dermatologists see. */
export const leftOutOfDermatology: readonly Exception[] = [
  {
    reason: 'Diseases of the middle ear and the sinuses.',
    labels: [
      'cholesteatoma',
      'cholesteatoma of attic',
      'cholesteatoma of external ear',
      'cholesteatoma of middle ear',
      'maxillary sinus cholesteatoma',
    ],
  },
  {
    reason: 'Position and movement of the eyelid, and the conjunctiva and cornea: ophthalmology.',
    labels: [
      'blepharophimosis',
      'ectropion',
      'cicatricial ectropion',
      'mechanical ectropion',
      'senile ectropion',
      'spastic ectropion',
      'entropion',
      'cicatricial entropion',
      'mechanical entropion',
      'senile entropion',
      'spastic entropion',
      'lagophthalmos',
      'cicatricial lagophthalmos',
      'mechanical lagophthalmos',
      'paralytic lagophthalmos',
      'angular blepharoconjunctivitis',
      'contact blepharoconjunctivitis',
      'blepharoconjunctivitis',
      'conjunctival pigmentation',
      'stromal corneal pigmentation',
    ],
  },
  {
    reason: 'Jaundice of the newborn: a disease of the liver or the blood.',
    labels: [
      'neonatal jaundice',
      'kernicterus due to isoimmunization',
      'perinatal jaundice due to hepatocellular damage',
    ],
  },
  {
    reason: 'Fat or polyps inside the body.',
    labels: ['mediastinal lipomatosis', 'pelvic lipomatosis', 'fibroepithelial polyp of urethra'],
  },
  {
    reason: 'Salt in sweat, found by a laboratory test, without skin lesions.',
    labels: ['isolated hyperchlorhidrosis'],
  },
];

/** Seen by dermatologists, and refused all the same. */
export const unresolvedOnPurpose: readonly Exception[] = [
  {
    reason: 'A part of the body with "dermatosis": any skin disease at all.',
    labels: ['facial dermatosis', 'hand dermatosis', 'leg dermatosis', 'scalp dermatosis'],
  },
  {
    reason:
      'The bare word names growths and disorders of every class; a guess could change malignancy.',
    labels: ['keratosis'],
  },
  {
    reason: 'The bare word is used for unrelated diseases of hands and feet.',
    labels: ['acrodermatitis'],
  },
  {
    reason: 'A heading of pathology over growths and scars, which no data set uses as a label.',
    labels: ['reactive cutaneous fibrous lesion'],
  },
];

/** Filed there below a parent that is not above them here. */
export const otherParents: readonly Exception[] = [
  {
    reason:
      'There, "dermatitis" is any inflammation of the skin; here it is eczema, and these are none.',
    labels: [
      'acneiform dermatitis',
      'bullous skin disease',
      'dermatosis papulosa nigra',
      'erysipelas',
      'folliculitis',
      'granuloma annulare',
      'granulomatous dermatitis',
      'neurotic excoriation',
      'photosensitivity disease',
      'pityriasis rosea',
      'pustulosis of palm and sole',
      'pyoderma',
    ],
  },
  {
    reason:
      'The name sounds alike, the disease is another: a neutrophilic dermatosis is no infection, a form of psoriasis no impetigo, an acquired autoimmune disease no hereditary one.',
    labels: [
      'pyoderma gangrenosum',
      'impetigo herpetiformis',
      'epidermolysis bullosa acquisita',
      'parapsoriasis',
      'atopic dermatitis',
    ],
  },
  {
    reason:
      'Here told apart by germ and depth: not every bacterial infection is a pyoderma, and ecthyma lies beside impetigo.',
    labels: ['cutaneous diphtheria', 'erythrasma', 'ecthyma'],
  },
  {
    reason:
      'Here below the disease itself; the eyelid is where it sits. Styes and cysts of the lid are no inflammation of its whole edge.',
    labels: [
      'allergic contact dermatitis of eyelid',
      'discoid lupus erythematosus of eyelid',
      'xeroderma of eyelid',
      'parasitic eyelid infestation',
      'hordeolum externum',
      'meibomian cyst',
      'noninfectious dermatoses of eyelid',
    ],
  },
  {
    reason:
      'Here among follicular disorders, mucinoses or cysts, which say more than the gland involved.',
    labels: ['acne', 'follicular mucinosis', 'steatocystoma multiplex'],
  },
  {
    reason: 'Here beside, not below: the parent there is used in a wider sense than here.',
    labels: [
      'Nagashima-type palmoplantar keratosis',
      'Naxos disease',
      'keratosis pilaris atrophicans',
      'seborrheic keratosis',
    ],
  },
];
