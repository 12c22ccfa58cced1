import type { AdapterTarget } from '../weights/adapter-settings.ts';
import type { AdapterConfig } from './adapter-config.ts';
import { fullMatches } from './python-pattern.ts';

/** A module that an adapter could stand beside. */
export interface Candidate {
  /** Its name in the layout that the adapter was made for. */
  readonly name: string;
  /** Whether `all-linear` means it. */
  readonly isInnerLinear: boolean;
}

/**
 * The modules that an adapter's configuration chooses, with their ranks and alphas, by PEFT's rules: lists
 * name modules by their last parts, texts are regular expressions of whole names, `all-linear` means all
 * linear layers but the output head.
 *
 * @throws InvalidInputError for a pattern that cannot be read or takes too long
 */
export function chooseModules(
  config: AdapterConfig,
  candidates: readonly Candidate[],
  source: string,
): Map<string, AdapterTarget> {
  const names = candidates.map(({ name }) => name);
  const { target_modules: targets, exclude_modules: excluded } = config;
  const isTarget =
    typeof targets === 'string' && targets.toLowerCase() === 'all-linear'
      ? (name: string) => candidates.some((each) => each.name === name && each.isInnerLinear)
      : withLayers(config, named('target_modules', targets, names, source), source, names);
  const isExcluded = named('exclude_modules', excluded ?? [], names, source);
  const chosen = names.filter((name) => isTarget(name) && !isExcluded(name));
  const ranks = byPattern('rank_pattern', config.rank_pattern, chosen, source);
  const alphas = byPattern('alpha_pattern', config.alpha_pattern, chosen, source);
  return new Map(
    chosen.map((name) => [
      name,
      { rank: ranks.get(name) ?? config.r, alpha: alphas.get(name) ?? config.lora_alpha },
    ]),
  );
}

type Chooses = (name: string) => boolean;

function named(
  place: string,
  modules: string | readonly string[],
  names: readonly string[],
  source: string,
): Chooses {
  if (typeof modules !== 'string') return (name) => modules.some((end) => endsWith(name, end));
  const matched =
    modules === '' ? new Set<string>() : fullMatches(modules, names, { source, place });
  return (name) => matched.has(name);
}

function endsWith(name: string, end: string): boolean {
  return name === end || name.endsWith(`.${end}`);
}

/** Narrows what a list chooses to some layers, as PEFT does for lists alone; names in full stay chosen. */
function withLayers(
  config: AdapterConfig,
  isTarget: Chooses,
  source: string,
  names: readonly string[],
): Chooses {
  const { target_modules: targets, layers_to_transform: layers } = config;
  const wanted = [layers ?? []].flat();
  if (typeof targets === 'string' || wanted.length === 0) return isTarget;
  const patterns = [config.layers_pattern ?? []].flat().filter((pattern) => pattern !== '');
  const layerOf = layerNumbers(patterns, names, source);
  return (name) =>
    targets.includes(name) || (isTarget(name) && wanted.includes(layerOf(name) ?? Number.NaN));
}

/** The first number in a name, or the first that stands behind one of the patterns. */
function layerNumbers(
  patterns: readonly string[],
  names: readonly string[],
  source: string,
): (name: string) => number | null {
  const found = new Map<string, number>();
  const place = 'layers_pattern';
  const parents = new Map(names.map((name) => [name, numberedParents(name)]));
  const all = [...new Set([...parents.values()].flat().map(({ parent }) => parent))];
  const matched = patterns.map((pattern) =>
    fullMatches(`(?:.*\\.)?(?:${pattern})`, all, { source, place }),
  );
  for (const [name, places] of parents) {
    const fits = ({ parent }: NumberedParent) =>
      patterns.length === 0 ? parent.includes('.') : matched.some((parents) => parents.has(parent));
    const first = places.find(fits);
    if (first) found.set(name, first.index);
  }
  return (name) => found.get(name) ?? null;
}

interface NumberedParent {
  readonly parent: string;
  readonly index: number;
}

/** `a.layers.3.b` has the parent `a.layers` numbered 3. */
function numberedParents(name: string): NumberedParent[] {
  const parts = name.split('.');
  return parts.flatMap((part, i) =>
    i > 0 && i < parts.length - 1 && /^\d{1,9}$/.test(part)
      ? [{ parent: parts.slice(0, i).join('.'), index: Number(part) }]
      : [],
  );
}

/** Values by module: of the first pattern that matches the last parts of its name. */
function byPattern(
  place: string,
  values: Readonly<Record<string, number>> | null | undefined,
  names: readonly string[],
  source: string,
): Map<string, number> {
  const found = new Map<string, number>();
  for (const [pattern, value] of Object.entries(values ?? {})) {
    const matched = fullMatches(`(?:.*\\.)?(?:${pattern})`, names, { source, place });
    for (const name of matched) if (!found.has(name)) found.set(name, value);
  }
  return found;
}
