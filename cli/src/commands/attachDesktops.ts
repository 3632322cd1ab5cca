import { usualGroup } from '@deskplane/server/desktops/usualGroup.js';
import { printable } from '@deskplane/verify/text/printable.js';
import { listAt, textAt } from '../api/json.js';
import { findDesktop, findDesktopsByWords } from '../desktops/findDesktops.js';
import { readSubJobs } from '../desktops/followJob.js';
import { type ExitCode, exitCodes, Failure } from '../failure.js';
import { type Session, sayJson } from '../session.js';

export interface AttachOptions {
  readonly users: readonly string[];
  /** Names of user groups. */
  readonly groups: readonly string[];
  /** Of the only user, who is created with it if need be. */
  readonly email: string | undefined;
  readonly administrator: boolean;
}

/** `deskplane desktop attach`. */
export async function attachDesktop(
  session: Session,
  word: string,
  { users, groups, email, administrator }: AttachOptions,
): Promise<ExitCode> {
  const { api, terminal } = session;
  const text = terminal.messages.attach;
  const who = [...users, ...groups];
  if (who.length === 0) throw new Failure(exitCodes.usage, text.nobody);
  if (email !== undefined && (users.length !== 1 || groups.length > 0))
    throw new Failure(exitCodes.usage, text.emailOfOne);
  const { id, name, detail: desktop } = await findDesktop(session, word);
  const user_group = usualGroup(administrator, textAt(desktop, 'metadata', 'os_type'));
  const named =
    email === undefined
      ? {
          attach_user_infos: [
            ...users.map((user_name) => ({ user_name, user_group })),
            ...groups.map((user_name) => ({ user_name, user_group, type: 'GROUP' })),
          ],
        }
      : { user_name: users[0], user_email: email, user_group };
  const { body } = await api.post('/desktops/attach', { desktops: [{ desktop_id: id, ...named }] });
  const jobId = textAt(body, 'job_id');
  const subJobs = await readSubJobs(session, jobId);
  const failed = subJobs.find(({ state }) => state === 'failed');
  if (session.json) sayJson(session, { job_id: jobId, jobs: subJobs.map(({ detail }) => detail) });
  else if (failed !== undefined) terminal.note(text.failed(printable(name), printable(failed.failure)));
  else terminal.say(text.attached(printable(name), printable(who.join(terminal.messages.marks.list))));
  return failed === undefined ? exitCodes.done : exitCodes.failed;
}

export interface DetachOptions {
  /** None of both: all of them. */
  readonly users: readonly string[];
  /** Names of user groups. */
  readonly groups: readonly string[];
  readonly stop: boolean;
}

/** `deskplane desktop detach`. */
export async function detachDesktops(
  session: Session,
  words: readonly string[],
  { users, groups, stop }: DetachOptions,
): Promise<ExitCode> {
  const { api, terminal } = session;
  const text = terminal.messages.attach;
  const who = [...users, ...groups];
  const all = who.length === 0;
  if (stop && !all) throw new Failure(exitCodes.usage, text.stopNeedsAll);
  const desktops = await findDesktopsByWords(session, words);
  const { body } = all
    ? await api.post('/desktops/detach', {
        desktop_ids: desktops.map(({ id }) => id),
        shutoff_after_detach: stop,
      })
    : await api.post('/desktops/batch-detach', {
        desktops: desktops.map(({ id }) => ({
          desktop_id: id,
          detach_user_infos: [
            ...users.map((user_name) => ({ user_name })),
            ...groups.map((user_name) => ({ user_name, type: 'GROUP' })),
          ],
        })),
      });
  const failures = new Map(
    listAt(body, 'failed_operation_list').map((each) => [
      textAt(each, 'desktop_id'),
      terminal.messages.marks.aside(textAt(each, 'error_msg'), textAt(each, 'error_code')),
    ]),
  );
  if (session.json) sayJson(session, body);
  else
    for (const { id, name } of desktops) {
      const failure = failures.get(id);
      if (failure !== undefined) terminal.note(text.failed(printable(name), printable(failure)));
      else if (all) terminal.say(text.detachedFromAll(printable(name)));
      else terminal.say(text.detached(printable(name), printable(who.join(terminal.messages.marks.list))));
    }
  return failures.size === 0 ? exitCodes.done : exitCodes.failed;
}
