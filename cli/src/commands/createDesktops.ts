import { printable } from '@deskplane/verify/text/printable.js';
import { listAt, textAt } from '../api/json.js';
import { Refusal } from '../api/sendRequest.js';
import { chooseOffer, type Offer } from '../desktops/chooseOffer.js';
import { idIn } from '../desktops/findDesktops.js';
import { findNamePolicy } from '../desktops/findNamePolicies.js';
import { followWork, meanProgress, readSubJobs, type SubJob } from '../desktops/followJob.js';
import { type ExitCode, exitCodes, Failure } from '../failure.js';
import { findThing } from '../networks/networkService.js';
import { type Session, sayJson } from '../session.js';
import { formatDuration } from '../text/formatDuration.js';

export interface CreateOptions {
  readonly name: string | undefined;
  /** ID or name; undefined: the project's default, if it has one. */
  readonly namePolicy: string | undefined;
  readonly user: string | undefined;
  readonly email: string | undefined;
  readonly product: string | undefined;
  readonly image: string | undefined;
  /** GB. */
  readonly systemDisk: number | undefined;
  /** GB each. */
  readonly disks: readonly number[];
  /** ID or name; undefined: the first one of the project. */
  readonly subnet: string | undefined;
  /** IDs or names; none: the one that came with the project. */
  readonly securityGroups: readonly string[];
  readonly count: number;
  readonly tags: readonly { readonly key: string; readonly value: string }[];
  readonly wait: boolean;
  readonly timeoutMs: number;
}

/** `deskplane desktop create`. */
export async function createDesktops(session: Session, options: CreateOptions): Promise<ExitCode> {
  const { api, terminal } = session;
  const { create: text, desktop } = terminal.messages;
  if (options.email !== undefined && options.user === undefined) {
    throw new Failure(exitCodes.usage, desktop.emailNeedsUser);
  }
  const offer = await chooseOffer(session, options);
  const place = await placeOf(session, options);
  const startedAt = performance.now();
  const policy =
    options.namePolicy === undefined ? undefined : await findNamePolicy(session, options.namePolicy);
  const naming = policy === undefined ? {} : { desktop_name_policy_id: policy.id };
  const order = { ...orderOf(options, offer), ...place, ...naming };
  const { body } = await api.post('/desktops', order);
  const jobId = textAt(body, 'job_id');
  const look = terminal.messages.wait.lookAtDesktops;
  const subJobs = options.wait
    ? await followWork(session, jobId, { startedAt, timeoutMs: options.timeoutMs, look }, (all) =>
        text.progress(all.filter(({ state }) => state === 'done').length, all.length, meanProgress(all)),
      )
    : await readSubJobs(session, jobId);
  if (session.json) sayJson(session, { job_id: jobId, jobs: subJobs.map(({ detail }) => detail) });
  else {
    sayOutcome(session, subJobs, { waited: options.wait, milliseconds: performance.now() - startedAt });
    if (options.user !== undefined) await noteNoSignIn(session, options.user);
  }
  return subJobs.some(({ state }) => state === 'failed') ? exitCodes.failed : exitCodes.done;
}

/** Says so where the user of the desktop has no password and no way to one. */
async function noteNoSignIn({ api, terminal }: Session, name: string): Promise<void> {
  const { body } = await api.get('/users', { user_name: name }).catch((error: unknown) => {
    // Who may create desktops need not see users.
    if (error instanceof Refusal && error.status === 403) return { body: {} };
    throw error;
  });
  const user = listAt(body, 'users').find((each) => textAt(each, 'user_name') === name);
  if (user === undefined || textAt(user, 'password_state') !== 'none' || textAt(user, 'user_email') !== '')
    return;
  terminal.note(terminal.messages.create.noSignIn(printable(name)));
}

/** The body of CreateDesktop (docs/reference/desktops.md#creating). */
function orderOf(options: CreateOptions, offer: Offer): object {
  return {
    desktop_type: 'DEDICATED',
    product_id: offer.productId,
    image_type: offer.imageType,
    image_id: offer.imageId,
    root_volume: { type: offer.diskType, size: options.systemDisk ?? offer.diskSize },
    data_volumes: options.disks.map((size) => ({ type: offer.diskType, size })),
    ...desktopsOf(options),
    tags: options.tags,
  };
}

/** Where they are connected, as far as that was said. */
async function placeOf(
  session: Session,
  { subnet, securityGroups }: Pick<CreateOptions, 'subnet' | 'securityGroups'>,
): Promise<object> {
  const groups = [];
  // Whoever may create desktops need not see networks: an ID is passed on as it is.
  for (const word of securityGroups)
    groups.push({ id: idIn(word) ?? (await findThing(session, 'security-groups', word)).id });
  const subnetId =
    subnet === undefined ? undefined : (idIn(subnet) ?? (await findThing(session, 'subnets', subnet)).id);
  return {
    ...(subnetId === undefined ? {} : { nics: [{ subnet_id: subnetId }] }),
    ...(groups.length === 0 ? {} : { security_groups: groups }),
  };
}

/** Without a user the service numbers the names itself; with one, a name that was chosen is numbered here. */
function desktopsOf({ name, user, email, count }: CreateOptions): object {
  if (user === undefined) return { size: count, ...(name === undefined ? {} : { desktop_name: name }) };
  const digits = Math.max(2, String(count).length);
  return {
    desktops: Array.from({ length: count }, (_, index) => ({
      user_name: user,
      ...(email === undefined ? {} : { user_email: email }),
      ...(name === undefined
        ? {}
        : { computer_name: count === 1 ? name : name + String(index + 1).padStart(digits, '0') }),
    })),
  };
}

function sayOutcome(
  { terminal }: Session,
  subJobs: readonly SubJob[],
  { waited, milliseconds }: { readonly waited: boolean; readonly milliseconds: number },
): void {
  const { create: text } = terminal.messages;
  for (const { desktopName, desktopId, state, failure } of subJobs) {
    const shown = `${printable(desktopName)} ${desktopId}`;
    if (state === 'failed') terminal.note(text.failed(shown, printable(failure)));
    else if (waited) terminal.say(text.ready(shown, formatDuration(milliseconds, terminal.language)));
    else terminal.say(text.accepted(shown));
  }
  const [first] = subJobs;
  if (first === undefined || first.state === 'failed') return;
  terminal.note(waited ? text.look(first.desktopId) : text.waitHint);
}
