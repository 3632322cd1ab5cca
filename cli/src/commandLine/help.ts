import { displayWidth, padToWidth } from '@deskplane/verify/text/displayWidth.js';
import { formatFacts } from '@deskplane/verify/text/formatFacts.js';
import { wrapText } from '@deskplane/verify/text/wrapText.js';
import type { Argument, Command, Option } from 'commander';
import type { Terminal } from '../terminal.js';

/** Where the output is no terminal. */
const usualWidth = 80;
/** A description that has fewer columns than this beside what it describes goes below it. */
const minWidth = 36;

/**
 * The parser's own words in the user's language, and help that fits the terminal; errors are thrown, not written.
 * Subcommands take this over.
 */
export function speak(command: Command, terminal: Terminal): void {
  const { help } = terminal.messages;
  const pageWidth = Math.min(terminal.columns, usualWidth);
  const titles: Readonly<Record<string, string>> = {
    'Usage:': help.usage,
    'Arguments:': help.arguments,
    'Options:': help.options,
    'Global Options:': help.globalOptions,
    'Commands:': help.commands,
  };
  const describe = ({ description, argChoices }: Option | Argument): string =>
    argChoices === undefined ? description : description + help.oneOf(argChoices);
  const describeOption = (option: Option): string =>
    option.mandatory ? describe(option) + help.required : describe(option);
  command
    .exitOverride()
    .helpCommand(false)
    .helpOption('-h, --help', help.help)
    .configureHelp({
      styleTitle: (title) => titles[title] ?? title,
      optionDescription: describeOption,
      argumentDescription: describe,
      commandUsage: (each) => {
        const path: string[] = [];
        for (let at: Command | null = each; at !== null; at = at.parent) path.unshift(at.name());
        const title = displayWidth(help.usage) + 1;
        const lines = wrapText([...path, help.usageOf(each.usage())].join(' '), pageWidth - title);
        return lines.join(`\n${' '.repeat(title)}`);
      },
      subcommandTerm: (each) => help.usageOf(termOf(each)),
      showGlobalOptions: true,
      displayWidth,
      boxWrap: (text, width) => wrapText(text, width).join('\n'),
      formatItem: (term, termWidth, description, { helpWidth }) =>
        formatItem(term, termWidth, description, helpWidth ?? usualWidth),
    })
    .configureOutput({
      outputError: () => undefined,
      getOutHelpWidth: () => pageWidth,
    });
}

/** What the command can end with, below the help of the command as a whole. */
export function describeExitCodes({ messages, columns }: Terminal): string {
  const { exitCodes, exitCodesTitle } = messages.help;
  return `\n${exitCodesTitle}\n${formatFacts(exitCodes, '  ', Math.min(columns, usualWidth))}`;
}

/** As the parser has it: its name, and what it takes. */
function termOf(command: Command): string {
  const takes = command.registeredArguments.map((each) => {
    const name = `${each.name()}${each.variadic ? '...' : ''}`;
    return each.required ? `<${name}>` : `[${name}]`;
  });
  return [command.name(), ...(command.options.length > 0 ? ['[options]'] : []), ...takes].join(' ');
}

function formatItem(term: string, termWidth: number, description: string, width: number): string {
  if (description === '') return `  ${term}`;
  const beside = width - termWidth - 4;
  if (beside < minWidth)
    return [`  ${term}`, ...wrapText(description, width - 6).map((line) => `      ${line}`)].join('\n');
  const lines = wrapText(description, beside);
  return `  ${padToWidth(term, termWidth)}  ${lines.join(`\n${' '.repeat(termWidth + 4)}`)}`;
}
