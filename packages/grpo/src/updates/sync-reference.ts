import type { GrpoSettings } from '../options.ts';

/** TRL's. */
export const defaultMixup = 0.6;

/** Lets the reference follow at the steps where it is due. */
export async function syncReferenceAt(
  { policy, syncReference }: Pick<GrpoSettings<never>, 'policy' | 'syncReference'>,
  step: number,
): Promise<void> {
  if (!syncReference || step % syncReference.every !== 0) return;
  await policy.syncReference?.(syncReference.mixup ?? defaultMixup);
}
