import { InvalidInputError } from '@skinr1/core';
import { elementsOf, fileInside } from './epub-package.ts';
import type { ZipArchive } from './zip-archive.ts';

/** Ways to garble fonts, which hinder no reading (EPUB 3.3, 4.4 "Font obfuscation"; Adobe's own). */
const fontObfuscation = ['http://www.idpf.org/2008/embedding', 'http://ns.adobe.com/pdf/enc#RC'];

/** Files that the makers of protected books put beside the encrypted ones, by whose protection they belong to. */
const licenses: readonly (readonly [string, string])[] = [
  ['META-INF/license.lcpl', 'Readium LCP'],
  ['META-INF/rights.xml', 'Adobe'],
  ['META-INF/sinf.xml', 'Apple FairPlay'],
];

/** Throws InvalidInputError if a chapter is encrypted, as in books under digital rights management; fonts may be. */
export function refuseProtected(
  archive: ZipArchive,
  chapters: readonly string[],
  source: string,
): void {
  const list = 'META-INF/encryption.xml';
  if (!archive.has(list)) return;
  const encrypted = new Set<string>();
  let algorithm = '';
  for (const { name, attributes } of elementsOf(archive, list, source)) {
    const local = name.replace(/^\w+:/, '');
    if (local === 'encryptionmethod') algorithm = attributes.algorithm ?? '';
    const address = local === 'cipherreference' ? attributes.uri : undefined;
    if (address === undefined || fontObfuscation.includes(algorithm)) continue;
    encrypted.add(fileInside(archive, 'container', address));
  }
  const chapter = chapters.find((file) => encrypted.has(file));
  if (chapter === undefined) return;
  const license = licenses.find(([file]) => archive.has(file))?.[1];
  throw new InvalidInputError(
    `the book is protected${license ? ` (${license})` : ''}: its chapters are encrypted.`,
    { source, place: chapter, mend: 'Give a copy without copy protection.' },
  );
}
