/*
 * Some wrong answers are better than others: "nevus" for a melanoma is a harmful mistake, "psoriasis" for
 * a melanoma is a strange one, and "melanocytic neoplasm" is right but coarse. The scores that the
 * method's reward and the evaluation use, side by side.
 */
import {
  ancestorScore,
  exactScore,
  hierarchicalMetrics,
  loadOntology,
  mistakeSeverity,
  optionScore,
  wuPalmer,
} from '@skinr1/ontology';

const ontology = loadOntology();
const truth = 'melanoma';
const path = ontology.path(truth);
const [parent] = ontology.parents(truth) as [string];
const answers = [truth, parent, 'melanocytic-nevus', 'basal-cell-carcinoma', 'psoriasis'];

console.log(`truth: ${path.map((id) => ontology.get(id).name).join(' → ')}\n`);
console.log(`${'answer'.padEnd(24)} exact  reward  ancestor  Wu–Palmer  severity  shares`);
for (const answer of answers) {
  // The reward of an option when the whole path below the root was offered.
  const reward = optionScore(path, answer, path.slice(1));
  const row = [
    exactScore(ontology, truth, answer).toFixed(0).padStart(5),
    reward.toFixed(2).padStart(7),
    ancestorScore(ontology, truth, answer).toFixed(2).padStart(9),
    wuPalmer(ontology, truth, answer).toFixed(2).padStart(10),
    mistakeSeverity(ontology, truth, answer).toFixed(2).padStart(9),
    ` ${ontology.lowestCommonAncestor(truth, answer)}`,
  ];
  console.log(ontology.get(answer).name.padEnd(24) + row.join(' '));
}

const pairs = answers.map((predicted) => ({ truth, predicted }));
const { precision, recall, f1 } = hierarchicalMetrics(ontology, pairs);
console.log(
  `\nhierarchical precision ${precision.toFixed(2)}, recall ${recall.toFixed(2)},`,
  `F1 ${f1.toFixed(2)}`,
);
