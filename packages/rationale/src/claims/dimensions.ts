import { sharesClause } from './neighbors.ts';
import type { Sentence, Token } from './tokens.ts';

/** True for the name of what a sign is a value of ("a yellowish hue", "the color is red"): it states nothing beside one. */
export function namesDimension(sentence: Sentence, at: number): boolean {
  return dimensions.has((sentence[at] as Token).word) && sharesClause(sentence, at, 'sign');
}

const dimensions: ReadonlySet<string> = new Set(
  [
    'color',
    'colour',
    'hue',
    'tint',
    'shade',
    'tone',
    'edge',
    'margin',
    'border',
    'outline',
    'contour',
  ]
    .concat(['shape', 'form', 'formation', 'configuration', 'arrangement', 'surface', 'texture'])
    .flatMap((noun) => [noun, `${noun}s`])
    .concat([
      'coloring',
      'colouring',
      'coloration',
      'colouration',
      'discoloration',
      'colored',
      'coloured',
    ])
    .concat(['shaped', 'edged', 'bordered', 'toned', 'tinted']),
);
