import { qwenTokens } from './tokens.ts';

const { turnStart, turnEnd, visionStart, imagePad, visionEnd } = qwenTokens;

/**
 * The chat form of Qwen2.5-VL: turns between `<|im_start|>` and `<|im_end|>`, images as vision tokens.
 * Unlike the published template it adds no system message of its own.
 */
export const defaultChatTemplate: string = [
  '{%- for message in messages -%}',
  `{{- '${turnStart}' + message.role + '\\n' -}}`,
  '{%- if message.content is string -%}',
  '{{- message.content -}}',
  '{%- else -%}',
  '{%- for part in message.content -%}',
  "{%- if part.type == 'image' or 'image' in part -%}",
  `{{- '${visionStart}${imagePad}${visionEnd}' -}}`,
  "{%- elif 'text' in part -%}",
  '{{- part.text -}}',
  '{%- endif -%}',
  '{%- endfor -%}',
  '{%- endif -%}',
  `{{- '${turnEnd}\\n' -}}`,
  '{%- endfor -%}',
  `{%- if add_generation_prompt -%}{{- '${turnStart}assistant\\n' -}}{%- endif -%}`,
].join('\n');
