const tokens = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\]:]/g;

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
  for (const [token] of json.matchAll(tokens)) {
    if (token === '{') open.push(new Set());
    else if (token === '[') open.push(null);
    else if (token === '}' || token === ']') open.pop();
    else if (token !== ':') text = token;
    else {
      const names = open.at(-1);
      const name = JSON.parse(text) as string;
      if (names?.has(name)) return name;
      names?.add(name);
    }
  }
  return null;
}
