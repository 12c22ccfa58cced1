/** What a file is instead of what was wanted. */
export interface WrongFile {
  /** What it is, to stand after "is": `a Git LFS pointer, not the file itself`. */
  readonly what: string;
  /** How to get the right one, as an imperative sentence. */
  readonly mend: string;
}

/** As many bytes from the start of a file as {@link describeWrongFile} looks at. */
export const wrongFileHeadLength = 4096;

const ask =
  'Download the file itself, not the page that shows it; log in first if it is not public.';
const again = 'Download the file again.';

/**
 * Tells what people often have in place of a file: a Git LFS pointer, a web page or an answer of a server
 * that was saved, an archive, a table or model in a format of its own, nothing. For the reader of any format, once the format's own check has
 * failed; `null` when it is none of these.
 *
 * @param head the file's first bytes ({@link wrongFileHeadLength} are enough), or all of them
 */
export function describeWrongFile(head: Uint8Array): WrongFile | null {
  if (head.length === 0) return { what: 'empty', mend: again };
  const container = describeContainer(head);
  if (container) return container;
  const text = new TextDecoder().decode(head.subarray(0, wrongFileHeadLength)).trimStart();
  return describePointer(text) ?? describePage(text) ?? describeAnswer(text, head.length);
}

const convert = 'Get or save it in the right format (a table as CSV).';

/** First bytes, as Latin-1 text, of what holds other files or data of another kind. */
const containers: readonly (readonly [start: string, what: string, mend: string])[] = [
  ['PK\x03\x04', 'a ZIP archive, which Excel workbooks and files of PyTorch are too', convert],
  ['\x1f\x8b', 'compressed with gzip', 'Unpack it.'],
  ['\xd0\xcf\x11\xe0', 'an old Excel workbook', convert],
  ['PAR1', 'a Parquet file', convert],
  ['GGUF', 'a GGUF file', convert],
];

function describeContainer(head: Uint8Array): WrongFile | null {
  const start = String.fromCharCode(...head.subarray(0, 4));
  const found = containers.find(([signature]) => start.startsWith(signature));
  return found ? { what: found[1], mend: found[2] } : null;
}

function describePointer(text: string): WrongFile | null {
  if (!text.startsWith('version https://git-lfs.github.com/spec/')) return null;
  const size = /\nsize (\d{1,20})\b/.exec(text)?.[1];
  const whole = size === undefined ? '' : ` of ${size} bytes`;
  return {
    what: `a Git LFS pointer, not the file itself${whole}`,
    mend: 'Install git-lfs and run `git lfs pull` in the cloned folder, or download the file itself.',
  };
}

function describePage(text: string): WrongFile | null {
  const start = text.slice(0, 64).toLowerCase();
  if (start.startsWith('<!doctype html') || start.startsWith('<html')) {
    const title = /<title>([^<]{1,100})/i.exec(text)?.[1]?.trim();
    return { what: title ? `a saved web page ("${title}")` : 'a saved web page', mend: ask };
  }
  return start.startsWith('<?xml')
    ? { what: "an XML file, such as a server's answer", mend: ask }
    : null;
}

/** The most bytes that a server's short answer has. */
const longestAnswer = 1000;

/** `Entry not found`, `{"error":"Repository not found"}`. */
function describeAnswer(text: string, size: number): WrongFile | null {
  if (size > longestAnswer) return null;
  const quoted =
    messageIn(text) ?? (/^[A-Z][\w .,:;'"!()/-]{3,200}$/.test(text.trimEnd()) ? text : null);
  if (quoted === null) return null;
  return { what: `the answer of a server ("${quoted.trim().slice(0, 200)}")`, mend: ask };
}

function messageIn(text: string): string | null {
  try {
    const value: unknown = JSON.parse(text);
    const message = (value as { error?: unknown } | null)?.error;
    return typeof message === 'string' ? message : null;
  } catch {
    return null;
  }
}
