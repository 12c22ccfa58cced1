/**
 * Markdown of note-taking programs and book makers as plain Markdown, line by line in place: `[[links]]`, embedded
 * pictures (`![[…]]`), `==marks==`, `%%comments%%`, `:::` fences and references of the `\\@ref` kind. Takes linear time.
 */
export function toPlainMarkdown(markdown: string): string {
  return withoutComments(markdown)
    .replace(/!\[\[([^[\]|\n]{1,300})(?:\\?\|([^[\]\n]{0,300}))?\]\]/g, embedded)
    .replace(/\[\[([^[\]|\n]{1,300})(?:\\?\|([^[\]\n]{1,300}))?\]\]/g, linked)
    .replace(inserts, '')
    .replace(/==([^=\n]{1,400})==/g, '$1')
    .replace(/^:{3,}.*$/gm, '')
    .replace(/\\@ref\([^()\n]{1,100}\)/g, '');
}

/** What site generators put into a page: `{{< figure >}}`, `{{% note %}}`. */
const inserts = /\{\{[<%][^{}\n]{0,400}[%>]\}\}/g;

/** How many places of a text a site generator fills. */
export function countInserts(markdown: string): number {
  return markdown.match(inserts)?.length ?? 0;
}

/** What a note shows of another file; the text after the bar is a caption unless it is a size. */
function embedded(_whole: string, name: string, shown: string | undefined): string {
  const caption = shown === undefined || /^[\dx\s]*$/.test(shown) ? '' : shown;
  return `![${caption}](<${name.split('#', 1)[0]}>)`;
}

function linked(_whole: string, name: string, shown: string | undefined): string {
  if (shown !== undefined) return shown;
  const [file = '', heading] = name.split('#', 2);
  return file || (heading ?? '');
}

/** `%%…%%`, with its line breaks kept. */
function withoutComments(markdown: string): string {
  const parts = markdown.split('%%');
  // Marks that are not closed are text.
  const paired = parts.length % 2 === 1;
  return parts
    .map((part, at) => {
      if (at % 2 === 0) return part;
      return paired || at < parts.length - 1 ? part.replace(/[^\n]/g, '') : `%%${part}`;
    })
    .join('');
}
