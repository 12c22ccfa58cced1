import { fileURLToPath } from 'node:url';

/** Folder of the report page's files: beside `dist` in an installed package, beside `src` in the repository. */
export const pageFolder: string = fileURLToPath(new URL('../report-page/', import.meta.url));
