import type { ImageSource } from './case.ts';
import { UsageError } from './errors.ts';

/** A part of a turn: text, or an image between the words. */
export type ChatPart =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'image'; readonly image: ImageSource };

/** One turn of a conversation, as chat templates name its parts. */
export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string | readonly ChatPart[];
}

/** One turn that is text alone. */
export interface TextMessage extends ChatMessage {
  readonly content: string;
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

/** The turns of a question, one or more. Throws UsageError for a conversation without any. */
export function turnsOf(question: Question): readonly ChatMessage[] {
  const turns = 'messages' in question ? question.messages : [turnOf(question)];
  if (turns.length > 0) return turns;
  throw new UsageError('the conversation has no message.', {
    mend: "Give at least one of the role 'user'.",
  });
}

function turnOf({ text, images }: TextQuestion): ChatMessage {
  const shown = images.map((image): ChatPart => ({ type: 'image', image }));
  return { role: 'user', content: [...shown, { type: 'text', text }] };
}
