import { formatFacts } from '@deskplane/verify/text/formatFacts.js';
import { formatTime } from '@deskplane/verify/text/formatTime.js';
import { printable } from '@deskplane/verify/text/printable.js';
import { at, numberAt, textAt } from '../api/json.js';
import type { ExitCode } from '../failure.js';
import type { Session } from '../session.js';
import { prepareAgreement } from './agreement.js';
import {
  exitCodeOf,
  follow,
  orderPlanned,
  type PlannedSnapshot,
  planSnapshots,
  tellOutcomes,
  type Waiting,
} from './snapshots.js';

/** `deskplane snapshot restore`: shows the service's plan of each, asks, and has exactly that carried out. */
export async function restoreSnapshots(
  session: Session,
  wanted: readonly string[],
  options: Waiting & { readonly yes: boolean },
): Promise<ExitCode> {
  const { terminal } = session;
  const { snapshot: text } = terminal.messages;
  const agree = prepareAgreement(session, options, {
    needsYes: text.restoreNeedsYes,
    question: text.restoreQuestion,
    declined: text.restoreDeclined,
  });
  const snapshots = await planSnapshots(session, wanted, 'restore-plan');
  await agree(forecastOf(session, snapshots));
  const startedAt = performance.now();
  const jobId = await orderPlanned(session, '/snapshots/batch-restore', snapshots, text.restorePlanChanged);
  const subJobs = await follow(session, jobId, startedAt, options);
  tellOutcomes(
    session,
    snapshots,
    { jobId, subJobs, startedAt },
    {
      failed: text.notRestored,
      going: text.restoring,
      done: (name, time) => [text.restored(name, time)],
    },
  );
  const several = snapshots.length > 1;
  if (!session.json)
    for (const { id, name } of snapshots)
      terminal.say(several ? text.restoreReceiptOf(jobId, name, id) : text.restoreReceipt(jobId));
  return exitCodeOf(subJobs);
}

function forecastOf({ terminal }: Session, snapshots: readonly PlannedSnapshot[]): string {
  const { snapshot: text } = terminal.messages;
  const words = text.restorePlan;
  const parts = [text.restoreHeading(snapshots.length)];
  if (snapshots.some(({ plan }) => textAt(plan, 'engine') === 'simulated')) parts.push(text.restoreSimulated);
  for (const { id, name, plan } of snapshots) {
    const made = formatTime(textAt(plan, 'create_time'));
    const device = textAt(plan, 'device');
    const describe = at(plan, 'is_system_disk') === true ? words.system : words.data;
    const facts: (readonly [string, string])[] = [
      [words.snapshot, words.madeAt(name, id, made)],
      [words.disk, describe(device, numberAt(plan, 'size') ?? 0, textAt(plan, 'volume_id'))],
      [words.desktop, printable(textAt(plan, 'computer_name'))],
      [words.lost, words.since(device, made)],
      [words.plan, textAt(plan, 'digest')],
    ];
    parts.push(formatFacts(facts, '    ', terminal.columns));
  }
  return parts.join('\n\n');
}
