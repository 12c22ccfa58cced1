import { parse } from 'yaml';
import { type NoteNames, noNames } from '../document/builder-input.ts';

/** Front matter of a note, and the text without it. */
export interface FrontMatter {
  readonly names: NoteNames;
  /** The text with the lines of the front matter left blank, so that line numbers stay. */
  readonly body: string;
  /** Why the front matter could not be read; `null` if it could, or if there is none. */
  readonly problem: string | null;
}

/** Longest front matter, in characters; a longer one is a text between two rules. */
const longestFrontMatter = 64_000;

/** Keys by what they say, as note-taking programs and site generators name them. */
const keys = {
  title: ['title', 'name', 'titel', 'titre', 'título'],
  aliases: ['aliases', 'alias', 'synonyms', 'synonym', 'also known as', 'aka', 'other names'],
  tags: ['tags', 'tag', 'keywords', 'categories', 'category'],
};

/**
 * Parts a note into the names that its front matter gives, and its text: YAML between `---`, TOML between `+++`, or lines
 * that begin with `%`, of which the first is the title.
 */
export function splitFrontMatter(text: string): FrontMatter {
  if (text.startsWith('% ')) return splitTitleBlock(text);
  const fence = /^(---|\+\+\+)[ \t]*\n/.exec(text);
  if (!fence) return { names: noNames, body: text, problem: null };
  const start = fence[0].length;
  const end = closingFence(text, fence[1] as string, start);
  if (end === null) return { names: noNames, body: text, problem: null };
  const inside = text.slice(start, end.start);
  const body = text.slice(0, end.end).replace(/[^\n]/g, '') + text.slice(end.end);
  // A text between two rules has no keys.
  if (!inside.split('\n').some(isKeyLine)) return { names: noNames, body: text, problem: null };
  const values = fence[1] === '---' ? readYaml(inside) : readToml(inside);
  if (values === null) return { names: noNames, body, problem: 'its front matter is not valid' };
  const found = (names: readonly string[]): string[] =>
    names.flatMap((name) => texts(values.get(name)));
  const names = {
    title: found(keys.title)[0] ?? '',
    aliases: found(keys.aliases).flatMap(parts),
    tags: found(keys.tags).flatMap(parts),
  };
  return { names, body, problem: null };
}

function splitTitleBlock(text: string): FrontMatter {
  const lines = text.split('\n');
  const end = lines.findIndex((line) => !line.startsWith('%'));
  const count = end < 0 ? lines.length : end;
  const title = (lines[0] as string).slice(1).trim();
  const body = [...lines.slice(0, count).map(() => ''), ...lines.slice(count)].join('\n');
  return { names: { ...noNames, title }, body, problem: null };
}

function isKeyLine(line: string): boolean {
  return /^["']?\p{L}/u.test(line) && /[:=]/.test(line.slice(0, 60));
}

function closingFence(
  text: string,
  fence: string,
  from: number,
): { start: number; end: number } | null {
  const closings = fence === '---' ? ['---', '...'] : [fence];
  for (let at = from; at < Math.min(text.length, longestFrontMatter); ) {
    const newline = text.indexOf('\n', at);
    const end = newline < 0 ? text.length : newline;
    if (closings.includes(text.slice(at, end).trimEnd())) return { start: at, end };
    at = end + 1;
  }
  return null;
}

function readYaml(text: string): Map<string, unknown> | null {
  try {
    const value: unknown = parse(text, { maxAliasCount: 20, logLevel: 'error' });
    return typeof value === 'object' && value !== null ? lowerKeys(Object.entries(value)) : null;
  } catch {
    return null;
  }
}

/** The plain `key = value` lines of TOML; what names a note is no more than that. */
function readToml(text: string): Map<string, unknown> {
  const entries: [string, unknown][] = [];
  for (const line of text.split('\n')) {
    const at = line.indexOf('=');
    if (at < 0) continue;
    try {
      // Strings and lists of them are written as in JSON.
      entries.push([line.slice(0, at).trim(), JSON.parse(line.slice(at + 1).trim())]);
    } catch {
      entries.push([
        line.slice(0, at).trim(),
        line
          .slice(at + 1)
          .trim()
          .replace(/^'|'$/g, ''),
      ]);
    }
  }
  return lowerKeys(entries);
}

function lowerKeys(entries: readonly (readonly [string, unknown])[]): Map<string, unknown> {
  return new Map(entries.map(([key, value]) => [key.toLowerCase().replace(/[_-]/g, ' '), value]));
}

/** "a, b" as two names. */
function parts(text: string): string[] {
  return text.split(/[,;]/).flatMap((part) => part.trim() || []);
}

function texts(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(texts);
  if (typeof value !== 'string' && typeof value !== 'number') return [];
  const text = String(value).trim();
  return text === '' ? [] : [text];
}
