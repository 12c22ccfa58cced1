import { versionOf } from '@skinr1/autograd';
import type { Model } from '../model.ts';

/** What of a model, beside its weights, fixes what it computes. */
export function modelIdentity(model: Model): Record<string, unknown> {
  return {
    model: model.config,
    tokenizer: model.tokenizer.files,
    'image processor': model.imageProcessor.config,
    device: model.engine.device,
    'version of @skinr1/model': versionOf('@skinr1/model', import.meta.url),
  };
}
