/**
 * A name that an object in a JSON text gives to two members, or null. `JSON.parse` keeps the second and says nothing,
 * so that a list which names a thing twice would be read as if it named it once.
 *
 * @param json a text that `JSON.parse` reads
 */
export function repeatedMember(json: string): string | null {
  // One set of names for each object that is open, null for an array.
  const open: (Set<string> | null)[] = [];
  let text = '';
  for (let at = 0; at < json.length; at++) {
    const character = json[at];
    if (character === '"') {
      const end = endOfText(json, at);
      text = json.slice(at, end + 1);
      at = end;
    } else if (character === '{') open.push(new Set());
    else if (character === '[') open.push(null);
    else if (character === '}' || character === ']') open.pop();
    else if (character === ':') {
      const name = JSON.parse(text) as string;
      if (open.at(-1)?.has(name)) return name;
      open.at(-1)?.add(name);
    }
  }
  return null;
}

/** The place of the quotation mark that ends the text which begins at one. */
function endOfText(json: string, start: number): number {
  let end = start + 1;
  while (json[end] !== '"') end += json[end] === '\\' ? 2 : 1;
  return end;
}
