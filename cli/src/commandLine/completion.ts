import type { Command, Option } from 'commander';

export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

/** A place in the command line: the verbs so far, and what may follow them. */
interface Place {
  /** With a space after each: `desktop create `. */
  readonly verbs: string;
  readonly commands: readonly { readonly name: string; readonly description: string }[];
  readonly options: readonly {
    readonly name: string;
    readonly description: string;
    readonly takesValue: boolean;
  }[];
}

/**
 * A script for a shell that completes commands and options, made from the program itself. Names of desktops and files are left to
 * the shell's own completion of files.
 * @param program with all its commands
 */
export function writeCompletion(program: Command, shell: Shell): string {
  const places = placesOf(program, '', []);
  if (shell === 'fish') return fishScript(places);
  return shell === 'zsh' ? `#compdef deskplane\n${zshScript(places)}` : bashScript(places);
}

function placesOf(command: Command, verbs: string, above: readonly Option[]): Place[] {
  const own = [...above, ...command.options];
  const place: Place = {
    verbs,
    commands: command.commands.map((each) => ({
      name: each.name(),
      description: firstLine(each.description()),
    })),
    options: [...own.map(toEntry), { name: '--help', description: '', takesValue: false }].filter(
      ({ name }) => name !== '',
    ),
  };
  const below = command.commands.flatMap((each) =>
    placesOf(each, `${verbs}${each.name()} `, verbs === '' ? command.options : above),
  );
  return [place, ...below];
}

function toEntry({ long, description, required, optional }: Option): Place['options'][number] {
  return { name: long ?? '', description: firstLine(description), takesValue: required || optional };
}

const firstLine = (text: string): string => text.split('\n')[0] ?? '';

/** As one word of every shell here. */
const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** The verbs typed so far; values of options and words that are no verbs are passed over. */
const walk = (words: string, count: string): string[] => [
  '  local verbs="" word',
  `  for word in "\${${words}[@]:${count}}"; do`,
  '    case "$verbs$word " in',
  '      KNOWN) verbs="$verbs$word " ;;',
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

function valueOptions(places: readonly Place[]): string {
  const names = places.flatMap(({ options }) => options.filter(({ takesValue }) => takesValue));
  return [...new Set(names.map(({ name }) => name))].join('|');
}

function bashScript(places: readonly Place[]): string {
  return [
    '# deskplane completion for bash: source <(deskplane completion bash)',
    '_deskplane() {',
    '  local current="${COMP_WORDS[COMP_CWORD]}" previous="${COMP_WORDS[COMP_CWORD-1]}" words=""',
    ...walk('COMP_WORDS', '1:COMP_CWORD-1').map((line) => line.replace('KNOWN', knownVerbs(places))),
    '  COMPREPLY=()',
    `  case "$previous" in ${valueOptions(places)}) COMPREPLY=($(compgen -f -- "$current")); return ;; esac`,
    '  case "$verbs" in',
    ...places.map(({ verbs, commands, options }) => {
      const names = [...commands, ...options].map(({ name }) => name).join(' ');
      return `    ${quote(verbs)}) words=${quote(names)} ;;`;
    }),
    '  esac',
    '  COMPREPLY=($(compgen -W "$words" -- "$current"))',
    '  [ "${#COMPREPLY[@]}" -gt 0 ] || COMPREPLY=($(compgen -f -- "$current"))',
    '}',
    'complete -o filenames -F _deskplane deskplane ./deskplane',
    '',
  ].join('\n');
}

function zshScript(places: readonly Place[]): string {
  const entries = ({ commands, options }: Place): string =>
    [...commands, ...options]
      .map(({ name, description }) => quote(`${name}:${description.replaceAll(':', '\\:')}`))
      .join(' ');
  return [
    '# deskplane completion for zsh: put it into a directory of $fpath as _deskplane, or source it',
    '_deskplane() {',
    '  local -a entries',
    ...walk('words', '1:CURRENT-2').map((line) => line.replace('KNOWN', knownVerbs(places))),
    `  case "\${words[CURRENT-1]}" in ${valueOptions(places)}) _files; return ;; esac`,
    '  case "$verbs" in',
    ...places.map((place) => `    ${quote(place.verbs)}) entries=(${entries(place)}) ;;`),
    '  esac',
    '  _describe deskplane entries || _files',
    '}',
    'if [ "${funcstack[1]}" = _deskplane ]; then _deskplane; else compdef _deskplane deskplane; fi',
    '',
  ].join('\n');
}

function fishScript(places: readonly Place[]): string {
  const known = places.map(({ verbs }) => verbs).filter((verbs) => verbs !== '');
  const lines = places.flatMap(({ verbs, commands, options }) => {
    const here = `complete -c deskplane -n ${quote(`__deskplane_at '${verbs}'`.replaceAll("'", '"'))}`;
    return [
      ...commands.map(({ name, description }) => `${here} -a ${name} -d ${fishQuote(description)}`),
      ...options.map(
        ({ name, description, takesValue }) =>
          `${here} -l ${name.slice(2)}${takesValue ? ' -r' : ''} -d ${fishQuote(description)}`,
      ),
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
