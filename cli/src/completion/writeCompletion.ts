import { fileURLToPath } from 'node:url';
import type { Command, Option } from 'commander';
import { type NameKind, namesOfArgument, namesOfOption, namesWord } from './nameKinds.js';

export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

/** What may stand somewhere: these words, or names that the service knows. */
interface Values {
  readonly choices: readonly string[];
  readonly names: NameKind | undefined;
}

interface PlacedOption extends Values {
  readonly name: string;
  readonly description: string;
  readonly takesValue: boolean;
}

/** A place in the command line: the verbs so far, and what may follow them. */
interface Place extends Values {
  /** With a space after each: `desktop create `. */
  readonly verbs: string;
  readonly commands: readonly { readonly name: string; readonly description: string }[];
  readonly options: readonly PlacedOption[];
}

/** The program of this clone: what is called `deskplane` where somebody types may be anything. */
const ownPath = fileURLToPath(new URL('../../../deskplane', import.meta.url));

/**
 * A script for a shell that completes commands and options, made from the program itself, and names, for which it asks the service each
 * time. Everything else is left to the shell's own completion of files.
 * @param program with all its commands
 */
export function writeCompletion(program: Command, shell: Shell): string {
  const places = placesOf(program, '', []);
  if (shell === 'fish') return fishScript(places);
  return shell === 'zsh' ? `#compdef deskplane\n${zshScript(places)}` : bashScript(places);
}

function placesOf(command: Command, verbs: string, above: readonly Option[]): Place[] {
  const own = [...above, ...command.options];
  const [argument] = command.registeredArguments;
  const place: Place = {
    verbs,
    commands: command.commands.map((each) => ({
      name: each.name(),
      description: firstLine(each.description()),
    })),
    options: [
      ...own.map((option) => placeOption(verbs, option)),
      { name: '--help', description: '', takesValue: false, choices: [], names: undefined },
    ].filter(({ name }) => name !== ''),
    choices: argument?.argChoices ?? [],
    names: namesOfArgument(verbs, argument),
  };
  const below = command.commands.flatMap((each) =>
    placesOf(each, `${verbs}${each.name()} `, verbs === '' ? command.options : above),
  );
  return [place, ...below];
}

function placeOption(verbs: string, option: Option): PlacedOption {
  const { long, description, required, optional, argChoices } = option;
  return {
    name: long ?? '',
    description: firstLine(description),
    takesValue: required || optional,
    choices: argChoices ?? [],
    names: namesOfOption(verbs, option),
  };
}

const firstLine = (text: string): string => text.split('\n')[0] ?? '';

/** As one word of every shell here. */
const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** What prints names; the shell adds their kind and what was typed. */
const askForNames = `${quote(ownPath)} ${namesWord}`;

/** The verbs typed so far; values of options and words that are no verbs are passed over. */
const walk = (words: string, count: string, places: readonly Place[]): string[] => [
  '  local verbs="" word',
  `  for word in "\${${words}[@]:${count}}"; do`,
  '    case "$verbs$word " in',
  `      ${knownVerbs(places)}) verbs="$verbs$word " ;;`,
  '    esac',
  '  done',
];

function knownVerbs(places: readonly Place[]): string {
  return places
    .map(({ verbs }) => verbs)
    .filter((verbs) => verbs !== '')
    .map((verbs) => quote(verbs))
    .join('|');
}

/** What the value of an option may be, by its place; of options that are the same everywhere by the option. */
function optionCases(places: readonly Place[], write: (values: Values) => string, files: string): string[] {
  const valued = places.flatMap(({ verbs, options }) =>
    options.filter(({ takesValue }) => takesValue).map((option) => ({ verbs, option })),
  );
  const told = valued.filter(({ option }) => option.choices.length > 0 || option.names !== undefined);
  const names = [...new Set(valued.map(({ option }) => option.name))];
  return [
    ...told.map(({ verbs, option }) => `    ${quote(`${verbs}${option.name}`)}) ${write(option)} ;;`),
    `    ${names.map((name) => `*${name}`).join('|')}) ${files} ;;`,
  ];
}

function bashScript(places: readonly Place[]): string {
  const write = ({ choices, names }: Values): string =>
    `words=${quote(choices.join(' '))} names=${names ?? ''}`;
  return [
    '# deskplane completion for bash: source <(deskplane completion bash)',
    '_deskplane() {',
    '  local current="${COMP_WORDS[COMP_CWORD]}" previous="${COMP_WORDS[COMP_CWORD-1]}" words="" names="" name',
    ...walk('COMP_WORDS', '1:COMP_CWORD-1', places),
    '  COMPREPLY=()',
    '  case "$verbs$previous" in',
    ...optionCases(places, write, 'COMPREPLY=($(compgen -f -- "$current")); return'),
    '    *) case "$verbs" in',
    ...places.map(({ verbs, commands, options, choices, names }) => {
      const all = [...choices, ...[...commands, ...options].map(({ name }) => name)];
      return `    ${quote(verbs)}) ${write({ choices: all, names })} ;;`;
    }),
    '    esac ;;',
    '  esac',
    '  COMPREPLY=($(compgen -W "$words" -- "$current"))',
    '  if [ -n "$names" ]; then',
    '    while IFS= read -r name; do',
    '      case "$name" in "$current"*) COMPREPLY+=("$name") ;; esac',
    `    done < <(${askForNames} "$names" "\${COMP_WORDS[@]:1}" 2>/dev/null </dev/null)`,
    '  elif [ "${#COMPREPLY[@]}" -eq 0 ]; then',
    '    COMPREPLY=($(compgen -f -- "$current"))',
    '  fi',
    '}',
    'complete -o filenames -F _deskplane deskplane ./deskplane',
    '',
  ].join('\n');
}

function zshScript(places: readonly Place[]): string {
  const write = (entries: readonly string[], names: NameKind | undefined): string =>
    `entries=(${entries.map((entry) => quote(entry)).join(' ')}) names=${names ?? ''}`;
  return [
    '# deskplane completion for zsh: put it into a directory of $fpath as _deskplane, or source it',
    '_deskplane() {',
    '  local -a entries found',
    '  local names="" offered=1',
    ...walk('words', '1:$((CURRENT-2))', places),
    '  case "$verbs${words[CURRENT-1]}" in',
    ...optionCases(places, ({ choices, names }) => write(choices, names), '_files; return'),
    '    *) case "$verbs" in',
    ...places.map(({ verbs, commands, options, choices, names }) => {
      const described = [...commands, ...options].map(
        ({ name, description }) => `${name}:${description.replaceAll(':', '\\:')}`,
      );
      return `    ${quote(verbs)}) ${write([...choices, ...described], names)} ;;`;
    }),
    '    esac ;;',
    '  esac',
    `  [ -z "$names" ] || found=(\${(f)"$(${askForNames} "$names" "\${words[@]:1}" 2>/dev/null </dev/null)"})`,
    '  [ "${#found}" -eq 0 ] || { compadd -a found && offered=0; }',
    '  [ "${#entries}" -eq 0 ] || { _describe deskplane entries && offered=0; }',
    '  [ -n "$names" ] || [ "$offered" -eq 0 ] || _files',
    '}',
    'if [ "${funcstack[1]}" = _deskplane ]; then _deskplane; else compdef _deskplane deskplane; fi',
    '',
  ].join('\n');
}

function fishScript(places: readonly Place[]): string {
  const known = places.map(({ verbs }) => verbs).filter((verbs) => verbs !== '');
  const ask = (names: NameKind): string =>
    `(${fishQuote(ownPath)} ${namesWord} ${names} (commandline -opc)[2..-1] 2>/dev/null </dev/null)`;
  const valuesOf = ({ choices, names }: Values): string =>
    fishQuote([...choices, ...(names === undefined ? [] : [ask(names)])].join(' '));
  const lines = places.flatMap((place) => {
    const here = `complete -c deskplane -n ${quote(`__deskplane_at '${place.verbs}'`.replaceAll("'", '"'))}`;
    const isTold = (values: Values): boolean => values.choices.length > 0 || values.names !== undefined;
    return [
      ...place.commands.map(({ name, description }) => `${here} -a ${name} -d ${fishQuote(description)}`),
      ...(isTold(place) ? [`${here} -f -a ${valuesOf(place)}`] : []),
      ...place.options.map((option) => {
        const values = isTold(option) ? ` -x -a ${valuesOf(option)}` : option.takesValue ? ' -r' : '';
        return `${here} -l ${option.name.slice(2)}${values} -d ${fishQuote(option.description)}`;
      }),
    ];
  });
  return [
    '# deskplane completion for fish: deskplane completion fish > ~/.config/fish/completions/deskplane.fish',
    'function __deskplane_at',
    "    set -l verbs ''",
    '    for word in (commandline -opc)[2..-1]',
    `        if contains -- "$verbs$word " ${known.map((verbs) => fishQuote(verbs)).join(' ')}`,
    '            set verbs "$verbs$word "',
    '        end',
    '    end',
    '    test "$verbs" = "$argv[1]"',
    'end',
    ...lines,
    '',
  ].join('\n');
}

/** In fish a backslash counts within single quotes, too. */
const fishQuote = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
