import type { SourceSpan } from '@skinr1/core';
import * as z from 'zod';
import { statedFrequencies } from '../language/stated-frequency.ts';
import {
  type CardDifferential,
  type CardEntry,
  type CardFigure,
  type CardSign,
  cardFields,
  type DiseaseCard,
} from './card.ts';
import { figureKinds } from './figure-kind.ts';

/** Schema of core's `SourceSpan`. */
export const sourceSpanSchema: z.ZodType<SourceSpan> = z.object({
  documentId: z.string().regex(/^[0-9a-f]{64}$/),
  start: z.int().nonnegative(),
  end: z.int().positive(),
  quote: z.string().min(1),
  headingPath: z.array(z.string()).readonly(),
  page: z.int().nullable(),
});

const spans = z.array(sourceSpanSchema).readonly();

const entrySchema: z.ZodType<CardEntry> = z.object({
  span: sourceSpanSchema,
  basis: z.enum(['heading', 'wording']),
});

const signSchema: z.ZodType<CardSign> = z.object({
  termId: z.string(),
  frequency: z.enum(statedFrequencies),
  field: z.enum(cardFields),
  span: sourceSpanSchema,
  match: z.object({ start: z.int(), end: z.int() }),
});

const differentialSchema: z.ZodType<CardDifferential> = z.object({
  name: z.string(),
  ontologyId: z.string().nullable(),
  span: sourceSpanSchema,
  discriminates: z.boolean(),
  signs: z.array(z.string()).readonly(),
});

const figureSchema: z.ZodType<CardFigure> = z.object({
  documentId: z.string(),
  index: z.int(),
  caption: z.string(),
  number: z.string().nullable(),
  path: z.string().nullable(),
  kind: z.enum(figureKinds),
  otherDisease: z.string().nullable(),
  signs: z.array(z.string()).readonly(),
});

/** Schema of a {@link DiseaseCard}, for cards read from a file. */
export const diseaseCardSchema: z.ZodType<DiseaseCard> = z.object({
  id: z.string().min(1),
  name: z.string().min(1),
  names: z.array(z.object({ text: z.string(), span: sourceSpanSchema })).readonly(),
  ontologyId: z.string().nullable(),
  documentIds: z.array(z.string()).readonly(),
  fields: z.record(z.enum(cardFields), z.array(entrySchema).readonly()),
  signs: z.array(signSchema).readonly(),
  differentials: z.array(differentialSchema).readonly(),
  apart: z.object({ histology: spans, laboratory: spans, etiology: spans }),
  figures: z.array(figureSchema).readonly(),
  conflicts: z.array(z.object({ termId: z.string(), spans })).readonly(),
});

/** JSON Schema (draft 2020-12) of a card. */
export function diseaseCardJsonSchema(): Record<string, unknown> {
  return z.toJSONSchema(diseaseCardSchema) as Record<string, unknown>;
}
