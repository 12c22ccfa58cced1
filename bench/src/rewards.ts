import {
  createRandom,
  formatChoiceAnswer,
  malignancyClasses,
  type SampledCompletion,
} from '@skinr1/core';
import { formatReward, hierarchyReward, malignancyReward, scoreCompletions } from '@skinr1/grpo';

/**
 * Completions that the method's three rewards judge in a second.
 */
export async function run(): Promise<void> {
  const count = 50_000;
  const random = createRandom(1);
  const options = ['A', 'B', 'C', 'D'].map((letter, index) => ({
    letter,
    text: `option ${letter}`,
    diagnosisId: letter,
    score: index === 1 ? 0.75 : 0,
  }));
  const labels = { options, answer: 'B', diagnosisId: 'B', malignancy: 'malignant' as const };
  const prompt = { id: 'q', text: 'Which is it?', images: [], labels };
  const samples = Array.from({ length: count }, () => {
    const thinking = `Seen: ${random.pick(['streaks', 'scale', 'a veil'])}. `.repeat(12);
    const letter = random.pick(options).letter;
    const text = formatChoiceAnswer({
      thinking,
      letter,
      malignancy: random.pick(malignancyClasses),
    });
    const completion: SampledCompletion = {
      text,
      tokenIds: new Int32Array(64),
      logProbs: new Float32Array(64),
      finishReason: 'stop',
      sampling: { temperature: 1, topK: 0, topP: 1, bannedIds: [] },
    };
    return { prompt, completion };
  });
  const rewards = [formatReward(), hierarchyReward(), malignancyReward()];
  for (let round = 0; round < 3; round++) {
    const started = performance.now();
    await scoreCompletions(rewards, samples, 8);
    const seconds = (performance.now() - started) / 1000;
    console.log(
      `${Math.round(count / seconds).toLocaleString('en')} completions/s, three rewards each`,
    );
  }
}
