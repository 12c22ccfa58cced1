import { createRandom, type Random } from '@skinr1/core';
import type { NotePlan, NotePlanStep } from '../model-writer/note-request.ts';

export type { NotePlan, NotePlanStep } from '../model-writer/note-request.ts';

/** A sentence for each step of a plan, as a well-behaved model would write it; varied by seed. */
export function wordPlan({ steps }: NotePlan, random: Random = createRandom(1)): string[] {
  return steps.map((step) => wordStep(step, random));
}

function wordStep(
  { step, seen, absent, disease, malignancy }: NotePlanStep,
  random: Random,
): string {
  const signs = seen.join(' and ');
  const missing = absent.join(' or ');
  switch (step) {
    case 'observe':
      return random.pick([
        `My eye falls on ${signs}.`,
        `What strikes me first: ${signs}.`,
        `I note ${signs}.`,
      ]);
    case 'match':
      return random.pick([
        `Given ${signs}, ${disease} comes to the fore.`,
        `With ${signs} before me, I think of ${disease}.`,
      ]);
    case 'consider':
      if (seen.length === 0) return `One could think of ${disease}.`;
      return random.pick([
        `${capitalized(signs)} could also be ${disease}.`,
        `Given ${signs}, ${disease} is weighed.`,
      ]);
    case 'exclude':
      if (absent.length > 0) return `With no ${missing}, ${disease} drops out.`;
      return `Since there is ${signs}, ${disease} drops out.`;
    case 'conclude':
      return `${random.pick(['In sum', 'All in all'])} this is ${disease}, ${malignancy}.`;
  }
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
