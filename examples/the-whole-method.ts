/*
 * The whole method, from its packages: a textbook to verified reasoning, SFT on it, GRPO on labels only, evaluation.
 * So small that it runs in seconds and learns next to nothing: `skinr1 demo` does the same at a size that learns.
 */
import { adamw } from '@skinr1/autograd';
import type { ChoiceLabels, Reward } from '@skinr1/core';
import { choiceQuestions, questionPool, syntheticLesions } from '@skinr1/datasets';
import { buildBenchmarks, evaluate, renderTable, summarize } from '@skinr1/eval';
import { grpoLoss, methodRewards, normalizeByGroup, trainGrpo } from '@skinr1/grpo';
import { createLearner, createPolicy } from '@skinr1/model';
import { loadOntology } from '@skinr1/ontology';
import { buildCorpus, choiceTrajectory, embeddedTextbook } from '@skinr1/rationale';
import { trainSft } from '@skinr1/sft';
import { createTinyModel } from './support/tiny-model.ts';

// Cases, half with reasoning to learn from and half with labels only, and a question about each.
const ontology = loadOntology();
const seen = ['psoriasis', 'melanoma', 'basal-cell-carcinoma'];
const cases = syntheticLesions({ seed: 1, casesPerDisease: 8, size: 56, ontology }).filter(
  ({ diagnosisId }) => seen.includes(diagnosisId),
);
const training = cases.filter(({ split }) => split === 'train');
const dense = training.filter((_, index) => index % 2 === 0);
const sparse = training.filter((_, index) => index % 2 !== 0);
const questions = choiceQuestions(training, { ontology, pool: questionPool(cases), seed: 1 });
const questionOf = new Map(training.map(({ id }, index) => [id, questions[index]!]));

// Stage 0: every claim of a trajectory is checked against image, card and book.
const documents = await embeddedTextbook();
const corpus = buildCorpus({ documents, records: dense, ontology, seed: 1 });
const examples = corpus.trajectories.flatMap((trajectory) => {
  const prompt = questionOf.get(trajectory.recordId);
  return prompt ? [{ prompt, answer: choiceTrajectory(trajectory, prompt).text }] : [];
});
console.log(`${corpus.trajectories.length} trajectories, ${corpus.rejected.length} rejected`);

// Stage 1: the answers of the trajectories.
const { model, engine } = await createTinyModel(
  examples.map(({ prompt, answer }) => prompt.text + answer),
);
await trainSft({ model, examples, steps: 30, batchSize: 4, learningRate: 1e-2, seed: 1 });

// Stage 2: answers of its own, judged by rewards that know the hierarchy. Each part is one line to swap.
const rewards: readonly Reward<ChoiceLabels>[] = methodRewards();
const learner = await createLearner(model, {
  loss: grpoLoss({ beta: 0.04 }),
  optimizer: adamw({ learningRate: 1e-3 }),
});
await trainGrpo({
  ...{ policy: createPolicy(model, learner), rewards, advantage: normalizeByGroup() },
  prompts: sparse.map(({ id }) => questionOf.get(id)!),
  ...{ groupSize: 4, promptsPerStep: 2, steps: 2, maxTokens: 60, seed: 1 },
  onStep: ({ step, metrics }) => console.log(`step ${step}  reward ${metrics.reward?.toFixed(2)}`),
});

// Held-out cases, greedy answers, strict parsing.
const [inDomain] = buildBenchmarks(cases, { ontology, seed: 1, limit: 8 });
const result = await evaluate(createPolicy(model), inDomain!, { maxTokens: 60, rewards });
console.log(renderTable([summarize('SFT + GRPO', [result])]));
await model.release();
await engine.close();
