import type { SourceSpan } from '@skinr1/core';
import type { Ontology } from '@skinr1/ontology';
import type { DiseaseCard } from '../cards/card.ts';
import { impliedSigns, withImplied } from '../language/sign-kinship.ts';
import type { StatedFrequency } from '../language/stated-frequency.ts';

/** What the cards say, keyed for look-up. */
export interface CardEvidence {
  /** Spans that affirm a sign of a disease: key {@link signKey}. */
  readonly signSpans: ReadonlyMap<string, Spans>;
  /** How often cards say that a disease has a sign, wider signs included, by the same key. */
  readonly frequencies: ReadonlyMap<string, ReadonlySet<StatedFrequency>>;
  /** Signs that a card denies, by the same key. */
  readonly deniedSigns: ReadonlySet<string>;
  /** Spans that deny a sign of a disease, and with it every narrower one, by the same key. */
  readonly denialSpans: ReadonlyMap<string, Spans>;
  /** Spans of all affirmed signs of a disease. */
  readonly diseaseSpans: ReadonlyMap<string, Spans>;
  /** Passages that set two diseases against each other: key {@link pairKey}. */
  readonly pairSpans: ReadonlyMap<string, Spans>;
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

export function signKey(diseaseId: string, termId: string): string {
  return `${diseaseId}\n${termId}`;
}

export function pairKey(a: string, b: string): string {
  return a < b ? `${a}\n${b}` : `${b}\n${a}`;
}

/** True for the same passage of the same book. */
export function isSameSpan(a: SourceSpan, b: SourceSpan): boolean {
  return a.documentId === b.documentId && a.start === b.start && a.end === b.end;
}

export function collectEvidence(cards: readonly DiseaseCard[], ontology: Ontology): CardEvidence {
  const signSpans = new Map<string, SpanSet>();
  const diseaseSpans = new Map<string, SpanSet>();
  const pairSpans = new Map<string, SpanSet>();
  const deniedSigns = new Set<string>();
  const denialSpans = new Map<string, SpanSet>();
  const frequencies = new Map<string, Set<StatedFrequency>>();
  const note = (key: string, frequency: StatedFrequency): void => {
    const known = frequencies.get(key);
    if (known) known.add(frequency);
    else frequencies.set(key, new Set([frequency]));
  };
  const add = (map: Map<string, SpanSet>, key: string, span: SourceSpan): void => {
    const spans = map.get(key) ?? new SpanSet();
    map.set(key, spans);
    spans.add(span);
  };
  for (const { ontologyId, signs, differentials } of cards) {
    if (ontologyId === null) continue;
    for (const { termId, frequency, span } of signs) {
      if (frequency === 'absent') {
        deniedSigns.add(signKey(ontologyId, termId));
        for (const { id } of ontology.morphology()) {
          if (id === termId || impliedSigns(id, ontology).includes(termId))
            add(denialSpans, signKey(ontologyId, id), span);
        }
        note(signKey(ontologyId, termId), frequency);
        continue;
      }
      add(diseaseSpans, ontologyId, span);
      for (const sign of withImplied([termId], ontology)) {
        add(signSpans, signKey(ontologyId, sign), span);
        note(signKey(ontologyId, sign), frequency);
      }
    }
    for (const entry of differentials) {
      if (entry.ontologyId !== null)
        add(pairSpans, pairKey(ontologyId, entry.ontologyId), entry.span);
    }
  }
  return { signSpans, frequencies, deniedSigns, denialSpans, diseaseSpans, pairSpans };
}
