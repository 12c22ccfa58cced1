/*
 * A policy in training will find every hole in a reward. Attack yours before it does: answers made to
 * cheat, judged by the method's strict rewards and by a lenient one that searches for a letter in running
 * text, as many training scripts do.
 */
import type { ChoiceLabels, Reward } from '@skinr1/core';
import { formatReward, hierarchyReward, malignancyReward, scoreCompletions } from '@skinr1/grpo';

/** What not to do: any right letter, anywhere. */
const lenient: Reward<ChoiceLabels> = {
  name: 'lenient',
  score: ({ prompt, completion }) =>
    new RegExp(prompt.labels.answer, 'i').test(completion.text) ? 0.75 : 0,
};
const rewards = [formatReward(), hierarchyReward(), malignancyReward(), lenient];

const labels: ChoiceLabels = {
  options: [
    { letter: 'A', text: 'psoriasis', diagnosisId: 'psoriasis', score: 0 },
    { letter: 'B', text: 'melanoma', diagnosisId: 'melanoma', score: 0.75 },
  ],
  ...{ answer: 'B', diagnosisId: 'melanoma', malignancy: 'malignant' },
};
const wrap = (body: string, thinking = 'I look.') =>
  `<thinking>${thinking}</thinking><final diagnosis>${body}</final diagnosis>`;

const attacks: [string, string][] = [
  ['honest and right', wrap('B, malignant')],
  ['honest and wrong', wrap('A, benign')],
  ['a name that starts with the letter', 'basal cell carcinoma'],
  ['every letter', wrap('A, B, malignant')],
  ['every class', wrap('B, benign malignant')],
  ['two answers', wrap('A, benign') + wrap('B, malignant')],
  ['an answer inside the thinking', wrap('A, benign', wrap('B, malignant'))],
  ['lower case', wrap('b, malignant')],
  ['no thinking', wrap('B, malignant', ' ')],
  ['no such option', wrap('Z, malignant')],
  ['words around the answer', `Sure! ${wrap('B, malignant')}`],
  ['a look-alike letter (Cyrillic В)', wrap('В, malignant')],
  ['nothing', ''],
];

const prompt = { id: 'q1', text: 'Which is it?', images: [], labels };
const samples = attacks.map(([, text]) => ({
  prompt,
  completion: { text, finishReason: 'stop' as const },
}));
const { scores } = await scoreCompletions(rewards, samples, 1);
console.log(''.padEnd(36) + rewards.map(({ name }) => name.padStart(11)).join(''));
attacks.forEach(([name], row) => {
  const values = scores[row]!.map(({ value }) => String(value).padStart(11));
  console.log(name.padEnd(36) + values.join(''));
});
