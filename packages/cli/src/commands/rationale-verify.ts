import { basename, dirname } from 'node:path';
import { InvalidInputError } from '@skinr1/core';
import { alignColumns, percentWithInterval, wilson } from '@skinr1/eval';
import { loadOntology } from '@skinr1/ontology';
import {
  auditVerifier,
  buildDdxGraph,
  createVerifier,
  type GroundedTrajectory,
  loadCorpus,
  plantFaults,
  type RationaleCorpus,
  type Verifier,
  type VerifierAudit,
} from '@skinr1/rationale';
import type { Command } from 'commander';
import { printLine } from '../terminal/print.ts';
import { refuseIdle } from './option-rules.ts';
import { positiveCount } from './option-values.ts';
import { writeLines } from './rationale-shared.ts';

/** Least share of planted faults to be caught, and greatest share of good trajectories turned away. */
const required = { caught: 0.98, falseAlarms: 0.02 } as const;

interface VerifyOptions {
  readonly planted?: number;
  readonly seed: string;
  readonly save?: string;
}

/** Adds `rationale verify`. */
export function registerVerify(rationale: Command): void {
  rationale
    .command('verify <directory>')
    .description('judge every trajectory of a corpus again; fails if one is bad')
    .option(
      '--planted <count>',
      'judge the verifier instead: plant so many faults; fails below 98 % caught or above 2 % false alarms',
      positiveCount,
    )
    .option('--seed <seed>', 'seed of the planted faults', '1')
    .option('--save <file>', 'write the planted set with the verdicts, one JSON object a line')
    .action(async (directory: string, options: VerifyOptions, command: Command) => {
      if (options.planted === undefined) {
        const mend = 'Say how many faults to plant.';
        refuseIdle(command, ['save', 'seed'], 'needs --planted.', mend);
      }
      const corpus = await loadCorpus(directory);
      const ontology = loadOntology();
      const graph = buildDdxGraph({ cards: corpus.cards, ontology });
      const verify = createVerifier({ ...corpus, ontology, graph });
      if (options.planted === undefined) judgeAll(corpus, verify);
      else await judgeVerifier(directory, corpus, verify, { ...options, count: options.planted });
    });
}

function judgeAll(corpus: RationaleCorpus, verify: Verifier): void {
  let bad = 0;
  for (const trajectory of corpus.trajectories) {
    const reasons = reasonsAgainst(trajectory, corpus, verify);
    if (reasons.length === 0) continue;
    bad++;
    printLine(`${trajectory.id}\n  ${reasons.join('\n  ')}`);
  }
  printLine(`${corpus.trajectories.length - bad} trajectories pass, ${bad} fail.`);
  if (bad > 0) process.exitCode = 1;
}

function reasonsAgainst(
  trajectory: GroundedTrajectory,
  { records }: RationaleCorpus,
  verify: Verifier,
): string[] {
  const record = records.get(trajectory.recordId);
  if (!record) return [`record ${trajectory.recordId} is missing`];
  return verify(trajectory, { record }).reasons.map(({ code, message }) => `${code}: ${message}`);
}

/** Plants faults in the trajectories that pass, and counts what the verifier finds of them. */
async function judgeVerifier(
  directory: string,
  corpus: RationaleCorpus,
  verify: Verifier,
  { count, seed, save }: VerifyOptions & { readonly count: number },
): Promise<void> {
  const passing = corpus.trajectories.filter(
    (trajectory) => reasonsAgainst(trajectory, corpus, verify).length === 0,
  );
  if (passing.length === 0) {
    throw new InvalidInputError(
      'no trajectory passes, so that there is none to plant a fault in.',
      {
        source: directory,
        mend: 'Build the corpus again with more images or books.',
      },
    );
  }
  const { planted, shortfall } = plantFaults({
    ...{ ...corpus, trajectories: passing },
    ...{ ontology: loadOntology(), count, seed },
  });
  const audit = auditVerifier({ ...corpus, verify, planted });
  if (save !== undefined) {
    const rows = audit.judged.map(({ prompt: question, fault, how, caught, reasons, ...item }) => ({
      ...{ fault, how, caught, reasons, question, ...item },
    }));
    await writeLines(dirname(save), basename(save), rows);
  }
  printLine(describeAudit(audit));
  for (const { fault, wanted, planted } of shortfall) {
    printLine(`Only ${planted} of ${wanted} for ${fault}: these trajectories bear no more.`);
  }
  if (save !== undefined) printLine(`Planted set written to ${save}.`);
  const missed = audit.caught < required.caught * audit.planted;
  const alarmed = audit.falseAlarms.length > required.falseAlarms * audit.good;
  if (missed || alarmed) process.exitCode = 1;
}

function describeAudit(audit: VerifierAudit): string {
  const row = (name: string, part: number, whole: number): string[] => [
    name,
    String(whole),
    String(part),
    percentWithInterval(wilson(part, whole)),
  ];
  const { faults, caught, planted, falseAlarms, good, judged } = audit;
  const missed = judged.filter((item) => !item.caught);
  return [
    alignColumns([
      ['fault', 'planted', 'caught', 'share (95 % interval)'],
      ...faults.map((each) => row(each.fault, each.caught, each.planted)),
      row('all', caught, planted),
    ]),
    '',
    alignColumns([
      ['', 'judged', 'turned away', 'share (95 % interval)'],
      row('good trajectories', falseAlarms.length, good),
    ]),
    '',
    'caught by',
    ...faults.map(({ fault, codes }) => `  ${fault}: ${describeCodes(codes)}`),
    ...missed.map(({ fault, how, originalId }) => `missed: ${fault}, ${how}: ${originalId}`),
    ...falseAlarms.map(
      ({ trajectory, reasons }) =>
        `false alarm: ${trajectory.id}: ${reasons.map(({ code }) => code).join(', ')}`,
    ),
  ].join('\n');
}

function describeCodes(codes: VerifierAudit['faults'][number]['codes']): string {
  const sorted = Object.entries(codes).sort(([, a], [, b]) => b - a);
  return sorted.map(([code, count]) => `${code} ${count}`).join(', ') || '–';
}
