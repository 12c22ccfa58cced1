import { type ImageSource, UsageError } from '@skinr1/core';
import type { Message } from './tokenizer/tokenizer.ts';

/** A part of a turn: text, or an image between the words. */
export type ChatPart =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'image'; readonly image: ImageSource };

/** One turn of a conversation, as chat templates name its parts. */
export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string | readonly ChatPart[];
}

/** A text and the images it speaks of, which stand before it. */
export interface TextQuestion {
  readonly text: string;
  readonly images: readonly ImageSource[];
}

/** A conversation that waits for the next answer. */
export interface Conversation {
  readonly messages: readonly ChatMessage[];
}

/** What a model is asked. */
export type Question = TextQuestion | Conversation;

/** A question as turns for the chat template, and its images in their order. Throws UsageError for no turn. */
export function messagesOf(question: Question): {
  readonly messages: readonly Message[];
  readonly images: readonly ImageSource[];
} {
  const turns = 'messages' in question ? question.messages : [turnOf(question)];
  if (turns.length === 0) {
    throw new UsageError('the conversation has no message.', {
      mend: "Give at least one of the role 'user'.",
    });
  }
  const images: ImageSource[] = [];
  const messages = turns.map(({ role, content }): Message => {
    if (typeof content === 'string') return { role, content };
    const parts = content.map((part) => {
      if (part.type === 'text') return part;
      images.push(part.image);
      return { type: 'image' as const };
    });
    return { role, content: parts };
  });
  return { messages, images };
}

function turnOf({ text, images }: TextQuestion): ChatMessage {
  const shown = images.map((image): ChatPart => ({ type: 'image', image }));
  return { role: 'user', content: [...shown, { type: 'text', text }] };
}
