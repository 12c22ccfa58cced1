/** Control tokens of Qwen2.5-VL, in the order in which a new tokenizer numbers them. */
export const qwenTokens = {
  endOfText: '<|endoftext|>',
  turnStart: '<|im_start|>',
  turnEnd: '<|im_end|>',
  visionStart: '<|vision_start|>',
  visionEnd: '<|vision_end|>',
  visionPad: '<|vision_pad|>',
  imagePad: '<|image_pad|>',
  videoPad: '<|video_pad|>',
} as const;
