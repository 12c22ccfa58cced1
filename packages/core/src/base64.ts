/** Bytes turned to text at a time: as many arguments as every engine takes. */
const blockLength = 0x8000;

/** Bytes in base64 (RFC 4648), without what only Node has. */
export function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += blockLength) {
    text += String.fromCharCode(...bytes.subarray(at, at + blockLength));
  }
  return btoa(text);
}
