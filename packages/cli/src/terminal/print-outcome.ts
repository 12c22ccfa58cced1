import { join } from 'node:path';
import { malignancyText, parseChoiceAnswer, researchUseOnly } from '@skinr1/core';
import { renderReasoningTable, renderTable } from '@skinr1/eval';
import { decodeImage } from '@skinr1/model';
import {
  comparisonNotes,
  type RunDirectory,
  type RunOutcome,
  shownCase,
  summaryRows,
} from '@skinr1/pipeline';
import { drawPicture, showsColor } from './picture.ts';

/** Prints the results table, one case in full, and where the rest is. */
export async function printOutcome(directory: RunDirectory, outcome: RunOutcome): Promise<void> {
  const { data, reasoning } = outcome;
  const print = (text = ''): void => void process.stdout.write(`${text}\n`);
  print();
  print(
    `${reasoning.cards.length} disease cards, ${reasoning.trajectories.length} verified trajectories ` +
      `(${reasoning.rejected.length} rejected), ${data.dense.length} images with reasoning, ` +
      `${data.sparse.length} with labels only, ${data.skipped.length} skipped.`,
  );
  print(`Held-out cases, greedy answers, strict parsing; 95 % intervals in brackets.\n`);
  const rows = summaryRows(outcome);
  print(renderTable(rows));
  print();
  const judged = renderReasoningTable(rows);
  if (judged) {
    print(`Reasoning of well-formed answers, judged against image, cards and hierarchy:\n`);
    print(`${judged}\n`);
  }
  for (const note of comparisonNotes(outcome)) print(note);
  print();
  await printCase(outcome, print);
  print();
  print(`Report: ${join(directory.path, 'report.html')}`);
  print(`Everything else (config, metrics, rollouts, weights): ${directory.path}/`);
  print(researchUseOnly);
}

async function printCase(outcome: RunOutcome, print: (text?: string) => void): Promise<void> {
  const shown = shownCase(outcome);
  if (!shown) return;
  const { result: item, model } = shown;
  const { of, prompt } = item.item;
  const nameOf = (id: string): string => outcome.ontology.get(id).name;
  const kind = of.metadata.synthetic === true ? 'synthetic image' : 'image';
  const which = item.correct ? 'the first one answered rightly' : 'none was answered rightly';
  print(`One held-out case after ${model} (${which}): ${of.id}, ${kind} in case.png`);
  if (showsColor(process.stdout)) print(drawPicture(await decodeImage(of.image)));
  print(prompt.text);
  print();
  const answer = parseChoiceAnswer(item.completion);
  if (answer) {
    const option = prompt.labels.options.find(({ letter }) => letter === answer.letter);
    print(`Reasoning     ${answer.thinking}`);
    print(
      `Answer        ${answer.letter}, ${option?.text ?? 'not an option'}, ${malignancyText[answer.malignancy]}`,
    );
  } else print(`Answer        (not in the form) ${item.completion}`);
  print(`Truth         ${nameOf(of.diagnosisId)}, ${malignancyText[of.malignancy]}`);
  print(`Path          ${of.path.map(nameOf).join(' › ')}`);
  const differentials = outcome.ontology.differentials(of.diagnosisId).slice(0, 4);
  for (const [index, { otherId, sign }] of differentials.entries()) {
    const title = index === 0 ? 'Differential' : '';
    print(`${title.padEnd(14)}${nameOf(otherId)}: ${sign}`);
  }
}
