import { InvalidArgumentError } from 'commander';
import type { Messages } from './messages/en.js';

/** Reads a size in GB. @throws {InvalidArgumentError} */
export function parseSize(text: string, messages: Messages): number {
  if (!/^[1-9]\d{0,4}$/.test(text)) throw new InvalidArgumentError(messages.desktop.badSize(text));
  return Number(text);
}

/** Reads a whole number. @throws {InvalidArgumentError} */
export function parseNumber(text: string, range: readonly [number, number], messages: Messages): number {
  const [min, max] = range;
  const number = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (!(number >= min && number <= max)) {
    throw new InvalidArgumentError(messages.desktop.badNumber(text, min, max));
  }
  return number;
}

/** Reads `KEY` or `KEY=VALUE`; the value may hold `=` itself. @throws {InvalidArgumentError} */
export function parseTag(text: string, messages: Messages): { key: string; value: string } {
  const cut = text.indexOf('=');
  const key = cut === -1 ? text : text.slice(0, cut);
  if (key === '') throw new InvalidArgumentError(messages.desktop.badTag(text));
  return { key, value: cut === -1 ? '' : text.slice(cut + 1) };
}
