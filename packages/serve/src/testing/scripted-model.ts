import { randomInt } from 'node:crypto';
import {
  type AnswerOptions,
  type AnswerPart,
  type AnswerToken,
  checkAnswerOptions,
  createAnswerStream,
  createRandom,
  InvalidInputError,
  imageHeadLength,
  type ModelAnswer,
  type ModelReply,
  type Question,
  type Random,
  samplePrompts,
  sniffImageKind,
  turnsOf,
  type VisionLanguageModel,
} from '@skinr1/core';

/** Options of {@link scriptedModel}. */
export interface ScriptedModelOptions {
  /** @defaultValue 'scripted' */
  readonly id?: string;
  /**
   * What it says, from which it draws: the first when greedy, else each as likely. A function is told the question.
   * @defaultValue three sentences about a lesion
   */
  readonly answers?: readonly string[] | ((question: Question) => readonly string[]);
  /** Milliseconds before each token. @defaultValue 0: a turn of the event loop */
  readonly delayMs?: number;
}

const sentences = [
  'The plaque has a silvery scale. It is psoriasis, benign.',
  'I see a pigmented macule with an even border: a nevus, benign.',
  'Ulcerated nodule — pearly edge 🔬 — basal cell carcinoma, malignant.',
];

/**
 * A model that says what it is told to, in place of a real one in tests: words are its tokens. It streams, stops, has
 * seeds, log-probabilities and scores as any other, and reads images as far as to refuse what is none. An answer
 * of a JSON schema is the first of its answers that is JSON.
 */
export function scriptedModel(options: ScriptedModelOptions = {}): VisionLanguageModel {
  const { id = 'scripted', answers = sentences, delayMs = 0 } = options;
  const answersTo = typeof answers === 'function' ? answers : () => answers;
  const answer = async (question: Question, wanted: AnswerOptions): Promise<ModelReply> => {
    const { groupSize } = checkAnswerOptions(wanted);
    const replies: ModelReply[] = [];
    for (let row = 0; row < groupSize; row++) {
      const own = wanted.seed === undefined ? {} : { seed: wanted.seed + row };
      replies.push(await stream(question, { ...wanted, ...own }).result);
    }
    const completionTokens = replies.reduce((sum, { usage }) => sum + usage.completionTokens, 0);
    const promptTokens = replies[0]?.usage.promptTokens ?? 0;
    return {
      answers: replies.flatMap((reply) => reply.answers),
      usage: { promptTokens, completionTokens },
    };
  };
  const stream = (question: Question, wanted: AnswerOptions) =>
    createAnswerStream(speak(question, wanted, { answersTo, delayMs }));
  return {
    id,
    answer,
    stream,
    sample: (prompts, wanted) => samplePrompts(prompts, wanted, { answer, concurrency: 4 }),
    score: async (_question, texts) =>
      texts.map((text) => ({ text, tokens: tokensOf(text, createRandom(text), 0) })),
  };
}

interface Script {
  readonly answersTo: (question: Question) => readonly string[];
  readonly delayMs: number;
}

async function* speak(
  question: Question,
  options: AnswerOptions,
  { answersTo, delayMs }: Script,
): AsyncGenerator<AnswerPart, ModelReply, undefined> {
  const { maxTokens, signal, temperature = 1, logProbs = false, topLogProbs = 0 } = options;
  checkAnswerOptions(options);
  const promptTokens = readPrompt(question);
  const random = createRandom(temperature === 0 ? 0 : (options.seed ?? randomInt(2 ** 32)));
  const full = choose(answersTo(question), options, random);
  const ends = (options.stop ?? []).map((stop) => full.indexOf(stop)).filter((at) => at >= 0);
  const all = tokensOf(full.slice(0, Math.min(full.length, ...ends)), random, topLogProbs);
  const tokens = all.slice(0, maxTokens);
  for (const token of tokens) {
    await new Promise((resolve) => setTimeout(resolve, delayMs));
    signal?.throwIfAborted();
    yield { text: token.text, tokens: logProbs ? [token] : [] };
  }
  signal?.throwIfAborted();
  const answer: ModelAnswer = {
    text: tokens.map(({ text }) => text).join(''),
    finishReason: all.length > tokens.length ? 'length' : 'stop',
    tokens: logProbs ? tokens : null,
  };
  return { answers: [answer], usage: { promptTokens, completionTokens: tokens.length } };
}

function choose(
  answers: readonly string[],
  { temperature = 1, jsonSchema }: AnswerOptions,
  random: Random,
): string {
  const fitting = jsonSchema ? answers.filter(isJson) : answers;
  if (fitting.length === 0) {
    throw new InvalidInputError('jsonSchema: no answer of the script is JSON.');
  }
  return fitting[temperature === 0 ? 0 : random.integer(fitting.length)] as string;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Words with the spaces before them. */
function tokensOf(text: string, random: Random, alternatives: number): AnswerToken[] {
  return (text.match(/\s*\S+|\s+$/g) ?? []).map((word) => {
    const logProb = -random.next();
    const others = Array.from({ length: alternatives }, (_, rank) => ({
      text: rank === 0 ? word : `other ${rank}`,
      logProb: logProb - rank,
    }));
    return { text: word, logProb, id: null, alternatives: others };
  });
}

/** Tokens of a question: its words, and a hundred for each image. Throws InvalidInputError for what is no image. */
function readPrompt(question: Question): number {
  let tokens = 0;
  for (const { content } of turnsOf(question)) {
    const parts =
      typeof content === 'string' ? [{ type: 'text', text: content } as const] : content;
    for (const part of parts) {
      if (part.type === 'text') tokens += tokensOf(part.text, createRandom(0), 0).length;
      else {
        const { image } = part;
        const head = image.kind === 'bytes' ? image.data.subarray(0, imageHeadLength) : null;
        if (head && sniffImageKind(head) === null) throw new InvalidInputError('is no image.');
        tokens += 100;
      }
    }
  }
  return tokens;
}
