import type { Ontology } from '@skinr1/ontology';
import { type CardDifferential, type CardSign, cardFields, type DiseaseCard } from './card.ts';

/**
 * Joins cards of the same ontology node, in the order given; cards the ontology does not know stay as they
 * are. Statements are kept side by side, and signs that one book affirms and another denies are listed as
 * conflicts. Nobody is declared right.
 */
export function mergeCards(cards: readonly DiseaseCard[], ontology: Ontology): DiseaseCard[] {
  const groups = new Map<string, DiseaseCard[]>();
  for (const card of cards) {
    const key = card.ontologyId ?? card.id;
    const known = groups.get(key);
    if (known) known.push(card);
    else groups.set(key, [card]);
  }
  return [...groups.values()].map((group) => {
    const [first] = group as [DiseaseCard, ...DiseaseCard[]];
    if (group.length === 1) return first.ontologyId === null ? first : rename(first, ontology);
    return rename(joinAll(first, group), ontology);
  });
}

function rename(card: DiseaseCard, ontology: Ontology): DiseaseCard {
  return card.ontologyId === null || !ontology.has(card.ontologyId)
    ? card
    : { ...card, id: card.ontologyId };
}

function joinAll(first: DiseaseCard, group: readonly DiseaseCard[]): DiseaseCard {
  const signs = group.flatMap((card) => card.signs);
  return {
    ...first,
    names: group.flatMap((card) => card.names),
    documentIds: [...new Set(group.flatMap((card) => card.documentIds))],
    fields: Object.fromEntries(
      cardFields.map((field) => [field, group.flatMap((card) => card.fields[field])]),
    ) as unknown as DiseaseCard['fields'],
    signs,
    differentials: joinDifferentials(group.flatMap((card) => card.differentials)),
    apart: {
      histology: group.flatMap((card) => card.apart.histology),
      laboratory: group.flatMap((card) => card.apart.laboratory),
      etiology: group.flatMap((card) => card.apart.etiology),
    },
    figures: group.flatMap((card) => card.figures),
    conflicts: findConflicts(signs),
  };
}

/** Different passages about the same pair all stay; the same passage is kept once. */
function joinDifferentials(all: readonly CardDifferential[]): CardDifferential[] {
  const seen = new Set<string>();
  return all.filter(({ ontologyId, name, span }) => {
    const key = `${ontologyId ?? name} ${span.documentId} ${span.start}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** Signs both affirmed and denied, with all passages. */
export function findConflicts(signs: readonly CardSign[]): DiseaseCard['conflicts'] {
  const terms = [...new Set(signs.map(({ termId }) => termId))];
  return terms.flatMap((termId) => {
    const of = signs.filter((sign) => sign.termId === termId);
    const senses = new Set(of.map(({ frequency }) => frequency === 'absent'));
    return senses.size > 1 ? [{ termId, spans: of.map(({ span }) => span) }] : [];
  });
}
