import { Option } from 'commander';

/** An option that adds to a list, which is empty at first; the help does not show that as a default. */
export function repeated<Value>(
  flags: string,
  description: string,
  add: (text: string, values: readonly Value[]) => readonly Value[],
): Option {
  const option = new Option(flags, description).argParser(add);
  option.default([], '');
  return option;
}
