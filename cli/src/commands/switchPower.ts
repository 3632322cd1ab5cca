import { printable } from '@deskplane/verify/text/printable.js';
import { listAt, textAt } from '../api/json.js';
import { Refusal } from '../api/sendRequest.js';
import { describeStatus } from '../desktops/describeDesktop.js';
import {
  type Desktop,
  findDesktop,
  findDesktopsByWords,
  findDesktopToChange,
} from '../desktops/findDesktops.js';
import { followWork, readSubJobs, type SubJob } from '../desktops/followJob.js';
import { type ExitCode, exitCodes, Failure } from '../failure.js';
import { type Session, sayJson } from '../session.js';
import { formatDuration } from '../text/formatDuration.js';
import { wrongState } from './openScreen.js';

export interface PowerOptions {
  readonly verb: 'start' | 'stop' | 'reboot' | 'hibernate' | 'wake';
  /** What the service is asked for. */
  readonly operation: 'os-start' | 'os-stop' | 'reboot' | 'os-hibernate';
  readonly hard: boolean;
  readonly wait: boolean;
  readonly timeoutMs: number;
}

/** `deskplane desktop start|stop|reboot|hibernate|wake`. */
export async function switchPower(
  session: Session,
  words: readonly string[],
  options: PowerOptions,
): Promise<ExitCode> {
  const { api, terminal } = session;
  const text = terminal.messages.power;
  // What wakes has to see the state first.
  const find = options.verb === 'wake' ? findDesktop : findDesktopToChange;
  const desktops = await findDesktopsByWords(session, words, find);
  if (options.verb === 'wake') requireHibernated(session, desktops);
  const startedAt = performance.now();
  const { body } = await api.post('/desktops/action', {
    desktop_ids: desktops.map(({ id }) => id),
    op_type: options.operation,
    type: options.hard ? 'HARD' : 'SOFT',
  });
  const jobId = textAt(body, 'job_id');
  const look = terminal.messages.wait.lookAtDesktops;
  const refused = new Map(
    listAt(body, 'failed_operation_list').map((entry) => {
      const id = textAt(entry, 'desktop_id');
      return [id, whyRefused(session, entry, desktops.find((desktop) => desktop.id === id)?.detail)];
    }),
  );
  const subJobs =
    jobId === ''
      ? []
      : options.wait
        ? await followWork(session, jobId, { startedAt, timeoutMs: options.timeoutMs, look }, (all) =>
            text.progress(all.filter(({ state }) => state !== 'open').length, all.length),
          )
        : await readSubJobs(session, jobId).catch(unlessForbidden);
  const failures = new Map(refused);
  for (const { state, desktopId, failure } of subJobs)
    if (state === 'failed') failures.set(desktopId, failure);
  if (session.json) sayJson(session, { ...Object(body), jobs: subJobs.map(({ detail }) => detail) });
  else sayOutcome(session, desktops, failures, { ...options, milliseconds: performance.now() - startedAt });
  return failures.size > 0 ? exitCodes.failed : exitCodes.done;
}

/** In the words of the list, where the desktop's state is in the way and is known. */
function whyRefused({ terminal }: Session, entry: unknown, detail: unknown): string {
  const { marks, power } = terminal.messages;
  const code = textAt(entry, 'error_code');
  if (code !== wrongState || detail === undefined) return marks.aside(textAt(entry, 'error_msg'), code);
  return marks.aside(power.notNow(describeStatus(detail, terminal.messages)), code);
}

/** Who may not look at jobs is told that the work was accepted, as it was. */
function unlessForbidden(error: unknown): SubJob[] {
  if (error instanceof Refusal && error.status === 403) return [];
  throw error;
}

/** The service wakes and starts by the same call, so that a desktop which is off would be started. @throws {Failure} `failed` */
function requireHibernated({ terminal }: Session, desktops: readonly Desktop[]): void {
  for (const desktop of desktops) {
    const status = textAt(desktop.detail, 'status');
    if (status === 'HIBERNATED' || textAt(desktop.detail, 'task_status') !== '') continue;
    const word = describeStatus(desktop.detail, terminal.messages);
    const text = terminal.messages.power.notHibernated(printable(desktop.name), word);
    throw new Failure(exitCodes.failed, text, { status });
  }
}

function sayOutcome(
  { terminal }: Session,
  desktops: readonly Desktop[],
  failures: ReadonlyMap<string, string>,
  { verb, wait, milliseconds }: PowerOptions & { readonly milliseconds: number },
): void {
  const text = terminal.messages.power;
  for (const { id, name } of desktops) {
    const failure = failures.get(id);
    const shown = printable(name);
    if (failure !== undefined) terminal.note(text.failed(shown, printable(failure)));
    else if (wait) terminal.say(text.done(shown, formatDuration(milliseconds, terminal.language)));
    else terminal.say(text.accepted[verb](shown));
  }
}
