/** Words that a chapter's number follows, in lower case. */
export const chapterWords: ReadonlySet<string> = new Set(
  `chapter chap ch section sect sec part book lesson lecture unit module appendix article
  kapitel abschnitt teil chapitre partie leçon capítulo capitulo sección seccion parte unidad capitolo sezione
  hoofdstuk deel rozdział część kapitola глава раздел часть`.split(/\s+/),
);

/** Numbers written as words after a chapter word, in lower case. */
export const numberWords: ReadonlySet<string> = new Set(
  `one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
  seventeen eighteen nineteen twenty thirty forty fifty first second third fourth fifth sixth seventh eighth
  ninth tenth eleventh twelfth twenty-one twenty-two twenty-three twenty-four twenty-five`.split(
    /\s+/,
  ),
);

/** Verbs that open an order to the reader, which question-and-answer books ask with: "Describe the lesions." */
export const askingVerbs: ReadonlySet<string> = new Set(
  `compare define describe differentiate discuss distinguish enumerate explain give mention name outline
  specify state`.split(/\s+/),
);

/** Heads of columns that hold the names of what a table lists, in lower case. */
export const nameColumns: ReadonlySet<string> = new Set(
  `disease diseases disorder disorders condition conditions diagnosis diagnoses entity entities illness
  name names title term terms lesion dermatosis dermatoses tumor tumour neoplasm infection syndrome
  krankheit erkrankung diagnose maladie affection enfermedad diagnóstico doença malattia`.split(
    /\s+/,
  ),
);

/** Headings of parts of a note, which never title it, in lower case. */
export const partTitles: ReadonlySet<string> = new Set(
  `presentation presentations definition description overview summary introduction background general
  symptoms signs features feature clinical appearance findings morphology lesions examination history causes cause
  etiology aetiology epidemiology pathophysiology pathogenesis pathology histology diagnosis differential
  investigation investigations workup treatment management therapy prognosis course complications notes note
  key points facts about and of the`.split(/\s+/),
);

/** Heads of columns that hold what is told of one thing, in lower case. */
export const featureColumns: ReadonlySet<string> = new Set(
  'feature features aspect aspects characteristic characteristics property properties attribute attributes criterion criteria parameter parameters item items field fields category categories sign signs'.split(
    ' ',
  ),
);

/** What opens a line of other names, which is no heading but part of what it names, in lower case. */
export const namingWords: readonly string[] = [
  'synonym',
  'syn',
  'also called',
  'also known',
  'other name',
  'alternative name',
  'aka',
  'sinónimo',
  'sinonimi',
  'auch genannt',
  'andere namen',
  'autres noms',
];

/** What opens an aside to the reader, which is no heading, in lower case and without stops. */
export const asideWords: ReadonlySet<string> = new Set(
  `nb note notes ps remark attention caution warning tip important important! eg ie remarque attention! à noter
  hinweis merke achtung nota n.b`.split(/\s+/),
);
