import { say } from './elements.js';

/** Milliseconds without a key after which what is typed is meant for what is on the screen. */
const rest = 500;

/** What is under way; nothing else starts before it ends. */
let work = Promise.resolve();
let busy = false;
/** When a key was last turned away. */
let turnedAway = Number.NEGATIVE_INFINITY;

/**
 * Runs an action after what is under way; what goes wrong is shown.
 *
 * @param {() => void | Promise<void>} action
 */
export function run(action) {
  work = work.then(async () => {
    busy = true;
    say('');
    try {
      await action();
    } catch (error) {
      say(error instanceof Error ? error.message : String(error));
    } finally {
      busy = false;
    }
  });
}

/**
 * Runs a command of the keyboard or a button, unless something is under way: a fast typist must not decide on
 * what is not yet on the screen. Keys that follow one that was turned away without a rest are turned away too:
 * the letters of a note whose `r` came too early are no commands.
 *
 * @param {() => void | Promise<void>} action
 * @param {number} [typedAt] when its key was pressed; none for a button
 */
export function command(action, typedAt = Number.POSITIVE_INFINITY) {
  if (!busy && typedAt - turnedAway >= rest) return run(action);
  if (Number.isFinite(typedAt)) turnedAway = typedAt;
  say('Too early: the page had not gone on yet. Nothing was done.');
}
