import { Template } from '@huggingface/jinja';
import type { Tokenizer as Engine } from '@huggingface/tokenizers';
import { InvalidInputError, UsageError } from '@skinr1/core';

/** A part of a message: text, or the place of an image. */
export type MessagePart =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'image' };

/** One turn of a conversation. */
export interface Message {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string | readonly MessagePart[];
}

/** Ids of text; control tokens are recognized if the engine knows them. */
export function encodeWith(engine: Engine, text: string): number[] {
  if (text === '') return [];
  return engine.encode(text, { add_special_tokens: false }).ids;
}

/** Two tokenizers over one vocabulary. */
export interface Engines {
  /** Control tokens are recognized: for the template's own text. */
  readonly full: Engine;
  /** They are not: for text from outside. */
  readonly plain: Engine;
}

/** Renders conversations so that text from outside never turns into control tokens. */
export class ChatEncoder {
  private readonly template: Template;
  private readonly engines: Engines;
  private readonly controlIds: ReadonlySet<number>;

  constructor(template: string, engines: Engines, controlIds: ReadonlySet<number>) {
    try {
      this.template = new Template(template);
    } catch (cause) {
      throw new InvalidInputError('the chat template does not parse.', {
        source: 'tokenizer_config.json',
        place: 'chat_template',
        mend: 'Correct the Jinja template.',
        cause,
      });
    }
    this.engines = engines;
    this.controlIds = controlIds;
  }

  /**
   * The template is rendered with a mark in place of each text. With the texts put back, the whole is
   * tokenized at once, as Transformers does; only if that makes other control tokens than the template
   * has by itself, template and texts are tokenized apart.
   */
  encode(messages: readonly Message[]): number[] {
    const texts: string[] = [];
    const mark = freshMark(messages);
    const marked = messages.map((message) => ({
      role: message.role,
      content: replaceTexts(message.content, (text) => `${mark}${texts.push(text) - 1}${mark}`),
    }));
    const pieces = this.render(marked).split(mark);
    // Odd pieces are indices of texts.
    const chunks = pieces.map((piece, i) => {
      if (i % 2 === 0) return { isTemplate: true, text: piece };
      return { isTemplate: false, text: texts[Number(piece)] ?? '' };
    });
    const template = chunks.filter((chunk) => chunk.isTemplate).map((chunk) => chunk.text);
    const expected = template.flatMap((text) =>
      this.controlTokensOf(encodeWith(this.engines.full, text)),
    );
    const whole = encodeWith(this.engines.full, chunks.map((chunk) => chunk.text).join(''));
    if (this.controlTokensOf(whole).join() === expected.join()) return whole;
    return chunks.flatMap((chunk) =>
      encodeWith(chunk.isTemplate ? this.engines.full : this.engines.plain, chunk.text),
    );
  }

  private controlTokensOf(ids: readonly number[]): number[] {
    return ids.filter((id) => this.controlIds.has(id));
  }

  private render(messages: readonly Message[]): string {
    try {
      return this.template.render({ messages, add_generation_prompt: true });
    } catch (cause) {
      throw new InvalidInputError(
        `the chat template fails: ${cause instanceof Error ? cause.message : String(cause)}.`,
        {
          source: 'tokenizer_config.json',
          place: 'chat_template',
          mend: 'Use messages that the template knows, or correct it.',
          cause,
        },
      );
    }
  }
}

function replaceTexts(content: Message['content'], replace: (text: string) => string) {
  if (typeof content === 'string') return replace(content);
  return content.map((part) =>
    part.type === 'text' ? { ...part, text: replace(part.text) } : part,
  );
}

/** A mark that occurs in none of the texts. */
function freshMark(messages: readonly Message[]): string {
  const all = JSON.stringify(messages);
  for (let number = 0; number < 1000; number++) {
    const mark = `\uE000${number}\uE001`;
    if (!all.includes(mark)) return mark;
  }
  throw new UsageError('the messages hold every private mark.', {
    mend: 'Remove U+E000 from them.',
  });
}
