import type { Family } from '../family.ts';

/** How a layout starts the names of weights. */
export interface NameLayout {
  readonly language: string;
  readonly output: string;
  readonly vision: string;
}

/** Names of checkpoints before Transformers 4.52. */
export const flatNames: NameLayout = {
  language: 'model.',
  output: 'lm_head.',
  vision: 'visual.',
};

/** Names of ports to other libraries. */
const portedNames: NameLayout = {
  language: 'language_model.model.',
  output: 'language_model.lm_head.',
  vision: 'visual.',
};

/** Names that Transformers gives weights since 4.52. */
export const nestedNames: NameLayout = {
  language: 'model.language_model.',
  output: 'lm_head.',
  vision: 'model.visual.',
};

/** Layouts by age: PEFT knows weights by the last. */
const layouts: readonly NameLayout[] = [flatNames, portedNames, nestedNames];

/** What a family says of names, for checkpoints that were published in a layout. */
export function weightNaming(
  published: NameLayout,
): Pick<Family, 'publishedName' | 'storedNames' | 'isVisionWeight'> {
  const parts = ['language', 'output', 'vision'] as const;
  /** The longest first, so that none hides behind a shorter one. */
  const aliases: readonly (readonly [stored: string, published: string])[] = [
    ...layouts.flatMap((layout) => parts.map((part) => [layout[part], published[part]] as const)),
    // Checkpoints of the language model's class alone, inside a wrapper.
    ['language_model.', published.language] as const,
  ].sort(([a], [b]) => b.length - a.length);
  const ordered = [published, ...layouts.filter((layout) => layout !== published)];
  if (published !== nestedNames) ordered.push(...ordered.splice(ordered.indexOf(nestedNames), 1));
  else ordered.push(nestedNames);
  return {
    publishedName(stored) {
      const alias = aliases.find(([prefix]) => stored.startsWith(prefix));
      return alias ? alias[1] + stored.slice(alias[0].length) : stored;
    },
    storedNames(name) {
      const part = parts.find((each) => name.startsWith(published[each]));
      if (part === undefined) return ordered.map(() => name);
      return ordered.map((layout) => layout[part] + name.slice(published[part].length));
    },
    isVisionWeight: (name) => name.startsWith(published.vision),
  };
}
