import {
  type ChatMessage,
  type ChatPart,
  type Conversation,
  type ImageSource,
  InvalidInputError,
  imageHeadLength,
  imageKindNames,
  sniffImageKind,
} from '@skinr1/core';
import { toImageSource } from '@skinr1/model';
import type { ChatRequest, RequestPart } from './chat-request.ts';
import { fetchImage, type ImageRules } from './fetch-image.ts';

/** The conversation of a request. Throws InvalidInputError naming the message and part of an image that is none. */
export async function readQuestion(
  { messages }: ChatRequest,
  rules: ImageRules,
): Promise<Conversation> {
  const turns: ChatMessage[] = [];
  for (const [index, { role, content }] of messages.entries()) {
    turns.push({
      role: role === 'developer' ? 'system' : role,
      content:
        typeof content === 'string'
          ? content
          : await readParts(content, `messages.${index}.content`, rules),
    });
  }
  return { messages: turns };
}

async function readParts(
  parts: readonly RequestPart[],
  place: string,
  rules: ImageRules,
): Promise<ChatPart[]> {
  const read: ChatPart[] = [];
  for (const [index, part] of parts.entries()) {
    if (part.type === 'text') read.push(part);
    else {
      const image = await readImage(part.image_url.url, `${place}.${index}.image_url.url`, rules);
      read.push({ type: 'image', image });
    }
  }
  return read;
}

async function readImage(url: string, place: string, rules: ImageRules): Promise<ImageSource> {
  if (/^https?:/i.test(url)) {
    return { kind: 'bytes', data: checkImage(await fetchImage(url, place, rules), place) };
  }
  if (!/^data:/i.test(url)) {
    throw new InvalidInputError('is no data: URL.', {
      place,
      mend: 'Send the image itself: data:image/png;base64,…',
    });
  }
  const image = await toImageSource(url).catch((cause: Error) => {
    throw new InvalidInputError(cause.message, { place, cause });
  });
  return image.kind === 'bytes' ? { kind: 'bytes', data: checkImage(image.data, place) } : image;
}

function checkImage(bytes: Uint8Array, place: string): Uint8Array {
  if (sniffImageKind(bytes.subarray(0, imageHeadLength)) !== null) return bytes;
  throw new InvalidInputError('is no image that is read.', {
    place,
    mend: `Send a ${imageKindNames} file.`,
  });
}
