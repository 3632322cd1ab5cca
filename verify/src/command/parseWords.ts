import { parseArgs } from 'node:util';
import type { commandEn } from '../words/commandWords.js';
import type { Subject } from './checkFile.js';
import type { CheckOptions } from './report.js';

/** What was typed. */
export type Request =
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | {
      readonly kind: 'check';
      readonly subject: Subject;
      readonly path: string;
      readonly options: CheckOptions;
    }
  | { readonly kind: 'wrong'; readonly problem: string };

const valued = new Set(['keys', 'head']);
const switches = new Set(['json', 'help', 'version']);

/**
 * Reads a command line: `receipt FILE` or `audit FILE`, with options anywhere.
 * @param typed what was typed after `deskplane-verify`
 */
export function parseWords(typed: readonly string[], words: typeof commandEn): Request {
  // Not strict: Node.js would word the errors, in English only.
  const { tokens } = parseArgs({
    args: [...typed],
    options: {
      keys: { type: 'string' },
      head: { type: 'string' },
      json: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
      version: { type: 'boolean', short: 'V' },
    },
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const wrong = (problem: string): Request => ({ kind: 'wrong', problem });
  const given = new Map<string, string>();
  const rest: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') rest.push(token.value);
    if (token.kind !== 'option') continue;
    const { name, rawName, value, inlineValue } = token;
    if (valued.has(name)) {
      const missing = value === undefined || (!inlineValue && /^-./.test(value));
      if (missing) return wrong(words.noValue(rawName));
      if (given.has(name)) return wrong(words.givenTwice(rawName));
      given.set(name, value);
    } else if (!switches.has(name)) return wrong(words.unknownOption(rawName));
    else if (value !== undefined) return wrong(words.noValueTaken(rawName));
    else given.set(name, '');
  }
  if (given.has('help')) return { kind: 'help' };
  if (given.has('version')) return { kind: 'version' };
  const [subject, path, ...more] = rest;
  if (subject === undefined) return wrong(words.noCommand);
  if (subject !== 'receipt' && subject !== 'audit') return wrong(words.unknownCommand(subject));
  if (path === undefined) return wrong(words.noFile);
  if (more.length > 0) return wrong(words.tooMany);
  const options = { keys: given.get('keys'), head: given.get('head'), json: given.has('json') };
  return { kind: 'check', subject, path, options };
}
