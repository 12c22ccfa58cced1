import { inOrder, type TextPattern } from '../text-patterns.ts';

/**
 * What the text under a heading or question is about. `description`: what is seen, to be sorted into the
 * fields by wording. `apart`-kinds never feed visible signs.
 */
export type SectionRole =
  | 'definition'
  | 'description'
  | 'morphology'
  | 'color'
  | 'surface'
  | 'border'
  | 'size'
  | 'distribution'
  | 'symptoms'
  | 'course'
  | 'population'
  | 'dermoscopy'
  | 'differential'
  | 'redFlags'
  | 'histology'
  | 'laboratory'
  | 'etiology'
  | 'treatment'
  | 'other';

/** First rule that fits decides. Titles of modern books and questions of question-and-answer books. */
const rules: readonly (readonly [SectionRole, TextPattern])[] = [
  ['differential', /\bdifferential|\bddx\b|\bmimics?\b|look-?alikes?/i],
  [
    'differential',
    /\bdistinguish|differentiat|\bdiffer\b|\bdiffers\b|\bconfound|\bconfus|\bmistake/i,
  ],
  ['differential', inOrder(/\bexclude\b/i, /suspected|diagnosis/i)],
  ['differential', /\bdiagnos(?!ed with)|\bresembl|\beliminated\b/i],
  ['redFlags', /red flags?|warning signs?|when to refer|alarm/i],
  ['dermoscopy', /dermosc|dermatosc|trichosc/i],
  [
    'histology',
    /histo(?:log|path)|patholog|microscop|\bbiopsy|anatomical (?:seat|change)|immunofluor/i,
  ],
  [
    'laboratory',
    /laborator|investigat|serolog|blood tests?|\bexamin\w+ for|method of examination|culture/i,
  ],
  [
    'treatment',
    /treat|therap|remed|management|manage\b|prescri|applications?\b|ointment|lotion|medicat|prophyla|prevent|removed|remove\b|relief|mercury|diet|disinfect|indications?\b|advised?\b|advisable|measures|depilation|shaving|soap|baths?\b|parasiticides|operat|cure\b|administ/i,
  ],
  ['treatment', inOrder(/arsenic\b/i, /service|indicated/i)],
  [
    'etiology',
    /etiolog|aetiolog|\bcauses?\b|causat|pathogen|\bis due\b|ascribed|attributed|contagious|hereditary|nature of|risk factors?|influenc|genetic|known in regard/i,
  ],
  ['etiology', inOrder(/\bdue\b/i, /\?/)],
  ['description', /^symptoms? and course$|^clinical course and symptoms/i],
  [
    'population',
    /at what age|in what (?:age|sex)|epidemiolog|population|who gets|demograph|frequency|incidence|prevalence|usually (?:occur|observed|noted)/i,
  ],
  [
    'distribution',
    /distribution|what parts?|parts? (?:of the body|most)|regions?\b|predilection|sites?\b|locali[sz]ation|where\b|upon what/i,
  ],
  ['symptoms', /subjective|constitutional symptoms|systemic symptoms|febrile|premonitory/i],
  [
    'description',
    /describe|symptoms|clinical (?:appear|character|feature|presentation|finding|picture)|appearance|characters?\b|varieties|grades?\b|types?\b|lesions?\b|eruption|burrows?|signs?\b|presentation|clinical\b|history of a single|features?\b|findings?\b|examination\b|morbid anatomy|\blooks?\b|\binspection\b|\bon the skin\b|\brash\b/i,
  ],
  ['course', /\bcourse\b|duration|prognos|outcome|natural history|acute or chronic/i],
  ['course', inOrder(/\bchronic\b/i, /\?/)],
  ['color', /^colou?rs?$/i],
  ['morphology', /morpholog/i],
  ['surface', /^surface|texture/i],
  ['border', /^borders?$|margin|outline/i],
  ['size', /^sizes?$|dimension/i],
  [
    'definition',
    /defin|what (?:is|are)\b|what do you (?:understand|mean)|meant by|synonym|overview|introduction|summary|implied by|include in/i,
  ],
];

/** The role of a heading or question. */
export function classifySection(heading: string): SectionRole {
  const text = heading.trim();
  for (const [role, pattern] of rules) {
    if (pattern.test(text)) return role;
  }
  return 'other';
}
