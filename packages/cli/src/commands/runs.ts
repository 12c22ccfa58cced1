import { researchUseOnly } from '@skinr1/core';
import { alignColumns } from '@skinr1/eval';
import { findRunFolders, openRunReader } from '@skinr1/pipeline';
import { findAlarms, openRuns } from '@skinr1/studio';
import type { Command } from 'commander';
import { visible } from '../terminal/columns.ts';
import { printLine } from '../terminal/print.ts';
import { untilStopped } from '../terminal/until-stopped.ts';
import { port as portNumber } from './option-values.ts';

interface OpenOptions {
  readonly host?: string;
  readonly port: number;
  readonly token?: string;
}

/** Adds `runs open` and `runs list`. */
export function registerRunsCommands(program: Command): void {
  const runs = program.command('runs').description('look at runs while they go on and after');
  runs
    .command('open <folders...>')
    .description(
      'curves, alarms and rollouts of a run in a local web page; of two, one over the other',
    )
    .option('--port <port>', 'port on this machine; 0 takes a free one', portNumber, 0)
    .option('--host <address>', 'address to listen on, if not this machine alone; needs --token')
    .option('--token <text>', 'what others must send, or open the page with: ?token=…')
    .action(async (folders: string[], { host, port, token }: OpenOptions) => {
      const server = await openRuns({ folders, host, port, token });
      printLine(`${folders.join(' and ')} at ${server.url} (Ctrl-C ends)`);
      printLine(researchUseOnly);
      await untilStopped();
      await server.close();
    });
  runs
    .command('list [folder]')
    .description('the runs in a folder and below it: how far they are, and what needs a look')
    .action(async (folder = 'runs') => {
      const found = await findRunFolders(folder);
      if (found.length === 0) return printLine(`No run in ${folder}.`);
      const rows = await Promise.all(found.map(describeRun));
      printLine(alignColumns([['run', 'state', 'at', 'alarms'], ...rows]));
    });
}

async function describeRun(folder: string): Promise<string[]> {
  const { metrics, facts } = await openRunReader(folder);
  await metrics.update();
  const { state } = await facts();
  const stages = metrics.stages();
  const last = stages.at(-1);
  const at = last ? `${last.stage} ${last.step}${last.steps ? ` of ${last.steps}` : ''}` : '–';
  const alarms = stages.flatMap(({ stage, series }) =>
    findAlarms(series).map(({ rule }) => `${stage}: ${rule}`),
  );
  return [folder, state, at, alarms.join(', ') || '–'].map(visible);
}
