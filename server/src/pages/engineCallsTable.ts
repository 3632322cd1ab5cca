import { engineCalls } from '../engines/simulated/engineFaults.js';

const header = '| `--engine` | `--kind` |\n|---|---|\n';

/**
 * The page about the test double with its table of the calls to an engine, and the kinds of items of each, as they are.
 * @throws {Error} when the page has no such table
 */
export function withEngineCalls(page: string): string {
  const start = page.indexOf(header);
  const end = page.indexOf('\n\n', start);
  if (start === -1 || end === -1) throw new Error('The page has no table of the calls to an engine.');
  return page.slice(0, start) + header + rows().join('\n') + page.slice(end);
}

/** Calls about the same kinds share a row. */
function rows(): string[] {
  const calls = new Map<string, string[]>();
  for (const [call, kinds] of Object.entries(engineCalls)) {
    const key = kinds.map(quote).join(', ');
    calls.set(key, [...(calls.get(key) ?? []), quote(call.replaceAll('_', '-'))]);
  }
  return [...calls].map(([kinds, names]) => `| ${names.join(', ')} | ${kinds} |`);
}

const quote = (word: string): string => `\`${word}\``;
