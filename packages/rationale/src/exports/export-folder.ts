import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** A folder that is being filled. */
export interface ExportFolder {
  readonly directory: string;
  /** Paths of what was written, relative to the folder. */
  readonly files: readonly string[];
  /** Writes a file, which is complete before it gets its name. */
  write(name: string, content: string | Uint8Array): Promise<void>;
}

/** Makes a folder if it is missing. Files that are written replace those of the same name. */
export async function openExportFolder(directory: string): Promise<ExportFolder> {
  await mkdir(directory, { recursive: true });
  const files: string[] = [];
  return {
    directory,
    files,
    async write(name, content) {
      const path = join(directory, name);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(`${path}.part`, content);
      await rename(`${path}.part`, path);
      files.push(name);
    },
  };
}

/** Rows as JSON, one a line. */
export function jsonLines(rows: readonly unknown[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}
