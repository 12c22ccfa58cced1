import { type ImageSource, InvalidInputError } from '@skinr1/core';
import type { ScoreItem } from '../scoring/score-item.ts';
import { readList, readObject, readText } from './read-body.ts';
import type { Wire } from './wire.ts';

/**
 * Our own wire: `{ items: [{ id, prompt, completion, labels, images?, finishReason?, groupId? }] }` gives
 * `{ items: [{ id, reward, components, status, reason? }] }`, in order. Images are data URLs: no file is read, and
 * nothing is fetched, because a client says so.
 */
export const scoreWire: Wire = {
  path: '/v1/score',
  async answer({ body, scorer, signal }) {
    const items = readList(readObject(body, 'the body').items, 'items');
    return { items: await scorer.score(items.map(readItem), signal) };
  },
};

function readItem(value: unknown, index: number): ScoreItem {
  const place = `items[${index}]`;
  const item = readObject(value, place);
  const { labels, images = [], finishReason = 'stop' } = item;
  if (labels === undefined) {
    throw new InvalidInputError('there are no labels.', {
      place: `${place}.labels`,
      mend: 'Give what the rewards need, as JSON, or null.',
    });
  }
  if (finishReason !== 'stop' && finishReason !== 'length') {
    throw new InvalidInputError('it is neither stop nor length.', {
      place: `${place}.finishReason`,
      mend: 'Leave it out if it is not known.',
    });
  }
  return {
    prompt: {
      id: readText(item.id, `${place}.id`),
      text: readText(item.prompt, `${place}.prompt`),
      images: readList(images, `${place}.images`).map((image, at) =>
        readImage(image, `${place}.images[${at}]`),
      ),
      labels,
    },
    completion: { text: readText(item.completion, `${place}.completion`), finishReason },
  };
}

function readImage(value: unknown, place: string): ImageSource {
  const url = readText(value, place);
  const at = url.indexOf(';base64,');
  if (!url.startsWith('data:image/') || at < 0) {
    throw new InvalidInputError('it is no data URL of an image.', {
      place,
      mend: 'Give it as data:image/…;base64,…, or leave images out: most rewards need none.',
    });
  }
  return { kind: 'bytes', data: new Uint8Array(Buffer.from(url.slice(at + 8), 'base64')) };
}
