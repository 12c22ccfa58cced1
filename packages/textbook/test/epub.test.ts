import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InvalidInputError } from '@skinr1/core';
import { strToU8, zipSync } from 'fflate';
import { PNG } from 'pngjs';
import { afterAll, describe, expect, it } from 'vitest';
import { describeOmission, ingestTextbook, readEpub } from '../src/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'skinr1-epub-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('EPUB', () => {
  const container =
    '<container><rootfiles><rootfile full-path="OEBPS/book.opf" media-type="x"/></rootfiles></container>';
  const opf = `<?xml version="1.0"?><package><metadata><dc:title>Skin</dc:title></metadata><manifest>
<item id="b" href="b.xhtml"/><item id="a" href="text/a.xhtml"/></manifest>
<spine><itemref idref="a"/><itemref idref="b"/><itemref idref="gone"/></spine></package>`;
  const image = PNG.sync.write(new PNG({ width: 2, height: 2 }));
  const files = {
    'META-INF/container.xml': strToU8(container),
    'OEBPS/book.opf': strToU8(opf),
    'OEBPS/text/a.xhtml': strToU8(
      '<html><body><h1>Psoriasis</h1><h2>Morphology</h2><p>Plaques with silvery scale.</p><figure><img src="../img/../img/p.png"/><figcaption>Fig. 1. Erythema.</figcaption></figure></body></html>',
    ),
    'OEBPS/b.xhtml': strToU8(
      '<html><body><h1>Scabies</h1><h2>Morphology</h2><p>Burrows.</p></body></html>',
    ),
    'OEBPS/img/p.png': image,
  };

  it('reads chapters in the order of the spine, with images on request', async () => {
    const path = join(folder, 'book.epub');
    writeFileSync(path, zipSync(files));
    const imageDirectory = join(folder, 'images');
    const book = await ingestTextbook(path, { imageDirectory });
    expect(book.title).toBe('Skin');
    expect(book.sections.map(({ headingPath }) => headingPath.join(' > '))).toEqual([
      '',
      'Psoriasis',
      'Psoriasis > Morphology',
      'Scabies',
      'Scabies > Morphology',
    ]);
    expect(readFileSync(book.figures[0]?.path as string)).toEqual(image);
    expect(book.omitted).toEqual([]);
    const opfOfOne = strToU8(opf.replace('<itemref idref="b"/>', ''));
    const unread = readEpub(zipSync({ ...files, 'OEBPS/book.opf': opfOfOne }), { imageDirectory });
    expect(unread.omitted).toMatchObject([{ kind: 'file', what: 'OEBPS/b.xhtml' }]);
    const without = readEpub(zipSync(files));
    expect(without.figures[0]?.path).toBeNull();
    expect(without.omitted.map(describeOmission).join()).toMatch(/imageDirectory/);
  });

  it('never writes outside the folder for images', () => {
    const hostile = {
      ...files,
      'OEBPS/text/a.xhtml': strToU8('<h1>X</h1><p>y</p><img src="../../../../evil.png">'),
      '../../evil.png': new Uint8Array([1]),
    };
    const imageDirectory = join(folder, 'deep', 'images');
    readEpub(zipSync(hostile), { imageDirectory });
    expect(existsSync(join(folder, 'evil.png'))).toBe(false);
    expect(existsSync(join(folder, 'deep', 'evil.png'))).toBe(false);
    for (const name of existsSync(imageDirectory) ? readdirSync(imageDirectory) : []) {
      expect(name).not.toMatch(/\.\./);
    }
  });

  it('refuses bombs, damage and what is no book', () => {
    const bomb = zipSync({ ...files, 'OEBPS/b.xhtml': new Uint8Array(3_000_000) });
    expect(bomb.length).toBeLessThan(20_000);
    const bound = (name: string, most: number) => () =>
      readEpub(zipSync(files, { level: 0 }), { limits: { [name]: most } });
    expect(() => readEpub(bomb)).toThrow(/b\.xhtml: it unpacks to more than .*maxUnpackRatio/s);
    for (const name of ['maxEntryBytes', 'maxUnpackedBytes']) {
      expect(bound(name, 60)).toThrow(new RegExp(`unpacks to more than 60 bytes.*${name}`, 's'));
    }
    expect(bound('maxEntries', 4)).toThrow(/5 files in one archive.*maxEntries/s);
    expect(readEpub(zipSync(files, { level: 0 })).title).toBe('Skin');
    expect(() => readEpub(zipSync(files).slice(0, 200))).toThrow(InvalidInputError);
    expect(() => readEpub(strToU8('PK\u0003\u0004 nonsense'))).toThrow(
      /not a readable ZIP archive/,
    );
    expect(() => readEpub(zipSync({ 'a.txt': strToU8('x') }))).toThrow(/package file is missing/);
    const empty = { ...files, 'OEBPS/book.opf': strToU8('<package></package>') };
    expect(() => readEpub(zipSync(empty))).toThrow(/no chapters/);
  });

  it('do not trust what an archive says of its files', () => {
    const honest = Buffer.from(zipSync(files));
    const at = honest.lastIndexOf('OEBPS/b.xhtml') - 46;
    const lie = (offset: number, value: number): Uint8Array => {
      const bytes = Buffer.from(honest);
      bytes.writeUInt32LE(value, at + offset);
      return bytes;
    };
    // Checksum, unpacked size smaller and larger, place.
    for (const [offset, value] of [
      [16, 1],
      [24, 10],
      [24, 100_000],
      [42, 1],
    ] as const) {
      expect(() => readEpub(lie(offset, value))).toThrow(/b\.xhtml: this is not a readable ZIP/);
    }
  });

  it('takes names with percent signs as they are meant, and each chapter once', () => {
    const named = {
      ...files,
      'OEBPS/book.opf': strToU8(`<package><manifest><item id="a" href="100%.xhtml"/>
<item id="b" href="a%20b.xhtml"/><item id="c" href="%zz.xhtml"/></manifest><spine>
${'<itemref idref="a"/>'.repeat(130_000)}<itemref idref="b"/><itemref idref="c"/></spine></package>`),
      'OEBPS/100%.xhtml': strToU8('<html><head><title/></head><body><p>One.</p></body></html>'),
      'OEBPS/a b.xhtml': strToU8('<p>Two.</p>'),
    };
    const book = readEpub(zipSync(named, { level: 0 }));
    expect(book.text).toBe('One.\n\nTwo.');
    expect(book.omitted).toMatchObject([{ kind: 'file', what: 'OEBPS/%zz.xhtml' }]);
  });

  it('names a protected book as such, and reads one of which fonts alone are garbled', () => {
    const encryption = (algorithm: string, address: string) =>
      strToU8(`<?xml version="1.0"?><encryption><enc:EncryptedData><enc:EncryptionMethod Algorithm="${algorithm}"/>
<enc:CipherData><enc:CipherReference URI="${address}"/></enc:CipherData></enc:EncryptedData></encryption>`);
    const aes = 'http://www.w3.org/2001/04/xmlenc#aes256-cbc';
    const locked = {
      ...files,
      'META-INF/encryption.xml': encryption(aes, 'OEBPS/text/a.xhtml'),
      'META-INF/license.lcpl': strToU8('{}'),
    };
    expect(() => readEpub(zipSync(locked))).toThrow(
      /a\.xhtml: the book is protected \(Readium LCP\).*without copy protection/s,
    );
    for (const fonts of [
      encryption('http://www.idpf.org/2008/embedding', 'OEBPS/b.xhtml'),
      encryption(aes, 'OEBPS/font.otf'),
    ]) {
      expect(
        readEpub(zipSync({ ...files, 'META-INF/encryption.xml': fonts })).sections,
      ).toHaveLength(5);
    }
  });

  it('finds chapters whose names are written otherwise, and no file outside the archive', () => {
    const odd = {
      ...files,
      'OEBPS/book.opf': strToU8(`<package><manifest><item id="a" href="Text/Cafe\u0301.XHTML"/>
<item id="b" href="../../../etc/passwd"/></manifest><spine><itemref idref="a"/><itemref idref="b"/></spine></package>`),
      'OEBPS/text/caf\u00e9.xhtml': strToU8('<p>One.</p><svg><text>Two</text></svg><form></form>'),
    };
    const book = readEpub(zipSync(odd));
    expect(book.text).toBe('One.');
    expect(book.omitted.map(({ kind, what, place }) => [kind, what, place])).toEqual([
      ['figure', '1 <svg>', 'OEBPS/text/caf\u00e9.xhtml, line 1'],
      ['file', '../../etc/passwd', null],
    ]);
  });

  it('keeps the figures of books and of folders apart, whatever their names', () => {
    const shade = (value: number): Uint8Array => {
      const png = new PNG({ width: 2, height: 2 });
      png.data.fill(value);
      return new Uint8Array(PNG.sync.write(png));
    };
    const long = `${'n'.repeat(300)}.png`;
    const bookOf = (value: number): Uint8Array =>
      zipSync({
        ...files,
        'OEBPS/b.xhtml': strToU8(
          `<p>x</p><img src="i/1.png"/><img src="i_1.png"/><img src="${long}"/><img src="i/1.png"/>`,
        ),
        'OEBPS/i/1.png': shade(value),
        'OEBPS/i_1.png': shade(value + 1),
        [`OEBPS/${long}`]: shade(value + 2),
      });
    const imageDirectory = join(folder, 'shared');
    const books = [10, 200].map((value) => readEpub(bookOf(value), { imageDirectory }));
    books.forEach(({ figures }, at) => {
      const start = [10, 200][at] as number;
      const shades = figures
        .slice(1)
        .map(({ path }) => PNG.sync.read(readFileSync(path as string)).data[0]);
      expect(shades).toEqual([start, start + 1, start + 2, start]);
    });
    writeFileSync(join(folder, 'taken'), '');
    expect(() => readEpub(bookOf(1), { imageDirectory: join(folder, 'taken') })).toThrow(
      /taken.*cannot be written.*imageDirectory/s,
    );
  });
});
