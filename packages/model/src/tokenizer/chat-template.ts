/**
 * The chat form of Qwen2.5-VL: turns between `<|im_start|>` and `<|im_end|>`, images as vision tokens.
 * Unlike the published template it adds no system message of its own.
 */
export const defaultChatTemplate: string = [
  '{%- for message in messages -%}',
  "{{- '<|im_start|>' + message.role + '\\n' -}}",
  '{%- if message.content is string -%}',
  '{{- message.content -}}',
  '{%- else -%}',
  '{%- for part in message.content -%}',
  "{%- if part.type == 'image' or 'image' in part -%}",
  "{{- '<|vision_start|><|image_pad|><|vision_end|>' -}}",
  "{%- elif 'text' in part -%}",
  '{{- part.text -}}',
  '{%- endif -%}',
  '{%- endfor -%}',
  '{%- endif -%}',
  "{{- '<|im_end|>\\n' -}}",
  '{%- endfor -%}',
  "{%- if add_generation_prompt -%}{{- '<|im_start|>assistant\\n' -}}{%- endif -%}",
].join('\n');
