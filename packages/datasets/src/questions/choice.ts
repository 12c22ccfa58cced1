import {
  type Case,
  type ChoiceLabels,
  checkWholeNumber,
  createRandom,
  InvalidInputError,
  type Prompt,
  type Random,
} from '@skinr1/core';
import { optionScore } from '@skinr1/ontology';
import type { QuestionHierarchy } from '../hierarchy.ts';
import { diagnosisInstruction, makePrompt, type UnletteredOption } from './prompt.ts';

/** How {@link choiceQuestion} asks. */
export interface ChoiceQuestionOptions {
  readonly ontology: QuestionHierarchy;
  /** Ids that wrong options are drawn from; {@link questionPool} makes it from a data set. */
  readonly pool: readonly string[];
  readonly random: Random;
  /** @defaultValue 4 */
  readonly optionCount?: number;
  /**
   * Where wrong options come from. `nodes`: from the pool, each by itself, as in the paper; a name and one above it
   * among the options then are right, which a model can learn without looking. `paths`: from the paths of other
   * diagnoses, in groups drawn as the right ones are, so that how names lie to each other tells little.
   * @defaultValue 'nodes'
   */
  readonly wrongOptions?: WrongOptions | undefined;
}

/** See {@link ChoiceQuestionOptions.wrongOptions}. */
export type WrongOptions = 'nodes' | 'paths';

/**
 * Ids that wrong options of a data set's questions are drawn from: its diagnoses and the nodes above
 * them, root excluded. The coarser nodes belong to it because right options can be coarse: if wrong ones
 * never were, "the coarse name" would be a safe answer without looking at the image.
 */
export function questionPool(cases: Iterable<Pick<Case, 'path'>>): string[] {
  const ids = new Set<string>();
  for (const { path } of cases) for (const id of path.slice(1)) ids.add(id);
  return [...ids].sort();
}

/**
 * The method's training question (Skin-R1, stage 2). Of the L nodes on the path below the root,
 * `k ~ U{1 … min(3, L)}` are drawn as right options; wrong ones, never a synonym, ancestor or descendant
 * of the diagnosis, fill up to four; all are shuffled. `optionScore` of the ontology says what a right one
 * earns, a wrong one earns 0; the finest offered is the answer.
 *
 * Differences from the paper: at least one option is wrong, also where L allows as many right options as
 * there are letters; a data set with few diagnoses gets questions with fewer than four options.
 *
 * Throws InvalidInputError if the path has no node below the root or the pool holds no wrong option.
 */
export function choiceQuestion(of: Case, options: ChoiceQuestionOptions): Prompt<ChoiceLabels> {
  const { ontology, pool, random, optionCount = 4, wrongOptions = 'nodes' } = options;
  checkWholeNumber('optionCount', optionCount, 2, 26);
  const nodes = nodesToAsk(of);
  const groups = wrongOptions === 'paths' ? groupSizes(optionCount, random) : null;
  const most = Math.min(mostOfPath, optionCount - 1, nodes.length);
  const rightCount = groups ? Math.min(groups.pop()!, nodes.length) : 1 + random.integer(most);
  const right = rightOptions(of, random.sample(nodes, rightCount), ontology);
  const count = optionCount - right.length;
  const wrong = groups
    ? distractorsByPath(of.diagnosisId, groups, count, { ontology, pool, random })
    : ontology.distractors(of.diagnosisId, { pool, count, random });
  if (wrong.length === 0) {
    throw new InvalidInputError(
      `no wrong option for '${of.diagnosisId}' in a pool of ${pool.length}.`,
      {
        source: `${of.dataset}/${of.id}`,
        place: 'choice question',
        mend: 'Give a pool with diagnoses from other branches.',
      },
    );
  }
  const all = [...right, ...wrong.map((id) => wrongOption(id, ontology))];
  return makePrompt(of, 'choice', diagnosisInstruction, random.shuffle(all));
}

/**
 * One {@link choiceQuestion} about each case, in order: what policies are asked in stage 2. A case's question
 * depends on the seed and the case, not on the other cases.
 *
 * @throws InvalidInputError as {@link choiceQuestion} does.
 */
export function choiceQuestions(
  cases: readonly Case[],
  options: Omit<ChoiceQuestionOptions, 'random'> & { readonly seed: number | string },
): Prompt<ChoiceLabels>[] {
  const { seed, ...asking } = options;
  const random = createRandom(seed).fork('grpo questions');
  return cases.map((of) =>
    choiceQuestion(of, { ...asking, random: random.fork(`${of.dataset}/${of.id}`) }),
  );
}

/** Most right options of a question. */
const mostOfPath = 3;

/** Sizes of at least two groups of options, each of one diagnosis, in random order. */
function groupSizes(optionCount: number, random: Random): number[] {
  const sizes: number[] = [];
  for (let left = optionCount; left > 0; left -= sizes.at(-1)!) {
    const most = Math.min(mostOfPath, sizes.length === 0 ? optionCount - 1 : left);
    sizes.push(1 + random.integer(most));
  }
  return random.shuffle(sizes);
}

/**
 * Wrong options in groups, each from the path of another finest diagnosis of the pool.
 *
 * @param sizes of the groups; further ones follow where these do not fill the count
 */
function distractorsByPath(
  id: string,
  sizes: readonly number[],
  count: number,
  { ontology, pool, random }: Pick<ChoiceQuestionOptions, 'ontology' | 'pool' | 'random'>,
): string[] {
  const allowed = ontology.distractors(id, { pool, count: pool.length, random });
  const coarse = new Set(allowed.flatMap((other) => ontology.path(other).slice(0, -1)));
  const left = new Set(allowed);
  const drawn: string[] = [];
  for (const [index, finest] of allowed.filter((other) => !coarse.has(other)).entries()) {
    const size = Math.min(sizes[index] ?? 1, count - drawn.length);
    if (size <= 0) break;
    const nodes = ontology.path(finest).filter((node) => left.has(node));
    for (const node of random.sample(nodes, Math.min(size, nodes.length))) {
      drawn.push(node);
      left.delete(node);
    }
  }
  return [...drawn, ...[...left].slice(0, count - drawn.length)];
}

/** The nodes of a case's path that can be right. Throws InvalidInputError where there is none. */
function nodesToAsk({ path, dataset, id }: Case): readonly string[] {
  const nodes = path.slice(1);
  if (nodes.length > 0) return nodes;
  throw new InvalidInputError('the diagnosis is the root of the hierarchy: nothing to ask.', {
    source: `${dataset}/${id}`,
  });
}

/** The drawn nodes of a case's path as options, each with its score among them. */
export function rightOptions(
  { path }: Pick<Case, 'path'>,
  drawn: readonly string[],
  ontology: Pick<QuestionHierarchy, 'get'>,
): UnletteredOption[] {
  return drawn.map((id) => ({
    text: ontology.get(id).name,
    diagnosisId: id,
    score: optionScore(path, id, drawn),
  }));
}

/** An option that earns nothing. */
export function wrongOption(
  id: string,
  ontology: Pick<QuestionHierarchy, 'get'>,
): UnletteredOption {
  return { text: ontology.get(id).name, diagnosisId: id, score: 0 };
}
