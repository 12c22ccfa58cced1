import { type Answer, parseOpenAnswer } from '@skinr1/core';
import type { Ontology } from '@skinr1/ontology';
import type { SelfConsistency, StatedAnswer } from './diagnosis.ts';
import { readSteps } from './read-steps.ts';

/** An answer, its reasoning as steps, its name as a node. */
export function readAnswer({ text }: Answer, ontology: Ontology): StatedAnswer {
  const parsed = parseOpenAnswer(text);
  if (!parsed) {
    return { text, inForm: false, steps: [], name: null, diagnosisId: null, malignancy: null };
  }
  const [name = null] = parsed.path;
  return {
    text,
    inForm: true,
    steps: readSteps(parsed.thinking, ontology),
    name,
    diagnosisId: name === null ? null : nodeOf(name, ontology),
    malignancy: parsed.malignancy,
  };
}

function nodeOf(name: string, ontology: Ontology): string | null {
  const resolution = ontology.resolve(name);
  return resolution.status === 'resolved' ? resolution.node.id : null;
}

/** Which diagnoses sampled answers name, and how many of them do. */
export function countVotes(drawn: readonly Answer[], ontology: Ontology): SelfConsistency {
  const votes = new Map<string, number>();
  let unread = 0;
  for (const { text } of drawn) {
    const name = parseOpenAnswer(text)?.path[0];
    const id = name === undefined ? null : nodeOf(name, ontology);
    if (id === null) unread++;
    else votes.set(id, (votes.get(id) ?? 0) + 1);
  }
  const shares = [...votes].map(([id, count]) => ({
    id,
    name: ontology.get(id).name,
    share: count / drawn.length,
  }));
  return { samples: drawn.length, unread, votes: shares.sort((a, b) => b.share - a.share) };
}
