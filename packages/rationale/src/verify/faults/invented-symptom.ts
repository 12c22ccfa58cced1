import { addedWords } from './added-words.ts';
import type { Fault } from './fault.ts';

/** Says what the patient feels. */
export const inventedSymptom: Fault = addedWords('invented symptom', {
  tails: [
    'with intense itching',
    'that itches',
    'which is painful',
    'with burning',
    'and tenderness',
    'without pain',
  ],
  sentences: [
    'It itches at night.',
    'The patient has a fever.',
    'It is tender to the touch.',
    'There is numbness.',
    'It hurts.',
    'It bleeds easily.',
    'No pain is felt.',
  ],
});
