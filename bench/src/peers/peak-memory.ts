import { readFileSync, writeFileSync } from 'node:fs';

/** Forgets what this process had resident at its peak. Linux only. */
export function clearPeak(): void {
  writeFileSync('/proc/self/clear_refs', '5');
}

/** The most that this process had resident since its peak was last cleared, in mebibytes. */
export function peakMib(): number {
  const status = readFileSync('/proc/self/status', 'utf8');
  return Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1] ?? 0) / 1024;
}
