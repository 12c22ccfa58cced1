import { fileURLToPath } from 'node:url';

/** Folder of the review page's files: beside `dist` in an installed package, beside `src` in the repository. */
export const pageFolder: string = fileURLToPath(new URL('../review-page/', import.meta.url));
