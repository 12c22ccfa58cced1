/**
 * The file names that an address in a book may mean, the likeliest first: with its percent signs decoded, and
 * as it stands, since books also write names as they are ("100%.xhtml").
 */
export function namesOfAddress(address: string): readonly string[] {
  const written = address.split(/[?#]/, 1)[0] as string;
  const decoded = written.replace(/(?:%[0-9a-f]{2})+/gi, (escaped) => {
    try {
      return decodeURIComponent(escaped);
    } catch {
      return escaped;
    }
  });
  return decoded === written ? [written] : [decoded, written];
}
