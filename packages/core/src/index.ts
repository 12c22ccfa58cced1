export * from './answer.ts';
export * from './answer-stream.ts';
export * from './case.ts';
export * from './chat.ts';
export {
  type ChatClientOptions,
  createChatClient,
  type RemoteModel,
} from './chat-client/chat-client.ts';
export { checkAnswerOptions } from './chat-client/request-body.ts';
export { samplePrompts } from './chat-client/sample-prompts.ts';
export * from './check-image-source.ts';
export * from './check-number.ts';
export * from './check-options.ts';
export * from './check-scored-group.ts';
export * from './check-whole-number.ts';
export * from './described.ts';
export * from './disclaimer.ts';
export { encodeRgbPng } from './encode-png.ts';
export * from './errors.ts';
export * from './escape-html.ts';
export * from './events.ts';
export * from './image-kind.ts';
export * from './malignancy.ts';
export * from './map-concurrent.ts';
export * from './policy.ts';
export * from './question.ts';
export * from './random.ts';
export * from './read-failure.ts';
export * from './reasoning.ts';
export * from './repeated-member.ts';
export * from './reward.ts';
export * from './run-reward.ts';
export * from './sampling.ts';
export * from './text-range.ts';
export * from './time-limit.ts';
export * from './trajectory.ts';
export * from './vision-language-model.ts';
export { describeWrongFile, type WrongFile, wrongFileHeadLength } from './wrong-file.ts';
