import { ResourceError } from '@skinr1/core';

/**
 * The error for what a run could not write; its checkpoints stay as they were.
 *
 * @param what with its article
 */
export function cannotWrite(what: string, source: string, cause: unknown): ResourceError {
  const full = (cause as NodeJS.ErrnoException | null)?.code === 'ENOSPC';
  const reason = full ? 'the disk is full' : cause instanceof Error ? cause.message : String(cause);
  return new ResourceError(`${what} could not be written: ${reason}.`, {
    source,
    mend: 'Make room or mend the cause, then resume from the checkpoint before it.',
    cause,
  });
}
