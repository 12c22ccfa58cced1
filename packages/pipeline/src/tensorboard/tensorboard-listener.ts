import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ResourceError, type RunListener } from '@skinr1/core';
import { type EventContent, eventRecord } from './event-record.ts';

/**
 * A listener that writes what each step measures into event files for TensorBoard, each stage a run of its own
 * below the folder: `tensorboard --logdir FOLDER`. Names are those that TRL's trainers show there: `train/reward`,
 * `train/rewards/format/mean`, `eval/reward`. A process that goes on with a run adds files; of steps that are
 * told again the later values are shown.
 *
 * The listener throws ResourceError where a file cannot be written.
 *
 * @param now wall time in seconds since 1970
 */
export function createTensorBoardListener(
  folder: string,
  now: () => number = () => Date.now() / 1000,
): RunListener {
  const files = new Map<string, string>();
  const begin = (stage: string, step: number): string => {
    const inStage = join(folder, folderName(stage));
    const file = join(inStage, `events.out.tfevents.${now().toFixed(3)}.${process.pid}.skinr1`);
    mkdirSync(inStage, { recursive: true });
    write(file, { kind: 'version' }, now());
    write(file, { kind: 'start', step }, now());
    files.set(stage, file);
    return file;
  };
  return (event) => {
    if (event.type !== 'metric') return;
    const { stage, step, metrics } = event;
    try {
      const values = Object.fromEntries(
        Object.entries(metrics).map(([name, value]) => [tagOf(name), value]),
      );
      write(files.get(stage) ?? begin(stage, step), { kind: 'scalars', step, values }, now());
    } catch (cause) {
      throw new ResourceError(`cannot be written (${(cause as Error).message}).`, {
        source: folder,
        mend: 'Free some space, then go on with --resume.',
        cause,
      });
    }
  };
}

function write(file: string, content: EventContent, seconds: number): void {
  appendFileSync(file, eventRecord(content, seconds));
}

/** As Transformers' trainers name figures there. */
function tagOf(name: string): string {
  return name.startsWith('eval_') ? `eval/${name.slice('eval_'.length)}` : `train/${name}`;
}

/** A stage's name as that of a folder. */
function folderName(stage: string): string {
  return stage.replace(/[^\w.-]/g, '-').replace(/^\.+/, '') || 'run';
}
