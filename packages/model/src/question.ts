import { type ImageSource, type Question, turnsOf } from '@skinr1/core';
import type { Message } from './tokenizer/tokenizer.ts';

export type { ChatMessage, ChatPart, Conversation, Question, TextQuestion } from '@skinr1/core';

/** A question as turns for the chat template, and its images in their order. Throws UsageError for no turn. */
export function messagesOf(question: Question): {
  readonly messages: readonly Message[];
  readonly images: readonly ImageSource[];
} {
  const images: ImageSource[] = [];
  const messages = turnsOf(question).map(({ role, content }): Message => {
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
