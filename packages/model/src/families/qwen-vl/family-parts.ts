import type { Family } from '../family.ts';
import { defaultChatTemplate } from './chat-template.ts';
import type { QwenVlConfig } from './config-types.ts';
import { qwenImages } from './images.ts';
import { type TextStackVariant, textModel } from './text-stack.ts';
import { flatNames, weightNaming } from './weight-names.ts';

/** The language model of Qwen2, which Qwen2-VL and Qwen2.5-VL have. */
export const qwen2Text: TextStackVariant = {
  names: flatNames,
  attentionBias: true,
  queryKeyNorm: false,
  interleaved: false,
};

/** What a Qwen-VL family is whatever its vision tower: images, language model, names of weights, chat. */
export function familyParts<Config extends QwenVlConfig>(
  text: TextStackVariant,
): Pick<
  Family<Config>,
  | keyof typeof qwenImages
  | keyof ReturnType<typeof textModel>
  | keyof ReturnType<typeof weightNaming>
  | 'chatTemplate'
> {
  return {
    ...qwenImages,
    ...textModel<Config>(text),
    ...weightNaming(text.names),
    chatTemplate: defaultChatTemplate,
  };
}
