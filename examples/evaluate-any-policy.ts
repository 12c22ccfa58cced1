/*
 * Anything that answers prompts can be evaluated: here three rules of thumb, in their place a model, a
 * remote server, yours. The result is a table with 95 % intervals and a self-contained web page,
 * runs/examples/report.html.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import {
  type ChoiceLabels,
  formatChoiceAnswer,
  type Prompt,
  type SamplingPolicy,
} from '@skinr1/core';
import { syntheticLesions } from '@skinr1/datasets';
import {
  type BenchmarkResult,
  buildBenchmarks,
  compareResults,
  evaluate,
  provenanceSection,
  renderReport,
  renderTable,
  resultsSection,
  summarize,
} from '@skinr1/eval';
import { loadOntology } from '@skinr1/ontology';

const ontology = loadOntology();
const cases = syntheticLesions({ seed: 1, casesPerDisease: 10, size: 32, ontology });
const benchmarks = buildBenchmarks(cases, { ontology, seed: 1 });

/** A policy from a rule: one answer per prompt. */
function ruleBased(answer: (prompt: Prompt<ChoiceLabels>) => string): SamplingPolicy {
  return {
    sample: async (prompts) =>
      prompts.map((prompt) => [
        { text: answer(prompt as Prompt<ChoiceLabels>), finishReason: 'stop' },
      ]),
  };
}
const say = (letter: string) =>
  formatChoiceAnswer({ thinking: 'A rule of thumb.', letter, malignancy: 'benign' });

const policies = {
  'always A': ruleBased(() => say('A')),
  'longest name': ruleBased(({ labels }) => {
    const [longest] = [...labels.options].sort((a, b) => b.text.length - a.text.length);
    return say(longest!.letter);
  }),
  'right, but chatty': ruleBased(({ labels }) => `I think it is ${labels.answer}.`), // no answer form
};

const rows: { name: string; results: BenchmarkResult[] }[] = [];
for (const [name, policy] of Object.entries(policies)) {
  const results: BenchmarkResult[] = [];
  for (const benchmark of benchmarks) {
    results.push(await evaluate(policy, benchmark, { maxTokens: 64 }));
  }
  rows.push({ name, results });
}
const summary = rows.map(({ name, results }) => summarize(name, results));
console.log(renderTable(summary));

const { onlyFirst, onlySecond, pValue } = compareResults(
  rows[0]!.results[0]!,
  rows[1]!.results[0]!,
);
console.log(`\n'always A' against 'longest name', in-domain: p = ${pValue.toFixed(3)}`);
console.log(`(right alone: ${onlyFirst} and ${onlySecond}; exact McNemar test)`);

const createdAt = new Date().toISOString();
const sections = [resultsSection(summary), provenanceSection({ seed: 1 }, {})];
await mkdir('runs/examples', { recursive: true });
const page = renderReport({ name: 'rules of thumb', createdAt, sections });
await writeFile('runs/examples/report.html', page);
console.log('\nruns/examples/report.html');
