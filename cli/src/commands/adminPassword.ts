import { lstat } from 'node:fs/promises';
import { realAmbient } from '@deskplane/server/ambient.js';
import { randomPassword } from '@deskplane/server/secrets/randomText.js';
import { prepareReplacement, type Replacement } from '@deskplane/server/system/replacePrivately.js';
import { isRoot } from '@deskplane/server/system/systemUsers.js';
import { describeFileFault } from '@deskplane/verify/words/fileWords.js';
import { listAt, textAt } from '../api/json.js';
import { Refusal } from '../api/sendRequest.js';
import { type ExitCode, exitCodes, Failure } from '../failure.js';
import { type Session, sayJson } from '../session.js';
import type { Terminal } from '../terminal.js';
import { confirm } from './confirm.js';
import { explained } from './maintainDatabase.js';
import { readPasswordInput } from './passwordInput.js';

/**
 * `deskplane admin password`: a new password for the user of the credentials file, by the service's own API, and the file
 * brought up to date. The new file is written before the service is asked, so that no password is lost.
 * @param path the credentials file
 */
export async function changePassword(session: Session, path: string, fromInput: boolean): Promise<void> {
  const { api, terminal, credentials } = session;
  const words = terminal.messages.admin;
  // A log-in keeps no password: whoever has one must tell the old one to the service itself.
  if (credentials.login !== undefined) throw new Failure(exitCodes.usage, words.ofFile);
  const password = fromInput ? await readPasswordInput(terminal) : randomPassword(realAmbient);
  const { body } = await api.getService('/v3/users', { name: credentials.user_name });
  const [user] = listAt(body, 'users');
  const replacement = await prepare(path, { ...credentials, password }, terminal);
  const change = { original_password: credentials.password, password };
  try {
    await api.postService(`/v3/users/${textAt(user, 'id')}/password`, { user: change });
  } catch (error) {
    // Without an answer it may have been changed all the same: then the draft has the only copy.
    if (!(error instanceof Refusal)) {
      terminal.note(words.unclear(path, replacement.path));
      throw error;
    }
    await replacement.discard();
    throw error.status === 401 ? new Failure(exitCodes.failed, words.refused(path), error.facts) : error;
  }
  await replacement.commit();
  const { user_name: name } = credentials;
  if (session.json) sayJson(session, { user_name: name, credentials: path });
  else {
    terminal.say(words.changed(name, path));
    terminal.note(words.tokensEnded);
  }
}

interface RenewParts {
  readonly terminal: Terminal;
  readonly environment: NodeJS.Dict<string>;
}

/** `deskplane admin password --renew`: needs the database and the master key, not the service. */
export async function renewPassword(
  { terminal, environment }: RenewParts,
  options: { readonly yes: boolean; readonly json: boolean },
): Promise<ExitCode> {
  const words = terminal.messages.admin;
  await confirm(terminal, words, options.yes);
  const { renewCredentials } = await import('@deskplane/server/maintenance/renewCredentials.js');
  const renewed = await explained(() =>
    renewCredentials({ environment, progress: (text) => terminal.note(text) }),
  );
  const { path, userName } = renewed;
  if (options.json) terminal.print(JSON.stringify({ user_name: userName, credentials: path }, null, 2));
  else terminal.say(words.renewed(userName, path));
  return exitCodes.done;
}

/** The file stays whose it is, also where root replaces it. */
async function prepare(path: string, content: object, { messages }: Terminal): Promise<Replacement> {
  try {
    const { uid, gid } = await lstat(path);
    const owner = isRoot() ? { uid, gid } : undefined;
    return await prepareReplacement(path, `${JSON.stringify(content, null, 2)}\n`, realAmbient, owner);
  } catch (error) {
    const why = describeFileFault(error, messages.verdicts.files);
    throw new Failure(exitCodes.failed, messages.admin.notWritten(path, why));
  }
}
