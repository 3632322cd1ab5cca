import type { TestService } from '@deskplane/server/testing/startTestService.js';
import { Command } from 'commander';
import { connectApi } from '../api/connectApi.js';
import { inOwnOptions } from '../commandLine/inOwnOptions.js';
import { addDeletionCommands } from '../deletionProgram.js';
import { addDesktopCommands } from '../desktopProgram.js';
import { Failure } from '../failure.js';
import { addReceiptCommands } from '../receiptProgram.js';
import type { Session } from '../session.js';
import { addSnapshotCommands } from '../snapshotProgram.js';
import type { Terminal } from '../terminal.js';
import { addUserCommands } from '../userProgram.js';
import { en, zh } from './words.js';

/** What a command said. */
export interface Told {
  readonly said: string[];
  readonly noted: string[];
}

export interface Circumstances {
  readonly chinese?: boolean;
  /** What is typed when asked, after whatever happens meanwhile; none: nobody can be asked. */
  readonly answer?: () => Promise<string>;
  /** Happens after each plan was read. */
  readonly afterPlan?: () => Promise<unknown>;
}

/** A command about plans, on a terminal of the test's own. @returns also the failure that it ended with */
export async function runAtOwnTerminal(
  { credentials }: Pick<TestService, 'credentials'>,
  words: readonly string[],
  { chinese = false, answer, afterPlan }: Circumstances = {},
): Promise<Told & { readonly failure: unknown }> {
  const said: string[] = [];
  const noted: string[] = [];
  const messages = chinese ? zh : en;
  const terminal: Terminal = {
    language: chinese ? 'zh' : 'en',
    messages,
    say: (text) => said.push(text),
    print: (text) => said.push(text),
    note: (text) => noted.push(text),
    progress: () => undefined,
    endProgress: () => undefined,
    written: async () => undefined,
    columns: Number.POSITIVE_INFINITY,
    interactive: answer !== undefined,
    isGraphical: false,
    askSecretly: async () => '',
    ask: async () => (await answer?.()) ?? '',
  };
  const now = (): Date => new Date();
  const program = new Command().exitOverride().configureOutput({ outputError: () => undefined });
  const inOptions = inOwnOptions(program, terminal.language);
  const run: Parameters<typeof addDesktopCommands>[2] = async (options, command) => {
    const real = connectApi({ credentials, language: terminal.language, messages, now });
    const api: Session['api'] = {
      ...real,
      get: async (path, query) => {
        const got = await real.get(path, query);
        if (/\/(?:deletion|restore|rebuild)-plan$/.test(path)) await afterPlan?.();
        return got;
      },
    };
    await command({ terminal, credentials, api, json: options.json === true, now }).catch(inOptions);
  };
  addDeletionCommands(program, messages, run);
  addDesktopCommands(program, messages, run);
  addSnapshotCommands(program, messages, run);
  addUserCommands(program, messages, run);
  addReceiptCommands(program, terminal, run, () => undefined);
  const failure: unknown = await program.parseAsync([...words], { from: 'user' }).then(
    () => undefined,
    (error: unknown) => error,
  );
  return { said, noted, failure };
}

/** The exit code of a failure of a command; undefined: it did not fail, or not by itself. */
export const exitOf = (failure: unknown): number | undefined =>
  failure instanceof Failure ? failure.exitCode : undefined;
/** The answer to every question. */
export const yes = async (): Promise<string> => 'yes';
