import { addedWords } from './added-words.ts';
import type { Fault } from './fault.ts';

/** Names a color that is no listed sign. */
export const inventedColor: Fault = addedWords('invented color', {
  tails: [
    'with a greenish tint',
    'of an orange hue',
    'turquoise in places',
    'with a golden sheen',
    'of olive color',
    'with a silver glow',
  ],
  sentences: [
    'It is green.',
    'An orange tone is seen.',
    'The color is ochre.',
    'A maroon tone is visible.',
    'It looks amber.',
  ],
});
