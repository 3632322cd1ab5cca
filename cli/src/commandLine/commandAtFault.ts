import type { Command } from 'commander';

/**
 * The verbs of the command that was meant, as far as there is one: whose help says what would be right.
 * @param words what was typed behind the program's name
 */
export function commandAtFault(program: Command, words: readonly string[]): readonly string[] {
  const verbs: string[] = [];
  let command = program;
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
    const option = command.options.find(({ long, short }) => long === word || short === word);
    // The value of an option is no verb.
    if (option?.required === true) index += 1;
    if (word.startsWith('-')) continue;
    const below = command.commands.find((each) => each.name() === word);
    if (below === undefined) break;
    verbs.push(word);
    command = below;
  }
  return verbs;
}
