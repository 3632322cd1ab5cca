import { formatFacts } from '../text/formatFacts.js';
import type { commandEn } from '../words/commandWords.js';

const maxWidth = 80;

/** The help of `deskplane-verify`. */
export function describeCommand(words: typeof commandEn, columns: number): string {
  const width = Math.min(columns, maxWidth);
  const list = (rows: readonly (readonly [string, string])[]) => formatFacts(rows, '  ', width);
  const line = (command: string) => `  deskplane-verify ${command} FILE [--keys FILE] [--head FILE] [--json]`;
  return [
    words.title,
    `${words.usage}\n${words.commands.map(([command]) => line(command)).join('\n')}`,
    list(words.commands),
    `${words.optionsTitle}\n${list(words.options)}`,
    `${words.exitCodesTitle}\n${list(words.exitCodes)}`,
  ].join('\n\n');
}
