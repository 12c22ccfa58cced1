import { type DeviceChoice, deviceChoices } from '@skinr1/autograd';
import { InvalidArgumentError, Option } from 'commander';

/*
 * Values of command-line options. Commander puts the option and what it was given before the message.
 */

/** Digits only: a number that counts something. */
export function wholeNumber(text: string): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isSafeInteger(value)) return value;
  throw new InvalidArgumentError('Give a whole number of 0 or more, in digits.');
}

/** A whole number of one or more. */
export function positiveCount(text: string): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new InvalidArgumentError('Give a whole number of 1 or more, in digits.');
}

/** A port of this machine; 0 for any that is free. */
export function port(text: string): number {
  const value = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (value <= 65_535) return value;
  throw new InvalidArgumentError('Give a port from 1 to 65535, or 0 for any free one.');
}

/** A whole number that may be below zero. */
export function integer(text: string): number {
  const value = /^-?\d+$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isSafeInteger(value)) return value;
  throw new InvalidArgumentError('Give a whole number, in digits.');
}

/** A number above zero. */
export function positiveNumber(text: string): number {
  const value = decimal(text);
  if (value > 0) return value;
  throw new InvalidArgumentError('Give a number above 0, such as 8.');
}

/** A share above 0 and at most 1. */
export function share(text: string): number {
  const value = decimal(text);
  if (value > 0 && value <= 1) return value;
  throw new InvalidArgumentError('Give a share above 0 and at most 1, such as 0.9.');
}

/** An amount of money. */
export function price(text: string): number {
  const value = decimal(text);
  if (value >= 0) return value;
  throw new InvalidArgumentError('Give an amount of 0 or more, such as 0.5.');
}

/** Seconds from `90s`, `20m` or `2h`; at least a minute. */
export function duration(text: string): number {
  const unit = { s: 1, m: 60, h: 3600 }[text.at(-1) ?? ''];
  const seconds = decimal(text.slice(0, -1)) * (unit ?? Number.NaN);
  if (seconds >= 60) return seconds;
  throw new InvalidArgumentError('Give a time of at least a minute, like 90s, 20m or 2h.');
}

/** NaN for what is not written as digits with at most one point: `Number` takes spaces, `0x1f`, `1e9` too. */
function decimal(text: string): number {
  return /^(?:\d+|\d+\.\d+)$/.test(text) ? Number(text) : Number.NaN;
}

/** `--device` of every command that runs a model. */
export function deviceOption(defaultChoice: DeviceChoice): Option {
  const description = 'where models run; auto: the fastest device that passes its probe';
  return new Option('--device <name>', description)
    .choices([...deviceChoices])
    .default(defaultChoice);
}
