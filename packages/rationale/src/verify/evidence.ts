import type { SourceSpan } from '@skinr1/core';
import type { Ontology } from '@skinr1/ontology';
import type { CardSign, DiseaseCard } from '../cards/card.ts';
import { impliedSigns, withImplied } from '../language/sign-kinship.ts';
import type { StatedFrequency } from '../language/stated-frequency.ts';

/** What the cards say, by disease. */
export type CardEvidence = ReadonlyMap<string, DiseaseEvidence>;

/** What the cards say of one disease. */
export interface DiseaseEvidence {
  /** What is said of its signs, the wider names of those that it has and the narrower ones of those that it lacks included. */
  readonly signs: ReadonlyMap<string, SignEvidence>;
  /** Passages that affirm any sign. */
  readonly affirming: Spans;
  /** Passages that set it against another disease, by that one. */
  readonly against: ReadonlyMap<string, Spans>;
}

/** What the cards say of one sign of a disease. */
export interface SignEvidence {
  /** How often the disease has it; a denial of a wider one does not count. */
  readonly frequencies: ReadonlySet<StatedFrequency>;
  readonly affirming: Spans;
  /** Passages that deny it, or a wider one. */
  readonly denying: Spans;
}

/** Passages by their places; whatever they quote. */
export interface Spans {
  has(span: SourceSpan): boolean;
}

class SpanSet implements Spans {
  /** Ends by start by document. */
  private readonly ends = new Map<string, Map<number, Set<number>>>();

  add({ documentId, start, end }: SourceSpan): void {
    const ofDocument = this.ends.get(documentId) ?? new Map<number, Set<number>>();
    this.ends.set(documentId, ofDocument);
    ofDocument.set(start, (ofDocument.get(start) ?? new Set()).add(end));
  }

  has({ documentId, start, end }: SourceSpan): boolean {
    return this.ends.get(documentId)?.get(start)?.has(end) ?? false;
  }
}

/** True for the same passage of the same book. */
export function isSameSpan(a: SourceSpan, b: SourceSpan): boolean {
  return a.documentId === b.documentId && a.start === b.start && a.end === b.end;
}

/** Collects what the cards say of each disease that the ontology knows. */
export function collectEvidence(cards: readonly DiseaseCard[], ontology: Ontology): CardEvidence {
  const collected = new Map<string, CollectedDisease>();
  const ofDisease = (id: string): CollectedDisease =>
    getOrAdd(collected, id, () => new CollectedDisease());
  for (const { ontologyId, signs, differentials } of cards) {
    if (ontologyId === null) continue;
    const disease = ofDisease(ontologyId);
    for (const sign of signs) disease.addSign(sign, ontology);
    for (const { ontologyId: other, span } of differentials) {
      if (other === null) continue;
      disease.addAgainst(other, span);
      ofDisease(other).addAgainst(ontologyId, span);
    }
  }
  return collected;
}

class CollectedDisease implements DiseaseEvidence {
  readonly signs = new Map<string, CollectedSign>();
  readonly affirming = new SpanSet();
  readonly against = new Map<string, SpanSet>();

  addSign({ termId, frequency, span }: CardSign, ontology: Ontology): void {
    if (frequency === 'absent') {
      this.sign(termId).frequencies.add(frequency);
      for (const { id } of ontology.morphology()) {
        const isDenied = id === termId || impliedSigns(id, ontology).includes(termId);
        if (isDenied) this.sign(id).denying.add(span);
      }
      return;
    }
    this.affirming.add(span);
    for (const id of withImplied([termId], ontology)) {
      const sign = this.sign(id);
      sign.frequencies.add(frequency);
      sign.affirming.add(span);
    }
  }

  addAgainst(otherId: string, span: SourceSpan): void {
    getOrAdd(this.against, otherId, () => new SpanSet()).add(span);
  }

  private sign(termId: string): CollectedSign {
    return getOrAdd(this.signs, termId, () => new CollectedSign());
  }
}

class CollectedSign implements SignEvidence {
  readonly frequencies = new Set<StatedFrequency>();
  readonly affirming = new SpanSet();
  readonly denying = new SpanSet();
}

function getOrAdd<T>(map: Map<string, T>, key: string, make: () => T): T {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
