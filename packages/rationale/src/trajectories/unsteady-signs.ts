import type { TextRange } from '@skinr1/core';
import { clauseAt } from './conditional.ts';

/** What a lesion begins as, turns into or ends in: "starts as a patch and becomes a nodule", "terminating in scarring". */
const course =
  /\b(?:begin\w*|start(?:s|ing)?|commenc\w+|becom(?:es?|ing)|terminat\w+|end(?:s|ing)? (?:in|with|as)|turn(?:s|ing)? (?:in)?to|develop(?:s|ing)? into|transform\w*|convert\w*|result(?:s|ing)? in|lead(?:s|ing)? to|(?:dr(?:y|ies|ying)|break(?:s|ing)?) (?:up |down )?(?:in)?to|followed by|with time|in (?:the )?course of)\b/i;

/** What becomes of a sign, or what its presence tells: "vesicles rupture", "nodules are very suggestive of". */
const passes =
  /\b(?:ruptur\w+|burst\w*|break(?:s|ing)? (?:down|open|up|into)|dr(?:ies|ying)|becom(?:es?|ing)|transformed|converted|turn(?:s|ing)? (?:in)?to|disappear\w*|vanish\w*|scratched|suggest\w*)\b/i;

/** What the patient does to the skin, and what one agent or kind of many does: "from scratching", "body lice cause". */
const brought =
  /\b(?:scratch\w*|rubbing|picking|friction)\b|^\W{0,3}(?!(?:the|this|it|its|an?)\b)(?:\w{1,30} ){1,3}cause\b/i;

/**
 * True for a sign that a lesion need not show at the time, however typical of its disease: one that comes or goes with
 * its course, that scratching makes, or that one of several agents causes. Its lack is no argument.
 */
export function isUnsteady(passage: string, at: TextRange): boolean {
  const { start, end } = clauseAt(passage, at);
  return (
    course.test(passage.slice(start, at.start)) ||
    passes.test(passage.slice(at.end, end)) ||
    brought.test(passage.slice(start, end))
  );
}
