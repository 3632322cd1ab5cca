import { printable } from '@deskplane/verify/text/printable.js';
import { listAt, textAt } from '../api/json.js';
import { Refusal } from '../api/sendRequest.js';
import { findProduct } from '../desktops/chooseOffer.js';
import { type Desktop, findDesktopsByWords, findDesktopToChange, idIn } from '../desktops/findDesktops.js';
import { followWork, readSubJobs, type SubJob } from '../desktops/followJob.js';
import { type ExitCode, exitCodes, Failure } from '../failure.js';
import { findThing } from '../networks/networkService.js';
import { type Session, sayJson } from '../session.js';
import { formatDuration } from '../text/formatDuration.js';

/** Whether to wait for the work, and how long. */
export interface Waiting {
  readonly wait: boolean;
  readonly timeoutMs: number;
}

/** `deskplane desktop resize`. */
export async function resizeDesktops(
  session: Session,
  words: readonly string[],
  options: Waiting & { readonly product: string },
): Promise<ExitCode> {
  const desktops = await findDesktopsByWords(session, words, findDesktopToChange);
  const product = await findProduct(session, options.product);
  return follow(session, desktops, options, () =>
    session.api.post('/desktops/resize', {
      desktops: desktops.map(({ id }) => ({ desktop_id: id })),
      product_id: textAt(product, 'product_id'),
      mode: 'STOP_DESKTOP',
    }),
  );
}

/** `deskplane desktop maintain`. */
export async function maintainDesktops(
  session: Session,
  words: readonly string[],
  { off }: { readonly off: boolean },
): Promise<void> {
  const { api, terminal } = session;
  const desktops = await findDesktopsByWords(session, words, findDesktopToChange);
  const body = { desktop_ids: desktops.map(({ id }) => id), in_maintenance_mode: !off };
  await api.put('/desktops/maintenance-mode', body);
  if (session.json) return sayJson(session, body);
  const text = terminal.messages.change;
  for (const { name } of desktops)
    terminal.say(off ? text.openAgain(printable(name)) : text.keptOut(printable(name)));
}

/** `deskplane desktop tell`. */
export async function tellDesktops(
  session: Session,
  words: readonly string[],
  options: Waiting & { readonly message: string },
): Promise<ExitCode> {
  const desktops = await findDesktopsByWords(session, words, findDesktopToChange);
  const { told, telling, notTold } = session.terminal.messages.change;
  const text = { done: told, accepted: telling, failed: notTold };
  return follow(
    session,
    desktops,
    options,
    () =>
      session.api.post('/desktops/notifications', {
        desktop_ids: desktops.map(({ id }) => id),
        notifications: options.message,
      }),
    text,
  );
}

export interface NetworkOptions extends Waiting {
  readonly subnet: string | undefined;
  readonly address: string | undefined;
  readonly securityGroups: readonly string[];
}

/** `deskplane desktop network`. */
export async function changeNetworks(
  session: Session,
  words: readonly string[],
  options: NetworkOptions,
): Promise<ExitCode> {
  const { api, terminal } = session;
  const text = terminal.messages.change;
  const { subnet, address, securityGroups } = options;
  if (subnet === undefined && address === undefined && securityGroups.length === 0)
    throw new Failure(exitCodes.usage, text.nothing);
  const desktops = await findDesktopsByWords(session, words, findDesktopToChange);
  const [first, second] = desktops;
  if (address !== undefined && second !== undefined) throw new Failure(exitCodes.usage, text.addressOfOne);
  const groups: string[] = [];
  // Whoever may change desktops need not see networks: an ID is passed on as it is.
  for (const word of securityGroups)
    groups.push(idIn(word) ?? (await findThing(session, 'security-groups', word)).id);
  const place =
    subnet === undefined
      ? {}
      : { subnet_id: idIn(subnet) ?? (await findThing(session, 'subnets', subnet)).id };
  if (address !== undefined && first !== undefined) {
    const own = groups.length > 0 ? groups : await groupsOf(session, first);
    return follow(session, desktops, options, () =>
      api.put(`/desktops/${first.id}/networks`, {
        ...place,
        private_ip: address,
        security_group_ids: own,
      }),
    );
  }
  return follow(session, desktops, options, () =>
    api.post('/desktops/networks/batch-change', {
      desktop_ids: desktops.map(({ id }) => id),
      ...place,
      ...(groups.length === 0 ? {} : { security_group_ids: groups }),
    }),
  );
}

/** Those that a desktop is in now: the call for an address names all. */
async function groupsOf({ api }: Session, { id }: Desktop): Promise<string[]> {
  const { body } = await api.get(`/desktops/${id}`);
  return listAt(body, 'desktop', 'security_groups').map((group) => textAt(group, 'id'));
}

/** What is said of each desktop. */
export interface Outcome {
  readonly done: (name: string, time: string, desktop: Desktop) => string | Promise<string>;
  readonly accepted: (name: string) => string;
  readonly failed: (name: string, why: string) => string;
}

/** Asks for work on desktops, and follows or reports it. @param call asks for it: a call that answers a job */
export async function follow(
  session: Session,
  desktops: readonly Desktop[],
  { wait, timeoutMs }: Waiting,
  call: () => Promise<{ readonly body: unknown }>,
  outcome: Outcome = session.terminal.messages.change,
): Promise<ExitCode> {
  const { terminal } = session;
  const startedAt = performance.now();
  const { body } = await call();
  const jobId = textAt(body, 'job_id');
  const look = terminal.messages.wait.lookAtDesktops;
  const subJobs = wait
    ? await followWork(session, jobId, { startedAt, timeoutMs, look }, (all) =>
        terminal.messages.change.progress(all.filter(({ state }) => state !== 'open').length, all.length),
      )
    : await readSubJobs(session, jobId).catch(unlessForbidden);
  if (session.json) sayJson(session, { ...Object(body), jobs: subJobs.map(({ detail }) => detail) });
  else {
    const time = formatDuration(performance.now() - startedAt, terminal.language);
    for (const desktop of desktops) {
      const job = outcomeOf(subJobs.filter(({ desktopId }) => desktopId === desktop.id));
      const shown = printable(desktop.name);
      if (job?.state === 'failed') terminal.note(outcome.failed(shown, printable(job.failure)));
      else if (job?.state === 'done') terminal.say(await outcome.done(shown, time, desktop));
      else terminal.say(outcome.accepted(shown));
    }
  }
  return subJobs.some(({ state }) => state === 'failed') ? exitCodes.failed : exitCodes.done;
}

/** Of several things that are done to a desktop: one that failed, else one that is not done, else any. */
function outcomeOf(subJobs: readonly SubJob[]): SubJob | undefined {
  const is = (wanted: SubJob['state']) => subJobs.find(({ state }) => state === wanted);
  return is('failed') ?? is('open') ?? subJobs[0];
}

/** Who may not look at jobs is told that the work was accepted, as it was. */
function unlessForbidden(error: unknown): SubJob[] {
  if (error instanceof Refusal && error.status === 403) return [];
  throw error;
}
