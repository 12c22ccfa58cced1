import { ResourceError } from '@skinr1/core';

/** Why a device does not do what it should, and what a person can do about it. */
export interface DeviceProblem {
  readonly reason: string;
  readonly mend: string;
}

/** The error for a device that was asked for and is not to be had. */
export function deviceUnavailable(name: string, { reason, mend }: DeviceProblem): ResourceError {
  return new ResourceError(`the device '${name}' is not available: ${reason}.`, { mend });
}
