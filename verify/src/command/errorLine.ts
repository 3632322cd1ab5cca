/** Facts that programs get besides a sentence. */
export type Facts = Readonly<Record<string, string | number | boolean>>;

/**
 * An error as a program gets it with `--json`: one line, in place of the result.
 * @param beside what stands beside the error
 */
export function errorLine(
  { kind, exitCode }: { readonly kind: string; readonly exitCode: number },
  message: string,
  facts: Facts = {},
  beside: object = {},
): string {
  return JSON.stringify({ ...beside, error: { kind, exit_code: exitCode, message, ...facts } });
}

/** Whether programs are to get JSON, also of a command line that is wrong. */
export function wantsJson(typed: readonly string[]): boolean {
  const end = typed.indexOf('--');
  return (end === -1 ? typed : typed.slice(0, end)).includes('--json');
}
