/*
 * Every data set names diagnoses in its own way. The ontology brings the names to one hierarchy with a
 * malignancy class, says how sure it is, and refuses where a guess could do harm.
 */
import { loadOntology } from '@skinr1/ontology';

const ontology = loadOntology();
console.log(`${ontology.size} conditions\n`);

function show(label: string, dataset?: string): void {
  const found = ontology.resolve(label, dataset ? { dataset } : {});
  const meaning =
    found.status === 'resolved'
      ? `${found.node.name} (${found.malignancy}; ${found.method}, ${found.confidence.toFixed(2)})`
      : `– ${found.reason}`;
  console.log(`  ${label.padEnd(32)} ${meaning}`);
}

// Published label lists, code by code.
for (const { dataset, labels } of ontology.vocabularies()) {
  console.log(dataset);
  for (const { label } of labels.slice(0, 7)) show(label, dataset);
}

console.log('free text');
for (const label of [
  'Seborrheic Keratoses',
  'BCC',
  'psoriasis vulgaris',
  'lichen planuss', // misspelled: found, with less confidence
  'melanoma in situ', // not the same class as melanoma
  'no melanoma', // negated: not a melanoma
  'melanoma vs dermatofibroma', // undecided
  'MPNST-like thing', // not known
]) {
  show(label);
}

const path = ontology.path('melanoma').map((id) => ontology.get(id).name);
console.log(`\npath: ${path.join(' → ')}`);
