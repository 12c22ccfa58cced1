import { addedSentence, asAnswer, changeSteps, type Fault, type SpoilingWay } from './fault.ts';

/** Steps that an invented statement is added to. */
const places = ['observe', 'match', 'exclude'] as const;

/** A fault that adds what nobody told: at the end of a sentence (`tails`), or as one of its own. */
export function addedWords(
  name: string,
  { tails = [], sentences = [] }: { tails?: readonly string[]; sentences?: readonly string[] },
): Fault {
  return {
    name,
    ways: [
      ...tails.map(
        (tail): SpoilingWay => ({
          how: `… ${tail}`,
          spoil: (trajectory, random) => {
            const kind = random.pick(places);
            return asAnswer(
              changeSteps(trajectory, (step) =>
                step.kind === kind
                  ? { ...step, text: step.text.replace(/[.?]$/, ` ${tail}.`) }
                  : step,
              ),
            );
          },
        }),
      ),
      ...sentences.map(
        (sentence): SpoilingWay => ({
          how: sentence,
          spoil: (trajectory, random) => addedSentence(trajectory, random.pick(places), sentence),
        }),
      ),
    ],
  };
}
