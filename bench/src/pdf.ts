import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { createRandom, type Random } from '@skinr1/core';
import { readPdf } from '@skinr1/textbook';

/**
 * Pages of a PDF read a second, and the peak memory for N and for twice as many pages, each in a process of its
 * own: that the second is little more than the first shows that pages are let go. Options: N, by default 500.
 * `--read FILE FOLDER` is what the processes are started with.
 */
export async function run(options: string[]): Promise<void> {
  const [first, file, images] = options;
  if (first === '--read') return read(file as string, images as string);
  const pages = Number(first ?? 500);
  const folder = mkdtempSync(join(tmpdir(), 'skinr1-pdf-'));
  try {
    const [once, twice] = [pages, pages * 2].map((count) => measure(count, folder));
    if (!once || !twice) return;
    const more = (twice.peak - once.peak) / pages;
    console.log(
      `peak memory ${(twice.peak / once.peak).toFixed(2)} times for twice the pages: ${more.toFixed(0)} KB a page more, ${(once.characters / pages / 1000).toFixed(1)} KB of which are text`,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

interface Figures {
  readonly seconds: number;
  /** Kilobytes. */
  readonly peak: number;
  readonly characters: number;
}

function measure(pages: number, folder: string): Figures {
  const file = join(folder, `${pages}.pdf`);
  writeFileSync(file, writeBook(pages));
  const script = process.argv[1] as string;
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [...process.execArgv, script, 'pdf', '--read', file, join(folder, String(pages))],
    { encoding: 'utf8' },
  );
  if (stdout === '') throw new Error(stderr);
  const figures = JSON.parse(stdout) as Figures;
  const { seconds, peak } = figures;
  console.log(
    `${pages} pages: ${seconds.toFixed(1)} s, ${Math.round(pages / seconds)} pages a second, peak ${(peak / 1024).toFixed(0)} MB`,
  );
  return figures;
}

async function read(file: string, imageDirectory: string): Promise<void> {
  const start = performance.now();
  const { text } = await readPdf(new Uint8Array(readFileSync(file)), { imageDirectory });
  const seconds = (performance.now() - start) / 1000;
  const peak = process.resourceUsage().maxRSS;
  console.log(JSON.stringify({ seconds, peak, characters: text.length } satisfies Figures));
}

const words =
  'the eruption consists of small papules and vesicles upon an inflamed base with scales crusts and itching patches of rounded outline chiefly on trunk and limbs'.split(
    ' ',
  );

/** A book of full pages of text, with an image on every tenth. */
function writeBook(pages: number): Buffer {
  const random = createRandom(1);
  const objects: Buffer[] = [
    Buffer.from('<< /Type /Catalog /Pages 2 0 R >>'),
    Buffer.from(
      `<< /Type /Pages /Count ${pages} /Kids [${Array.from({ length: pages }, (_, at) => `${4 + at * 3} 0 R`).join(' ')}] >>`,
    ),
    Buffer.from(
      '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
    ),
  ];
  for (let page = 0; page < pages; page++) {
    const own = 4 + page * 3;
    const drawn = page % 10 === 0 ? `/XObject << /Im1 ${own + 2} 0 R >>` : '';
    objects.push(
      Buffer.from(
        `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> ${drawn} >> /Contents ${own + 1} 0 R >>`,
      ),
      packed(Buffer.from(pageText(page, random, drawn !== ''))),
      drawn ? picture(random) : Buffer.from('null'),
    );
  }
  return joinObjects(objects);
}

function pageText(page: number, random: Random, drawn: boolean): string {
  const lines = [`BT /F1 16 Tf 60 740 Td (Disease ${page}) Tj ET`];
  for (let y = 710; y > (drawn ? 320 : 60); y -= 13) {
    let line = '';
    while (line.length < 85) line += `${words[Math.floor(random.next() * words.length)]} `;
    lines.push(`BT /F1 10 Tf 60 ${y} Td (${line.trim()}) Tj ET`);
  }
  if (drawn) lines.push('q 250 0 0 200 150 90 cm /Im1 Do Q');
  return lines.join('\n');
}

/** Stripes of a color of its own, so that the file stays small. */
function picture(random: Random): Buffer {
  const shade = Math.floor(random.next() * 128);
  const pixels = Buffer.alloc(400 * 300 * 3);
  for (let at = 0; at < pixels.length; at++) pixels[at] = shade + (at & 127);
  return packed(
    pixels,
    '/Type /XObject /Subtype /Image /Width 400 /Height 300 /ColorSpace /DeviceRGB /BitsPerComponent 8',
  );
}

function packed(content: Buffer, entries = ''): Buffer {
  const bytes = deflateSync(content);
  const head = `<< /Filter /FlateDecode /Length ${bytes.length} ${entries} >>\nstream\n`;
  return Buffer.concat([Buffer.from(head), bytes, Buffer.from('\nendstream')]);
}

function joinObjects(objects: readonly Buffer[]): Buffer {
  const parts = [Buffer.from('%PDF-1.4\n')];
  const offsets: number[] = [];
  let length = parts[0]?.length ?? 0;
  objects.forEach((object, at) => {
    offsets.push(length);
    const part = Buffer.concat([
      Buffer.from(`${at + 1} 0 obj\n`),
      object,
      Buffer.from('\nendobj\n'),
    ]);
    parts.push(part);
    length += part.length;
  });
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  parts.push(
    Buffer.from(
      `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${length}\n%%EOF`,
    ),
  );
  return Buffer.concat(parts);
}
