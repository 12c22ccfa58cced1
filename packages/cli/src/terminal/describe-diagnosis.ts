import { malignancyText } from '@skinr1/core';
import type { Diagnosis, RankedDiagnosis } from '@skinr1/diagnose';

const shownDiagnoses = 5;
const barLength = 24;

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

/** A diagnosis as lines for a terminal. */
export function describeDiagnosis(diagnosis: Diagnosis): string[] {
  const { differential, malignancy, abstention, answer, selfConsistency, path } = diagnosis;
  const [first] = differential as readonly [RankedDiagnosis];
  const { samples = 0, votes = [] } = selfConsistency ?? {};
  return [
    ...(abstention.abstains ? ['no conclusion:'] : []),
    ...abstention.reasons.map(({ text }) => `  ${text}`),
    `${first.name} ${percent(first.probability)}; ${malignancyText[malignancy.class]} ${percent(malignancy.probability)}`,
    '',
    ...differential.slice(0, shownDiagnoses).map(bar),
    '',
    `path: ${path.map(({ name, probability }) => `${name} ${percent(probability)}`).join(' > ')}`,
    ...(selfConsistency
      ? [
          `of ${samples} drawn answers: ${votes.map(({ name, share }) => `${name} ${percent(share)}`).join(', ') || 'none could be read'}`,
        ]
      : []),
    '',
    ...(answer.steps.length > 0
      ? answer.steps.map(({ kind, text }) => `${kind.padEnd(9)} ${text}`)
      : [`answered: ${answer.text}`]),
    '',
    abstention.basis,
    diagnosis.notice,
  ];
}

function bar({ name, probability, malignancy }: RankedDiagnosis): string {
  const length = Math.round(probability * barLength);
  const drawn = `${'█'.repeat(length)}${'·'.repeat(barLength - length)}`;
  const kind = malignancy ? malignancyText[malignancy] : 'benign or malignant';
  return `${drawn} ${percent(probability).padStart(7)}  ${name} (${kind})`;
}
