import { formatFacts } from '@deskplane/verify/text/formatFacts.js';
import { printable } from '@deskplane/verify/text/printable.js';
import { at, numberAt, textAt } from '../api/json.js';
import { Refusal } from '../api/sendRequest.js';
import { type ExitCode, exitCodes } from '../failure.js';
import type { Messages } from '../messages/en.js';
import { type Session, sayJson } from '../session.js';
import { formatSpan } from '../text/formatDuration.js';
import { type Reach, readReach } from '../users/readReach.js';
import { readClockAhead } from './clock.js';

/** `deskplane status`: whether the service runs, whether it is ready, and what it is doing. */
export async function showStatus(session: Session): Promise<ExitCode> {
  const { api, terminal, credentials } = session;
  const { body: readiness } = await api.look('/readyz');
  const ready = at(readiness, 'ready') === true;
  const counts = await countDesktops(session);
  const reach = counts === undefined ? undefined : await readReach(session);
  const isSimulated = textAt(readiness, 'engine', 'name') === 'simulated';
  const ahead = isSimulated && counts !== undefined ? await readClockAhead(session) : undefined;
  if (session.json) {
    sayJson(session, {
      running: true,
      endpoint: api.endpoint,
      ready,
      readiness,
      desktops: counts?.desktops ?? null,
      deletions_running: counts?.deletions ?? null,
      enterprise_id: reach?.enterpriseId ?? null,
      desk_url: reach?.deskUrl || null,
      keeps_mails: reach?.keepsMails ?? null,
      clock_ahead_seconds: ahead ?? null,
    });
  } else {
    const { status } = terminal.messages;
    terminal.say(status.running(api.endpoint));
    terminal.say(
      formatFacts(
        [
          [status.ready, ready ? status.readyYes : status.no(textAt(readiness, 'database', 'reason') || '-')],
          [status.engine, describeEngine(at(readiness, 'engine'), terminal.messages)],
          ...warningsOf(readiness).map((warning) => [status.warning, printable(warning)] as const),
          // Worth a line only when something is wrong with it.
          ...(at(readiness, 'log', 'ready') === false
            ? [[status.log, status.no(textAt(readiness, 'log', 'reason'))] as const]
            : []),
          ...(ahead === undefined || ahead === 0
            ? []
            : [[status.clock, status.clockMoved(formatSpan(ahead, terminal.language))] as const]),
          [status.desktops, counts === undefined ? '-' : String(counts.desktops)],
          [status.deletions, counts === undefined ? '-' : String(counts.deletions)],
          [status.region, credentials.region],
          [status.project, credentials.project_id],
          ...describeReach(reach, status),
        ],
        '  ',
        terminal.columns,
      ),
    );
    if (counts === undefined) terminal.note(status.rejected);
  }
  if (counts === undefined) return exitCodes.unreachable;
  return ready ? exitCodes.done : exitCodes.failed;
}

/** Where people sign in, and what is missing for mails to tell them. */
function describeReach(reach: Reach | undefined, status: Messages['status']): (readonly [string, string])[] {
  if (reach === undefined) return [];
  return [
    [status.enterprise, reach.enterpriseId],
    [status.desk, reach.deskUrl || status.noDesk],
    ...(reach.keepsMails ? [[status.warning, status.keepsMails] as const] : []),
  ];
}

/** Undefined when the credentials are not valid. */
async function countDesktops({ api }: Session): Promise<{ desktops: number; deletions: number } | undefined> {
  try {
    const desktops = await api.get('/desktops', { limit: 1 });
    const deletions = await api.get('/workspace-sub-jobs', {
      job_type: 'deleteDesktops',
      status: ['WAITING', 'RUNNING'],
      limit: 1,
    });
    return {
      desktops: numberAt(desktops.body, 'total_count') ?? 0,
      deletions: numberAt(deletions.body, 'total_count') ?? 0,
    };
  } catch (error) {
    if (error instanceof Refusal && error.status === 401) return undefined;
    throw error;
  }
}

/** What the engine cannot do on its machine, in words. */
function warningsOf(readiness: unknown): string[] {
  const warnings = at(readiness, 'engine', 'warnings');
  return Array.isArray(warnings) ? warnings.map(String) : [];
}

function describeEngine(engine: unknown, { marks, status: { working, no } }: Messages): string {
  const state = at(engine, 'ready') === true ? working : no(textAt(engine, 'reason') || '-');
  const name = textAt(engine, 'name');
  return name === '' ? state : `${name}${marks.comma}${state}`;
}
