import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ingestTextbooks, type SourceDocument } from '../src/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'skinr1-notes-'));
afterAll(() => rmSync(folder, { recursive: true }));

let count = 0;
function write(files: Readonly<Record<string, string | Uint8Array>>): string {
  const root = join(folder, `notes-${++count}`);
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), content);
  }
  return root;
}
const read = async (
  files: Readonly<Record<string, string | Uint8Array>>,
): Promise<SourceDocument> => (await ingestTextbooks(write(files)))[0] as SourceDocument;
const outline = ({ sections }: SourceDocument): string[] =>
  sections
    .slice(1)
    .map(({ origin, level, headingPath }) => `${level} ${origin} ${headingPath.join(' > ')}`);

const png = Buffer.alloc(24);
png.write('\x89PNG\r\n\x1a\n', 0, 'latin1');
png.writeUInt32BE(10, 16);
png.writeUInt32BE(10, 20);

describe('a folder of notes', () => {
  it('is one book: notes are sections below their folders, titled by front matter, heading or file', async () => {
    const book = await read({
      'Bullous pemphigoid.md': '## Definition\n\nTense bullae.\n\n## Course\n\nLong.',
      '10-scabies.md': 'Burrows.',
      '2_tinea_corporis.md': '# Ringworm\n\nRings.\n\n## Signs\n\nScale.',
      'Viral/README.md': 'Caused by viruses.',
      'Viral/warts.txt': 'Rough papules.\n\nThey spread.',
      'Viral/Herpes/zoster.html':
        '<title>x</title><h2>Zoster</h2><p>Grouped vesicles.</p><h3>Site</h3><p>Trunk.</p>',
      'x.md': '---\ntitle: Psoriasis\naliases: [psora]\ntags: [scaly]\n---\n# Signs\n\nPlaques.',
    });
    expect(outline(book)).toEqual([
      '1 file Ringworm',
      '2 heading Ringworm > Signs',
      '1 file scabies',
      '1 file Bullous pemphigoid',
      '3 heading Bullous pemphigoid > Definition',
      '3 heading Bullous pemphigoid > Course',
      '1 file Viral',
      '2 file Viral > Herpes',
      '3 file Viral > Herpes > Zoster',
      '4 heading Viral > Herpes > Zoster > Site',
      '2 file Viral > warts',
      '1 file Psoriasis',
      '2 heading Psoriasis > Signs',
    ]);
    expect(book.sections.find(({ heading }) => heading === 'scabies')?.number).toBe('10');
    const psoriasis = book.sections.find(({ heading }) => heading === 'Psoriasis');
    expect(psoriasis?.tags).toEqual(['scaly']);
    const [names] = psoriasis?.paragraphs ?? [];
    expect(names?.kind).toBe('aliases');
    expect(book.text.slice(names?.start, names?.end)).toBe('psora');
  });

  it('reads links, embedded pictures, callouts and HTML as the makers of notes write them', async () => {
    const book = await read({
      'attachments/knee.png': png,
      'notes/Psoriasis.md':
        'See [[Lichen planus|lichen]] and [[Eczema#Signs]]. ==Scaly== plaques. %%draft%%\n\n![[knee.png|300]]\n\n![The knee](/attachments/knee.png){width=50%}\n\n> [!warning] Erythroderma\n> Refer.\n\n<table><tr><th>Feature</th><th>Finding</th></tr><tr><td>Surface</td><td>silvery</td></tr></table>\n\nRed<br>and <b>dry</b>{: .term}. <img src="../attachments/knee.png" alt="Again">\n',
      'notes/z.md':
        '<div class="box" markdown="1">\n<div class="title">\n**Profile**\n</div>\nCaused by *S. aureus*.\n</div>\n\n![Fig. 2.—Pus](gone.png)',
    });
    expect(book.text).toMatch(/See lichen and Eczema\. Scaly plaques\.\n/);
    expect(book.text).toContain('Erythroderma Refer.');
    expect(book.text).toMatch(/Surface\s+silvery/);
    expect(book.text).toContain('Red and dry.');
    expect(
      book.figures.map(({ path, caption }) => [path?.endsWith('attachments/knee.png'), caption]),
    ).toEqual([
      [true, ''],
      [true, 'The knee'],
      [true, 'Again'],
      [undefined, 'Pus'],
    ]);
    expect(outline(book).at(-1)).toBe('3 bold-line notes > z > Profile');
    expect(book.text).toContain('Caused by S. aureus.');
    expect(book.omitted).toMatchObject([{ what: 'gone.png', place: 'notes/z.md, line 8' }]);
  });

  it('lists what is left out, and keeps the rest', async () => {
    const root = write({
      'a.md': '# Scabies\n\nBurrows.\n\n![x](../outside.png)',
      'b.md': '# Warts\n\nRough.',
      'bad.md': new Uint8Array([0x23, 0x20, 0xff, 0xfe, 0x80]),
      'deep.md': '>'.repeat(5000),
      'empty.md': '',
      'broken.pdf': '%PDF-1.4 nothing',
      'sheet.xlsx': 'PK',
      'sizes.csv': 'a,b\n1,2',
      '.obsidian/workspace.json': '{}',
    });
    symlinkSync('/etc/hostname', join(root, 'link.md'));
    const documents = await ingestTextbooks(root);
    expect(documents).toHaveLength(1);
    const [book] = documents as [SourceDocument];
    expect(outline(book)).toEqual(['1 file Scabies', '1 file Warts']);
    expect(book.omitted.map(({ kind, what, place }) => [kind, what, place])).toEqual([
      ['figure', '../outside.png', 'a.md, line 5'],
      ['file', 'bad.md', 'bad.md'],
      ['file', 'deep.md', 'deep.md'],
      ['file', 'empty.md', 'empty.md'],
      ['file', 'link.md', null],
      ['file', 'sheet.xlsx', null],
      ['file', 'sizes.csv', null],
      ['file', 'broken.pdf', null],
    ]);
    expect(book.omitted.every(({ reason }) => reason.length > 5)).toBe(true);
  });

  it('keeps to the bounds: files, and large ones as books of their own', async () => {
    const root = write({
      'a.md': '# A\n\nx',
      'b.md': '# B\n\nx',
      'c.md': `# C\n\n${'long '.repeat(100)}`,
    });
    await expect(ingestTextbooks(root, { limits: { maxFiles: 2 } })).rejects.toThrow(
      /more than 2 files.*maxFiles/s,
    );
    const documents = await ingestTextbooks(root, { limits: { maxNoteBytes: 100 } });
    expect(documents.map(({ format, title }) => [format, title])).toEqual([
      ['folder', `notes-${count}`],
      ['markdown', 'C'],
    ]);
  });

  it('may have ten thousand notes and names of any kind', async () => {
    const names = Array.from({ length: 10_000 }, (_, at) => `note ${at}.md`);
    const files = Object.fromEntries(names.map((name, at) => [name, `Papules ${at}.`]));
    const book = await read({
      ...files,
      '100% “odd” name\n.md': 'Odd.',
      '.md': 'Hidden.',
      '___.md': 'Lines.',
    });
    expect(book.sections).toHaveLength(1 + 10_000 + 2);
    expect(book.sections.at(3)?.heading).toBe('note 0');
    expect(book.sections.some(({ heading }) => heading === '100% “odd” name')).toBe(true);
    expect(book.omitted).toEqual([]);
  }, 60_000);
});
