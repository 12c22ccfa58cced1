/** Decoded pixels, row-major RGB. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/**
 * Draws an image with 24-bit color half blocks: two pixels per character cell, upper as foreground and
 * lower as background. `columns` is the width in cells; the height follows the image.
 */
export function drawPicture(image: Pixels, columns = 40): string {
  const rows = Math.max(1, Math.round((columns * image.height) / image.width / 2));
  const lines: string[] = [];
  for (let row = 0; row < rows; row++) {
    let line = '';
    for (let column = 0; column < columns; column++) {
      const upper = averageColor(image, column, columns, row * 2, rows * 2);
      const lower = averageColor(image, column, columns, row * 2 + 1, rows * 2);
      line += `\u001b[38;2;${upper.join(';')}m\u001b[48;2;${lower.join(';')}m▀`;
    }
    lines.push(`${line}\u001b[0m`);
  }
  return lines.join('\n');
}

/** Whether a stream shows 24-bit color to a person. */
export function showsColor(stream: NodeJS.WriteStream): boolean {
  return Boolean(stream.isTTY) && stream.hasColors?.(2 ** 24) === true;
}

/** Mean color of one cell of a `columns` × `rows` grid laid over the image. */
function averageColor(
  image: Pixels,
  column: number,
  columns: number,
  row: number,
  rows: number,
): [number, number, number] {
  const left = Math.floor((column * image.width) / columns);
  const right = Math.max(left + 1, Math.floor(((column + 1) * image.width) / columns));
  const top = Math.floor((row * image.height) / rows);
  const bottom = Math.max(top + 1, Math.floor(((row + 1) * image.height) / rows));
  const sum: [number, number, number] = [0, 0, 0];
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) {
      const offset = (y * image.width + x) * 3;
      for (let channel = 0; channel < 3; channel++) {
        sum[channel as 0 | 1 | 2] += image.data[offset + channel] as number;
      }
    }
  }
  const count = (right - left) * (bottom - top);
  return [Math.round(sum[0] / count), Math.round(sum[1] / count), Math.round(sum[2] / count)];
}
