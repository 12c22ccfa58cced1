import { NotFoundError } from '@skinr1/core';
import type { VocabularyMap } from '../data/format.ts';
import type { Hierarchy } from '../hierarchy.ts';
import { bagKey, words } from '../text/normalize.ts';
import type {
  Resolution,
  ResolutionMethod,
  ResolveOptions,
  UnresolvedLabel,
  UnresolvedReason,
} from '../types.ts';
import { buildNameIndex, type NameIndex } from './name-index.ts';

/** Labels longer than this are refused: no disease name comes near. */
export const maximumLabelLength = 512;

/** Turns labels into conditions. */
export class Resolver {
  private readonly hierarchy: Hierarchy;
  private readonly index: NameIndex;

  constructor(hierarchy: Hierarchy, vocabularies: readonly VocabularyMap[]) {
    this.hierarchy = hierarchy;
    this.index = buildNameIndex(hierarchy.nodes.values(), vocabularies);
  }

  resolve(label: string, options: ResolveOptions = {}): Resolution {
    if (label.length > maximumLabelLength) return this.unresolved(label, 'too_long', []);
    const fromDataset = options.dataset === undefined ? null : this.code(label, options.dataset);
    return fromDataset ?? this.byName(label);
  }

  private code(label: string, dataset: string): Resolution | null {
    const entries = this.index.datasets.get(dataset);
    if (!entries) {
      throw new NotFoundError(`no vocabulary map for the data set "${dataset}".`, {
        mend: `Use one of: ${[...this.index.datasets.keys()].join(', ')}.`,
      });
    }
    const entry = entries.get(label) ?? entries.get(label.trim());
    if (!entry) return null;
    if (entry.id === null) return this.unresolved(label, 'not_a_condition', []);
    return this.resolved(label, entry.id, 'dataset_code', 1, entry.note);
  }

  private byName(label: string): Resolution {
    const written = this.index.exact.get(label);
    if (written) return this.oneOf(label, written, 'exact', 1);
    const short = this.index.abbreviations.get(label.trim());
    if (short) return this.oneOf(label, short, 'abbreviation', 0.95);
    const forms = words(label);
    if (forms.length === 0) return this.unresolved(label, 'empty', []);
    const normalized =
      this.index.normalized.get(forms.join(' ')) ?? this.index.bags.get(bagKey(forms));
    if (normalized) return this.oneOf(label, normalized, 'normalized', 0.99);
    return this.unresolved(label, 'unknown', []);
  }

  private oneOf(
    label: string,
    ids: readonly string[],
    method: ResolutionMethod,
    confidence: number,
  ): Resolution {
    if (ids.length === 1) return this.resolved(label, ids[0] as string, method, confidence, null);
    return this.unresolved(label, 'ambiguous', ids);
  }

  private resolved(
    label: string,
    id: string,
    method: ResolutionMethod,
    confidence: number,
    note: string | null,
  ): Resolution {
    const node = this.hierarchy.get(id);
    return {
      status: 'resolved',
      label,
      node,
      path: this.hierarchy.path(id),
      malignancy: node.malignancy,
      method,
      confidence,
      alternatives: [],
      note,
    };
  }

  private unresolved(
    label: string,
    reason: UnresolvedReason,
    ids: readonly string[],
  ): UnresolvedLabel {
    return {
      status: 'unresolved',
      label,
      reason,
      message: messages[reason],
      alternatives: ids.map((id) => ({ id, confidence: 1 / ids.length })),
    };
  }
}

const messages: Readonly<Record<UnresolvedReason, string>> = {
  empty: 'The label holds no letters or digits.',
  too_long: `The label is longer than ${maximumLabelLength} characters.`,
  unknown: 'No condition has this name or one near it.',
  ambiguous: 'Several conditions go by this name; the label does not say which.',
  malignancy_risk: 'The nearest names differ in malignancy from what the label says.',
  negated: 'The label says that a condition is absent or only imitated.',
  not_a_condition: 'The data set uses this label for no particular condition.',
};
