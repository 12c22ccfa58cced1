import { MessagePort } from 'node:worker_threads';
import { deflateSync } from 'node:zlib';
import { InvalidInputError } from '@skinr1/core';
import { describe, expect, it, vi } from 'vitest';
import { describeOmission, type ReadPdfOptions, readPdf } from '../src/index.ts';
import { stream, writeObjects } from './pdf-writer.ts';

/*
 * PDFs made to harm: each has to end in a named error or a warning, with the caller's thread free all the time.
 */

const text = 'BT /F1 10 Tf 60 700 Td (Psoriasis has silvery scale.) Tj ET\n';
const shown = 'Psoriasis has silvery scale.';
const catalog = '<< /Type /Catalog /Pages 2 0 R >>';
const font = '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>';
const flate = '/Filter /FlateDecode';

const pages = (kids: string, count: number): string =>
  `<< /Type /Pages /Count ${count} /Kids [${kids}] >>`;

const page = (content: number, resources = ''): string =>
  `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> ${resources} >> /Contents ${content} 0 R >>`;

/** A hostile page, its content, more objects from number 8 on, and before those a harmless page. */
const beside = (resources: string, content: string, ...more: string[]): Uint8Array =>
  writeObjects([
    catalog,
    pages('4 0 R 6 0 R', 2),
    font,
    page(5, resources),
    content,
    page(7),
    stream(text),
    ...more,
  ]);

const alone = (resources: string, content: string, ...more: string[]): Uint8Array =>
  writeObjects([catalog, pages('4 0 R', 1), font, page(5, resources), content, ...more]);

/** Two hundred megabytes of nothing in as many kilobytes. */
const zeros = deflateSync(Buffer.alloc(200_000_000));
const bomb = stream(zeros.toString('latin1'), flate);

const image = (width: number, height: number, content: string, entries = ''): string =>
  stream(
    content,
    `/Type /XObject /Subtype /Image /Width ${width} /Height ${height} /ColorSpace /DeviceRGB /BitsPerComponent 8 ${entries}`,
  );

const showImage = `${text}q 200 0 0 200 60 400 cm /Im1 Do Q`;

const tight: ReadPdfOptions = {
  source: 'hostile.pdf',
  limits: { maxPageSeconds: 3, maxPageBytes: 100_000_000 },
};

describe('hostile PDFs', () => {
  // The library may fall silent with its first book, so that this one has to be the first. What the parser writes on the
  // console comes late, from its thread: what it is told is there at once.
  it('are read without a word on the console', async () => {
    const told = vi.spyOn(MessagePort.prototype, 'postMessage');
    const spoiled = Buffer.from(alone('', stream(text)))
      .toString('latin1')
      .replace('xref', 'xxxx');
    const document = await readPdf(Buffer.from(spoiled, 'latin1'));
    const messages = told.mock.calls.map(([message]) => message);
    told.mockRestore();
    expect(document.text).toBe(shown);
    const configured = messages.filter((message) => message?.action === 'configure');
    expect(configured).toMatchObject([{ data: { verbosity: 0 } }]);
  });

  it('without text and pictures are not called scans', async () => {
    const empty = alone('', stream(''));
    const brokenTree = writeObjects([catalog, pages('', 1), font]);
    const lostTree = writeObjects([catalog.replace('2 0', '9 0'), pages('', 0), font]);
    for (const bytes of [empty, brokenTree, lostTree]) {
      const refusal = expect(readPdf(bytes)).rejects;
      await refusal.toThrow(/damaged/);
      await refusal.not.toThrow(/run text recognition/);
    }
  });

  it('lose the page that unpacks without end, and keep the others', async () => {
    expect(bomb.length).toBeLessThan(250_000);
    const document = await readPdf(beside('', bomb), tight);
    expect(document.text).toBe(shown);
    expect(document.omitted.map(describeOmission).join()).toMatch(
      /page 1: it takes (?:more than 95 MiB|longer than 3 s)/,
    );
    const twice = deflateSync(zeros).toString('latin1');
    const chained = beside('', stream(twice, '/Filter [/FlateDecode /FlateDecode]'));
    expect(chained.length).toBeLessThan(10_000);
    expect((await readPdf(chained, tight)).omitted).toMatchObject([
      { kind: 'page', what: 'page 1' },
    ]);
  });

  it('lose the page that draws without end; the caller is free meanwhile, and can stop it', async () => {
    const forms = Array.from({ length: 40 }, (_, at) =>
      stream(
        '/Fm Do /Fm Do',
        `/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /Fm ${9 + at} 0 R >> >>`,
      ),
    );
    const last = stream(text, '/Type /XObject /Subtype /Form /BBox [0 0 9 9]');
    const endless = beside('/XObject << /Fm 8 0 R >>', stream(`${text}/Fm Do`), ...forms, last);
    let ticks = 0;
    const clock = setInterval(() => ticks++, 20);
    const document = await readPdf(endless, { limits: { maxPageSeconds: 1.5 } });
    clearInterval(clock);
    expect(document.text).toBe(shown);
    expect(document.omitted.map(describeOmission)).toEqual(['page 1: it takes longer than 1.5 s']);
    expect(ticks).toBeGreaterThan(20);
    const stopped = readPdf(endless, {
      limits: { maxPageSeconds: 1000 },
      signal: AbortSignal.timeout(400),
    });
    await expect(stopped).rejects.toThrow(/timeout/);
  });

  it('are refused once several pages do so', async () => {
    const kids = Array.from({ length: 5 }, (_, at) => `${5 + at} 0 R`).join(' ');
    const bombs = writeObjects([
      catalog,
      pages(kids, 5),
      font,
      bomb,
      ...Array.from({ length: 5 }, () => page(4)),
    ]);
    const limits = { maxPageSeconds: 1, maxPageBytes: 40_000_000 };
    await expect(readPdf(bombs, { ...tight, limits })).rejects.toThrow(
      /hostile\.pdf: page 4: it takes .*; the PDF is damaged or hostile/,
    );
  });

  it('keep the text beside images that claim or unpack too much', async () => {
    const huge = alone(
      '/XObject << /Im1 6 0 R >>',
      stream(showImage),
      image(25_000, 20_000, 'abc'),
    );
    const document = await readPdf(huge, tight);
    expect(document.text).toContain(shown);
    expect(document.omitted.map(describeOmission)).toEqual([
      'figure an image of 25000 × 20000 pixels: it has more than 100000000',
    ]);
    const unpacking = await readPdf(
      alone(
        '/XObject << /Im1 6 0 R >>',
        stream(showImage),
        image(100, 100, zeros.toString('latin1'), flate),
      ),
      tight,
    );
    expect(unpacking.text).toContain(shown);
  });

  it('have page trees that lie: cycles, a thousand million pages, less than none', async () => {
    const cycle = writeObjects([catalog, pages('2 0 R 4 0 R', 2), font, page(5), stream(text)]);
    await expect(readPdf(cycle)).rejects.toThrow(/no text; page 1: it is damaged/);
    const claims = (count: number): Uint8Array =>
      writeObjects([catalog, pages('4 0 R', count), font, page(5), stream(text)]);
    expect((await readPdf(claims(1e9))).text).toBe(shown);
    await expect(readPdf(claims(-5))).rejects.toThrow(InvalidInputError);
    const many = writeObjects([
      catalog,
      pages('4 0 R '.repeat(30_000), 30_000),
      font,
      page(5),
      stream(text),
    ]);
    await expect(readPdf(many)).rejects.toThrow(/more than 20000 pages.*maxPages/s);
  });

  it('nest deeper than any stack', async () => {
    const arrays = '['.repeat(300_000) + ']'.repeat(300_000);
    await expect(readPdf(alone(`/X ${arrays}`, stream(text)))).rejects.toThrow(InvalidInputError);
    const dictionaries = `/P ${'<</A'.repeat(200_000)}${'>>'.repeat(200_000)} BDC ${text}`;
    await expect(readPdf(alone('', stream(dictionaries)))).rejects.toThrow(InvalidInputError);
    const own =
      '/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /Fm 6 0 R >> >>';
    const itself = alone(
      '/XObject << /Fm 6 0 R >>',
      stream(`${text}/Fm Do`),
      stream('/Fm Do', own),
    );
    expect((await readPdf(itself)).text).toBe(shown);
  });

  it('are refused when cut off anywhere', async () => {
    const whole = beside('', stream(text));
    for (const share of [0.2, 0.5, 0.8]) {
      const cut = whole.slice(0, whole.length * share);
      const result = await readPdf(cut).catch((error: unknown) => error);
      // What is left may still have a whole page.
      if (!InvalidInputError.isInstance(result)) expect(result).toMatchObject({ text: shown });
    }
  });
});
