/** A piece of text on a page; y grows upwards on a page of 612 × 792 points. */
export interface Mark {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly size?: number;
  readonly bold?: boolean;
  /** Set in Courier, whose letters are equally wide. */
  readonly mono?: boolean;
  /** Runs up the page: turned by 90° to the left. */
  readonly sideways?: boolean;
  /** Draws a 2 × 2 image (red, green, blue, gray) of this width and height instead of text. */
  readonly image?: readonly [number, number];
  /** Draws a frame of this width and height instead of text, its lower left corner here. */
  readonly frame?: readonly [number, number];
  /** How a frame is drawn. @defaultValue 'line' */
  readonly drawn?: 'line' | 'color' | 'white' | 'rules';
}

/**
 * A PDF with the marks where they are asked for, in Helvetica; enough to test a reader of layouts. `turns`: by how
 * many degrees each page is turned to the right when shown.
 */
export function writePdf(
  pages: readonly (readonly Mark[])[],
  extra = '',
  turns: readonly number[] = [],
): Uint8Array {
  const font = (name: string): string =>
    `<< /Type /Font /Subtype /Type1 /BaseFont /${name} /Encoding /WinAnsiEncoding >>`;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Count ${pages.length} /Kids [${pages.map((_, at) => `${7 + at * 2} 0 R`).join(' ')}] >>`,
    font('Helvetica'),
    font('Helvetica-Bold'),
    font('Courier'),
    '<< /Type /XObject /Subtype /Image /Width 2 /Height 2 /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /ASCIIHexDecode /Length 25 >>\nstream\nFF000000FF000000FF808080>\nendstream',
  ];
  for (const [at, marks] of pages.entries()) {
    objects.push(
      `<< /Type /Page /Parent 2 0 R /Rotate ${turns[at] ?? 0} /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R /F2 4 0 R /F3 5 0 R >> /XObject << /Im1 6 0 R >> >> /Contents ${objects.length + 2} 0 R >>`,
      stream(marks.map(draw).join('\n')),
    );
  }
  return writeObjects(objects, extra);
}

function draw({
  text,
  x,
  y,
  size = 10,
  bold = false,
  mono = false,
  sideways,
  image,
  frame,
  drawn = 'line',
}: Mark): string {
  if (frame) return drawFrame(x, y, frame, drawn);
  if (image) return `q ${image[0]} 0 0 ${image[1]} ${x} ${y} cm /Im1 Do Q`;
  const escaped = text.replace(/([\\()])/g, '\\$1');
  return `BT /F${mono ? 3 : bold ? 2 : 1} ${size} Tf ${sideways ? `0 1 -1 0 ${x} ${y} Tm` : `${x} ${y} Td`} (${escaped}) Tj ET`;
}

function drawFrame(
  x: number,
  y: number,
  [width, height]: readonly [number, number],
  drawn: NonNullable<Mark['drawn']>,
): string {
  if (drawn === 'line') return `${x} ${y} ${width} ${height} re S`;
  if (drawn !== 'rules') {
    return `q ${drawn === 'white' ? '1 1 1' : '0.9 0.95 1'} rg ${x} ${y} ${width} ${height} re f Q`;
  }
  return [
    [x, y, width, 0.5],
    [x, y + height, width, 0.5],
    [x, y, 0.5, height],
    [x + width, y, 0.5, height],
  ]
    .map((rule) => `${rule.join(' ')} re f`)
    .join(' ');
}

/** A stream object of bytes given as Latin-1, with more entries for its dictionary. */
export function stream(content: string, entries = ''): string {
  return `<< /Length ${content.length} ${entries} >>\nstream\n${content}\nendstream`;
}

/** A PDF of objects numbered from 1, the first of which is the catalog. */
export function writeObjects(objects: readonly string[], extra = ''): Uint8Array {
  let body = '%PDF-1.4\n';
  const offsets = objects.map((object, at) => {
    const offset = body.length;
    body += `${at + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const start = body.length;
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  body += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}`;
  body += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R ${extra} >>\nstartxref\n${start}\n%%EOF`;
  return Uint8Array.from(Buffer.from(body, 'latin1'));
}
