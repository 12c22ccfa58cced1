/** Values that the pace is taken from: the newest ones, so that a slower part shows soon. */
const remembered = 20;

/**
 * Tells how long a piece of work still takes, in words, by the pace of what was done since the first report. What
 * was done before it (by a run that is resumed, or before anybody looked) tells nothing of the pace.
 *
 * @param now milliseconds of a steady clock
 */
export function createTimeLeft(
  now: () => number = () => performance.now(),
): (done: number, total: number) => string {
  const reports: { readonly done: number; readonly at: number }[] = [];
  return (done, total) => {
    const latest = { done, at: now() };
    reports.push(latest);
    if (reports.length > remembered) reports.shift();
    const first = reports[0] ?? latest;
    const [steps, milliseconds] = [latest.done - first.done, latest.at - first.at];
    if (done >= total) return formatDuration(0);
    if (steps <= 0 || milliseconds <= 0) return '–';
    return formatDuration((((total - done) / steps) * milliseconds) / 1000);
  };
}

/** Seconds as a person reads them: "45 s", "3 min 20 s", "2 h 5 min". */
function formatDuration(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min ${whole % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
