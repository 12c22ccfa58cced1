import { InvalidInputError } from '@skinr1/core';

/** Deeper than any labels are, and far from where reading or writing JSON fails. */
const deepest = 64;

/** Throws InvalidInputError for JSON of lists in lists in lists, before it is read. */
export function checkDepth(json: string): void {
  let depth = 0;
  let inText = false;
  for (let at = 0; at < json.length; at++) {
    const code = json.charCodeAt(at);
    if (inText) {
      if (code === backslash) at++;
      else inText = code !== quote;
    } else if (code === quote) inText = true;
    else if (code === openList || code === openObject) depth++;
    else if (code === closeList || code === closeObject) depth--;
    if (depth > deepest) {
      throw new InvalidInputError(`the body is nested more than ${deepest} deep.`, {
        place: `character ${at + 1}`,
        mend: 'Send flat labels.',
      });
    }
  }
}

const [quote, backslash, openList, closeList, openObject, closeObject] = [...'"\\[]{}'].map(
  (sign) => sign.charCodeAt(0),
);
