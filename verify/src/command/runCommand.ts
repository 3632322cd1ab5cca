import { readFile } from 'node:fs/promises';
import { languageOf } from '../text/language.js';
import { commandEn, commandZh } from '../words/commandWords.js';
import { verdictsEn, verdictsZh } from '../words/verdictWords.js';
import { checkFile } from './checkFile.js';
import { describeCommand } from './describeCommand.js';
import { errorLine, wantsJson } from './errorLine.js';
import { type VerifyExitCode, verifyExitCodes, verifyExitNames } from './exitCodes.js';
import { type Output, openOutput } from './output.js';
import { parseWords } from './parseWords.js';
import { plainReport, problemReport, type Report } from './report.js';

/**
 * The `deskplane-verify` command.
 * @param typed what was typed after it
 * @returns the exit code
 */
export async function runCommand(
  typed: readonly string[],
  environment: NodeJS.Dict<string>,
): Promise<VerifyExitCode> {
  const chinese = languageOf(environment) === 'zh';
  const words = chinese ? commandZh : commandEn;
  // Who asks by the exit code gets the verdict, whether or not somebody reads the rest.
  const output = openOutput({
    onClosed: () => undefined,
    unwritten: verifyExitCodes.usage,
    describeLoss: (error) => `deskplane-verify: ${words.outputLost(error.message)}`,
  });
  // Receipts, heads and keys come from the command of the service.
  const verdicts = (chinese ? verdictsZh : verdictsEn)('deskplane');
  const report = await answer(typed, words, { words: verdicts, columns: output.columns }).catch(
    (error: unknown) => {
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      // Not `failed`: nothing is said about the file.
      return problemReport(verifyExitCodes.usage, words.unexpected(text));
    },
  );
  show(report, wantsJson(typed), output);
  return report.exitCode;
}

async function answer(
  typed: readonly string[],
  words: typeof commandEn,
  reader: Parameters<typeof checkFile>[3],
): Promise<Report> {
  const { done, usage } = verifyExitCodes;
  const request = parseWords(typed, words);
  switch (request.kind) {
    case 'help':
      return plainReport(done, describeCommand(words, reader.columns));
    case 'version':
      return plainReport(done, await readVersion());
    case 'check':
      return checkFile(request.subject, request.path, request.options, reader);
    case 'wrong':
      return { ...problemReport(usage, request.problem), remarks: [words.seeHelp] };
  }
}

function show({ exitCode, notes, result, remarks, problem }: Report, json: boolean, output: Output): void {
  for (const note of notes) output.note(note);
  if (result !== '') (json ? output.print : output.say)(result);
  if (problem !== '' && json) output.print(errorLine({ kind: verifyExitNames[exitCode], exitCode }, problem));
  else {
    if (problem !== '') output.note(`deskplane-verify: ${problem}`);
    for (const remark of remarks) output.note(remark);
  }
}

async function readVersion(): Promise<string> {
  const text = await readFile(new URL('../../package.json', import.meta.url), 'utf8');
  const { version }: { readonly version?: unknown } = JSON.parse(text);
  return typeof version === 'string' ? version : '';
}
