import { malignancyText, researchUseOnly } from '@skinr1/core';
import type { SourceDocument } from '@skinr1/textbook';
import type { GroundedTrajectory } from '../trajectories/types.ts';

/** A README for an exported data set: what it holds, where it comes from, what it is not for. */
export function dataCard({
  trajectories,
  documents = [],
}: {
  readonly trajectories: readonly GroundedTrajectory[];
  readonly documents?: readonly SourceDocument[];
}): string {
  const diseases = new Set(trajectories.map(({ diagnosisId }) => diagnosisId)).size;
  const images = new Set(trajectories.map(({ recordId }) => recordId)).size;
  const sources = documents.map(({ title, id }) => `- ${title} (SHA-256 ${id.slice(0, 16)}…)`);
  return [
    '# SkinRationale export',
    '',
    researchUseOnly,
    '',
    `${trajectories.length} reasoning trajectories over ${images} images and ${diseases} diagnoses. Every statement cites the passage of a textbook that supports it; \`lineage.json\` lists the spans.`,
    '',
    '## Composition',
    ...counts('Type', trajectories, ({ type }) => type),
    ...counts('Malignancy', trajectories, ({ malignancy }) => malignancyText[malignancy]),
    ...counts('What shows in the image is known from', trajectories, ({ basis }) => basis),
    '',
    '## Sources',
    ...(sources.length > 0 ? sources : ['Not recorded.']),
    '',
    '## Limits',
    'The wording is generated. Textbooks age, and a sign that a book calls typical need not be. Images and their labels keep the license of their data set.',
    '',
  ].join('\n');
}

function counts(
  title: string,
  trajectories: readonly GroundedTrajectory[],
  key: (trajectory: GroundedTrajectory) => string,
): string[] {
  const found = new Map<string, number>();
  for (const trajectory of trajectories) {
    found.set(key(trajectory), (found.get(key(trajectory)) ?? 0) + 1);
  }
  const rows = [...found].sort(([a], [b]) => (a < b ? -1 : 1));
  return [
    '',
    `| ${title} | trajectories |`,
    '|---|---|',
    ...rows.map(([name, n]) => `| ${name} | ${n} |`),
  ];
}
