/** A note's JSON schema, as the writer sends it, as a grammar of llama.cpp (GBNF). */
export function schemaToGrammar(schema: object): string {
  const { properties } = schema as {
    properties: {
      steps: { prefixItems?: { pattern: string }[]; minItems?: number; maxItems?: number };
    };
  };
  const { prefixItems, minItems = 1, maxItems = 5 } = properties.steps;
  const free = `"\\"" [^"\\\\\\n]{3,600} "\\""`;
  const items = prefixItems
    ? prefixItems.map(({ pattern }) => `"\\"" ${patternToGrammar(pattern)} "\\""`).join(' "," ')
    : `${free} ("," ${free}){${minItems - 1},${maxItems - 1}}`;
  return `root ::= "{\\"steps\\":[" ${items} "]}"\n`;
}

/** A pattern of literals, `(?:a|b)` and `{m,n}`, anchored at both ends. */
function patternToGrammar(pattern: string): string {
  const body = pattern.replace(/^\^/, '').replace(/\$$/, '');
  let grammar = '';
  let literal = '';
  const flush = (): void => {
    if (literal !== '') grammar += ` ${JSON.stringify(literal)}`;
    literal = '';
  };
  for (let at = 0; at < body.length; at++) {
    const character = body.charAt(at);
    if (character === '\\') {
      literal += body.charAt(++at);
    } else if (character === '(') {
      flush();
      grammar += ' (';
      at += '?:'.length;
    } else if (character === ')' || character === '|') {
      flush();
      grammar += ` ${character}`;
    } else if (character === '{') {
      const end = body.indexOf('}', at);
      grammar += body.slice(at, end + 1);
      at = end;
    } else {
      literal += character;
    }
  }
  flush();
  return grammar.trim();
}
