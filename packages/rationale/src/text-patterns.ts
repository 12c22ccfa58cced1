/** What can be looked for in a text; every regular expression is one. */
export interface TextPattern {
  test(text: string): boolean;
}

/**
 * Finds the second pattern somewhere after the first. In linear time, where one regular expression for both
 * would start again from every place that the first fits.
 */
export function inOrder(first: RegExp, second: RegExp): TextPattern {
  return {
    test(text) {
      const found = first.exec(text);
      return found !== null && second.test(text.slice(found.index + found[0].length));
    },
  };
}
