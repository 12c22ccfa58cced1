import { say } from './elements.js';

/** What is under way; nothing else starts before it ends. */
let work = Promise.resolve();
let busy = false;

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
 * what is not yet on the screen.
 *
 * @param {() => void | Promise<void>} action
 */
export function command(action) {
  if (!busy) run(action);
}
