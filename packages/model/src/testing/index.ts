export * from './plain-image.ts';
export * from './tiny-model.ts';
