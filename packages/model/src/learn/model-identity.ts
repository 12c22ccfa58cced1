import { createHash } from 'node:crypto';
import { type Engine, versionOf } from '@skinr1/autograd';
import type { Model } from '../model.ts';
import { loadPart, type WeightPart } from '../weights/weight-part.ts';

type Parts = Readonly<Record<string, WeightPart>>;

/** What of a model, beside the weights that learn, fixes what it computes. Reads every frozen part once. */
export async function modelIdentity(model: Model, frozen: Parts): Promise<Record<string, unknown>> {
  return {
    model: model.config,
    ...(Object.keys(frozen).length > 0
      ? { 'frozen weights': await digestsOf(model.engine, frozen) }
      : {}),
    tokenizer: model.tokenizer.files,
    'image processor': model.imageProcessor.config,
    device: model.engine.device,
    'version of @skinr1/model': versionOf('@skinr1/model', import.meta.url),
  };
}

/** SHA-256 of each part's type, shape and bytes, in order of the names; one part is copied at a time. */
async function digestsOf(engine: Engine, parts: Parts): Promise<string[]> {
  const digests: string[] = [];
  for (const name of Object.keys(parts).sort()) {
    const part = parts[name] as WeightPart;
    const { dtype, dims, data } = await loadPart(engine, part);
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    const digest = createHash('sha256').update(bytes).digest('hex');
    digests.push(`${name} ${dtype}[${dims}] ${digest}`);
  }
  return digests;
}
