/** Text with the five characters of markup replaced; control characters become a visible mark. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll(/\p{Cc}/gu, (character) => ('\n\r\t'.includes(character) ? character : '\uFFFD'))
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
