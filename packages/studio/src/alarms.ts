import type { MetricSeries } from '@skinr1/pipeline';
import { changeOf, highestWindow, latest, typical } from './series-statistics.ts';

/** The figures of one stage, by TRL's names. */
export type StageFigures = ReadonlyMap<string, MetricSeries>;

/** Something in a run that a person should look at. */
export interface Alarm {
  readonly rule: string;
  /** `high`: what is learnt from here on is most likely lost. */
  readonly severity: 'high' | 'low';
  /** What is seen, with the figures. */
  readonly finding: string;
  /** What to do about it. */
  readonly advice: string;
}

/** When to raise an alarm, and what it says. */
export interface AlarmRule {
  readonly name: string;
  readonly severity: Alarm['severity'];
  /** The finding as a sentence; `null` where all is well or too little is known. */
  readonly look: (figures: StageFigures) => string | null;
  readonly advice: string;
}

/** Steps that are averaged, so that one odd batch raises nothing; rules that compare need twice as many. */
const window = 5;

/** Where each rule begins to speak. */
const thresholds = {
  /** Share of groups in which all answers earn the same. */
  tiedGroups: 0.8,
  /** Times its length at the start, and share cut off. */
  lengthGrowth: 1.5,
  cutOff: 0.25,
  /** Rise of the training reward and fall of the held-out one, in standard deviations between answers. */
  rewardRise: 0.1,
  heldOutFall: 0.05,
  /** Fall of the form reward below its best, on a scale from 0 to 1. */
  formatFall: 0.15,
  /** Nats a token away from the reference. */
  kl: 0.5,
  /** Share of the entropy at the start that is left. */
  entropyLeft: 0.15,
  /** Share of tokens whose ratio is clipped. */
  clipped: 0.3,
  /** Times the usual norm of the gradient. */
  gradientNorm: 10,
  /** Share of answers on which a reward failed. */
  rewardErrors: 0.05,
  /** Share of groups of whose answers no reward says anything. */
  unjudged: 0.5,
} as const;

/** All rules. A new one is an entry here, its threshold above, and its case in the tests. */
export const alarmRules: readonly AlarmRule[] = [
  {
    name: 'groups collapse',
    severity: 'high',
    look: (figures) => {
      const tied = latest(figures.get('frac_reward_zero_std'), window);
      if (tied === null || tied < thresholds.tiedGroups) return null;
      const best = latest(figures.get('frac_reward_zero_std/all_best'), window) ?? 0;
      const worst = latest(figures.get('frac_reward_zero_std/all_worst'), window) ?? 0;
      return `in ${percent(tied)} of the groups all answers earn the same (${percent(best)} the best, ${percent(worst)} the worst), and teach nothing.`;
    },
    advice:
      'If they earn the best, ask harder questions or add a reward that tells good answers apart; if the worst, easier questions or more fine-tuning first. `dynamicSampling` asks others in place of tied ones; a higher `temperature` or `groupSize` makes answers differ.',
  },
  {
    name: 'held-out reward falls',
    severity: 'high',
    look: (figures) => {
      const spread = typical(figures.get('reward_std')) ?? 1;
      const training = changeOf(figures.get('reward'), window);
      const heldOut = figures.get('eval_reward');
      if (training === null || !heldOut || heldOut.values.length < 3) return null;
      const fall = highestWindow(heldOut, 1) - (heldOut.values.at(-1) as number);
      const rises = training.last - training.first > thresholds.rewardRise * spread;
      if (!rises || fall <= thresholds.heldOutFall * spread) return null;
      return `the reward rose from ${figure(training.first)} to ${figure(training.last)} while the held-out one fell ${figure(fall)} below its best.`;
    },
    advice:
      'The reward is being earned in a way that does not carry over. Go back to the checkpoint of the best held-out step, read the best-paid rollouts, mend the reward, or raise `beta`.',
  },
  {
    name: 'format is lost',
    severity: 'high',
    look: (figures) => {
      const form = figures.get('rewards/format/mean');
      const now = latest(form, window);
      if (!form || now === null || form.values.length < 2 * window) return null;
      const best = highestWindow(form, window);
      if (best - now < thresholds.formatFall) return null;
      return `the form reward fell from ${figure(best)} to ${figure(now)}.`;
    },
    advice:
      'Answers that cannot be read earn nothing else either. Lower the learning rate, raise `beta` or the weight of the form reward, and go back to the checkpoint before the fall.',
  },
  {
    name: 'KL runs away',
    severity: 'high',
    look: (figures) => {
      const now = latest(figures.get('kl'), window);
      if (now === null || now < thresholds.kl) return null;
      return `answers are ${figure(now)} nats a token away from the reference.`;
    },
    advice:
      'The policy is leaving what it was taught. Raise `beta`, lower the learning rate, or stop at an earlier checkpoint.',
  },
  {
    name: 'answers grow',
    severity: 'low',
    look: (figures) => {
      const length = changeOf(figures.get('completions/mean_length'), window);
      if (length === null || length.last < thresholds.lengthGrowth * length.first) return null;
      return `answers grew from ${length.first.toFixed(0)} to ${length.last.toFixed(0)} tokens.`;
    },
    advice:
      'Look whether the reward grows with them: if not, length itself is paid. Add `overlongPenalty` or `lengthReward`, or choose a loss that does not divide by length.',
  },
  {
    name: 'answers are cut off',
    severity: 'low',
    look: (figures) => {
      const cut = latest(figures.get('completions/clipped_ratio'), window);
      if (cut === null || cut < thresholds.cutOff) return null;
      return `${percent(cut)} of the answers end at the token budget.`;
    },
    advice: 'Raise `maxTokens`, set `maskTruncated`, or add `overlongPenalty`.',
  },
  {
    name: 'entropy collapses',
    severity: 'low',
    look: (figures) => {
      const entropy = figures.has('reward') ? changeOf(figures.get('entropy'), window) : null;
      if (entropy === null || entropy.last > thresholds.entropyLeft * entropy.first) return null;
      return `entropy fell from ${figure(entropy.first)} to ${figure(entropy.last)} nats a token.`;
    },
    advice:
      'Answers of a group become the same, and nothing is left to compare. Raise `temperature`, add an `entropyBonus`, or a higher upper clip (`epsilonHigh`).',
  },
  {
    name: 'many tokens are clipped',
    severity: 'low',
    look: (figures) => {
      const clipped = latest(figures.get('clip_ratio/region_mean'), window);
      if (clipped === null || clipped < thresholds.clipped) return null;
      return `${percent(clipped)} of the tokens are clipped and do not learn.`;
    },
    advice: 'Lower the learning rate, or take fewer `passesPerStep`.',
  },
  {
    name: 'gradient leaps',
    severity: 'low',
    look: (figures) => {
      const norm = figures.get('grad_norm');
      const now = latest(norm, 1);
      const usual = typical(norm);
      if (now === null || usual === null || (norm?.values.length ?? 0) < 2 * window) return null;
      if (now < thresholds.gradientNorm * usual) return null;
      return `the norm of the gradient is ${figure(now)}, usually ${figure(usual)}.`;
    },
    advice: 'Clip gradients lower, lower the learning rate, and read the answers of this step.',
  },
  {
    name: 'rewards fail',
    severity: 'high',
    look: (figures) => {
      const failing = [...figures].flatMap(([name, series]) => {
        const reward = /^rewards\/(.{1,200})\/error_rate$/.exec(name)?.[1];
        const rate = reward === undefined ? null : latest(series, window);
        return rate !== null && rate > thresholds.rewardErrors
          ? [`${reward} on ${percent(rate)}`]
          : [];
      });
      return failing.length === 0 ? null : `a reward fails: ${failing.join(', ')} of the answers.`;
    },
    advice:
      'Filter rollouts by "failed reward" and read the reasons. A judge that is slow needs more `timeoutMs` or `retries`.',
  },
  {
    name: 'answers are not judged',
    severity: 'high',
    look: (figures) => {
      const unjudged = latest(figures.get('frac_reward_null'), window);
      if (unjudged === null || unjudged < thresholds.unjudged) return null;
      return `in ${percent(unjudged)} of the groups no reward says anything of any answer, and nothing is learnt from them.`;
    },
    advice:
      'Rewards give null, or their `applies` says no: look whether rows have the labels that they read, or leave out questions that nothing judges.',
  },
];

/** The alarms of a stage, the grave ones first. */
export function findAlarms(figures: StageFigures): Alarm[] {
  const alarms = alarmRules.flatMap(({ name, severity, look, advice }) => {
    const finding = look(figures);
    return finding === null ? [] : [{ rule: name, severity, finding, advice }];
  });
  return alarms.sort((a, b) => Number(b.severity === 'high') - Number(a.severity === 'high'));
}

function percent(share: number): string {
  return `${(share * 100).toFixed(0)} %`;
}

function figure(value: number): string {
  return value.toPrecision(3);
}
