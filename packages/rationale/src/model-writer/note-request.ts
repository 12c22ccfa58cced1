import { createHash } from 'node:crypto';
import type { StepKind, TextMessage } from '@skinr1/core';
import type { Ontology } from '@skinr1/ontology';
import * as z from 'zod';
import { malignancyWords } from '../trajectories/malignancy-words.ts';
import type { TrajectoryType } from '../trajectories/trajectory-types/index.ts';
import type { GroundedTrajectory } from '../trajectories/types.ts';

const instructions = `You are a dermatologist who writes terse teaching notes. You get a plan in JSON: the steps of a note, with what each must say. Write one or two sentences for each step.
Rules:
- Use every sign listed for a step by exactly its name, and no other sign.
- Signs under "absent" are not in the image: say so with "no" or "without" before them. Signs under "seen" are in the image.
- Name no disease but the one listed for the step. The observe step names none.
- The last step names the diagnosis and ends with a comma, the malignancy and a full stop.
- No angle brackets, no lists, no advice.
Answer with JSON: {"steps": ["…", …]}, one string for each step in order.`;

/** What a model must answer. */
export const noteSchema: z.ZodType<{ steps: string[] }> = z.object({
  steps: z.array(z.string().min(3).max(600)).min(1),
});

/** One step of the plan that a model gets: what its sentence must say. */
export interface NotePlanStep {
  readonly step: StepKind;
  /** Names of signs that are in the image. */
  readonly seen: readonly string[];
  /** Names of signs that are not. */
  readonly absent: readonly string[];
  /** The one disease to be named, if any. */
  readonly disease: string | null;
  /** In the last step. */
  readonly malignancy?: string;
}

/** What a model is asked to word. */
export interface NotePlan {
  readonly type: TrajectoryType;
  readonly steps: readonly NotePlanStep[];
}

/** The plan of a note: names of the ontology only, nothing of the book's text. */
export function notePlan(trajectory: GroundedTrajectory, ontology: Ontology): NotePlan {
  const names = new Map(ontology.morphology().map(({ id, name }) => [id, name]));
  const { consideredId, diagnosisId, type } = trajectory;
  const nameOf = (id: string | null): string | null => (id === null ? null : ontology.get(id).name);
  const steps = trajectory.steps.map(({ kind, claims }): NotePlanStep => {
    const signs = (wanted: boolean): string[] =>
      claims
        .filter((claim) => (claim.kind === 'absent') === wanted)
        .map(({ termId }) => names.get(termId) ?? termId);
    const other = kind === 'consider' || kind === 'exclude';
    return {
      step: kind,
      seen: signs(false),
      absent: signs(true),
      disease: kind === 'observe' ? null : nameOf(other ? consideredId : diagnosisId),
      ...(kind === 'conclude' ? { malignancy: malignancyWords(diagnosisId, ontology) } : {}),
    };
  });
  return { type, steps };
}

/**
 * The question to the model for one trajectory, after `examples` with the wording that they have. It holds names of
 * the ontology only and nothing of the book's text, so that instructions planted in a book never reach the model.
 */
export function noteRequest(
  trajectory: GroundedTrajectory,
  ontology: Ontology,
  examples: readonly GroundedTrajectory[] = [],
): TextMessage[] {
  const plan = (of: GroundedTrajectory): string => JSON.stringify(notePlan(of, ontology));
  return [
    { role: 'system', content: instructions },
    ...examples.flatMap((example): TextMessage[] => [
      { role: 'user', content: plan(example) },
      {
        role: 'assistant',
        content: JSON.stringify({ steps: example.steps.map(({ text }) => text) }),
      },
    ]),
    { role: 'user', content: plan(trajectory) },
  ];
}

/** Identifies what was asked for. */
export function requestHash(messages: readonly TextMessage[]): string {
  return createHash('sha256').update(JSON.stringify(messages)).digest('hex');
}

/** The texts of an answer, or what is wrong with it. */
export function readNote(
  text: string,
  steps: number,
): { readonly texts: readonly string[] } | { readonly problem: string } {
  let value: unknown;
  try {
    value = JSON.parse(withoutFence(text));
  } catch {
    return { problem: 'the answer is not JSON' };
  }
  const parsed = noteSchema.safeParse(value);
  if (!parsed.success) return { problem: 'the answer does not follow the schema' };
  if (parsed.data.steps.length !== steps) {
    return { problem: `the answer has ${parsed.data.steps.length} steps and needs ${steps}` };
  }
  return { texts: parsed.data.steps.map((step) => step.replace(/\s+/g, ' ').trim()) };
}

/** JSON without the code fence that some servers put around it. */
function withoutFence(text: string): string {
  const fence = '```';
  let body = text.trim();
  if (body.startsWith(fence)) body = body.slice(fence.length).replace(/^json/i, '');
  return body.endsWith(fence) ? body.slice(0, -fence.length) : body;
}

/** The trajectory with other words. Claims and citations stay; the verifier holds the words to them. */
export function withTexts(
  trajectory: GroundedTrajectory,
  texts: readonly string[],
): GroundedTrajectory {
  const steps = trajectory.steps.map((step, at) => ({ ...step, text: texts[at] ?? step.text }));
  return { ...trajectory, steps, style: 'full', thinking: steps.map(({ text }) => text).join(' ') };
}
