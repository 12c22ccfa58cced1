/** Prints; waits where the reader is slower than we are, so that output never piles up in memory. */
export async function print(text: string): Promise<void> {
  if (text === '' || process.stdout.write(text)) return;
  await new Promise<void>((resolve) => process.stdout.once('drain', () => resolve()));
}

/** Writes a line of a command's result. */
export function printLine(line: string): void {
  process.stdout.write(`${line}\n`);
}
