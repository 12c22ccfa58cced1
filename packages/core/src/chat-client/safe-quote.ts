/** As much of a server's words as a message repeats. */
const longestQuote = 300;

/** Shortest part of a secret that gives something away. */
const tellingLength = 6;

/**
 * What a server said, to stand behind a status; nothing if it repeats a part of a secret, as refusals of a key do,
 * or is no text.
 */
export function safeQuote(said: unknown, secrets: readonly string[]): string {
  if (typeof said !== 'string' || said.trim() === '') return '';
  const quote = said
    .slice(0, longestQuote)
    .replaceAll(/\p{Cc}+/gu, ' ')
    .trim();
  return secrets.some((secret) => sharesPart(quote, secret)) ? '' : `: "${quote}"`;
}

function sharesPart(text: string, secret: string): boolean {
  if (secret.length <= tellingLength) return secret.length > 2 && text.includes(secret);
  for (let at = 0; at + tellingLength <= secret.length; at++) {
    if (text.includes(secret.slice(at, at + tellingLength))) return true;
  }
  return false;
}
