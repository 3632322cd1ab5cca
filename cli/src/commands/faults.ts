import { printable } from '@deskplane/verify/text/printable.js';
import { at, listAt, textAt } from '../api/json.js';
import { Refusal } from '../api/sendRequest.js';
import { findDesktop } from '../desktops/findDesktops.js';
import { exitCodes, Failure } from '../failure.js';
import { type Session, sayJson } from '../session.js';
import { formatTable } from '../text/table.js';

const path = '/_deskplane/faults';

/** As they stand on the command line. */
export interface FaultFlags {
  readonly operation?: string;
  readonly engine?: string;
  readonly kind?: string;
  readonly desktop?: string;
  readonly item?: string;
  readonly status?: number;
  readonly code?: string;
  readonly reason?: string;
  readonly delay?: number;
  readonly times?: number;
  readonly rate?: number;
  readonly seed?: number;
}

/** `deskplane fault add`. */
export async function addFault(session: Session, effect: string, flags: FaultFlags): Promise<void> {
  const { terminal, api } = session;
  const { desktop, engine } = flags;
  const found = desktop === undefined ? undefined : await findDesktop(session, desktop);
  const { body } = await whereControlled(session, () =>
    api.postService(path, {
      effect,
      operation: flags.operation,
      engine_call: engine?.replaceAll('-', '_'),
      kind: flags.kind,
      desktop_id: found?.id,
      item_id: flags.item,
      status: flags.status,
      error_code: flags.code,
      reason: flags.reason,
      delay_ms: flags.delay,
      times: flags.times,
      rate: flags.rate,
      seed: flags.seed,
    }),
  );
  if (session.json) sayJson(session, body);
  else terminal.say(terminal.messages.testDouble.added(textAt(body, 'fault_id')));
}

/** `deskplane fault list`. */
export async function showFaults(session: Session): Promise<void> {
  const { terminal, api } = session;
  const { titles, none } = terminal.messages.testDouble;
  const { body } = await whereControlled(session, () => api.getService(path));
  if (session.json) {
    sayJson(session, body);
    return;
  }
  const faults = listAt(body, 'faults');
  if (faults.length === 0) {
    terminal.note(none);
    return;
  }
  const rows = faults.map((fault) => [
    textAt(fault, 'fault_id'),
    textAt(fault, 'effect').replaceAll('_', '-'),
    targetOf(fault),
    describe(fault),
    frequencyOf(session, fault),
    `${textAt(fault, 'struck')}/${textAt(fault, 'calls')}`,
  ]);
  const { id, effect, target, detail, how, struck } = titles;
  terminal.say(formatTable([id, effect, target, detail, how, struck], rows, terminal.columns));
}

/** `deskplane fault clear`: those that are named, or all. */
export async function clearFaults(session: Session, faults: readonly string[]): Promise<void> {
  const { terminal, api } = session;
  const { cleared, clearedAll, missing } = terminal.messages.testDouble;
  if (faults.length === 0) await whereControlled(session, () => api.deleteService(path));
  for (const id of faults)
    await whereControlled(session, () => api.deleteService(`${path}/${encodeURIComponent(id)}`)).catch(
      (error: unknown) => {
        if (error instanceof Refusal && error.status === 404)
          throw new Failure(exitCodes.notFound, missing(printable(id)));
        throw error;
      },
    );
  if (session.json) sayJson(session, { cleared: faults.length === 0 ? null : faults });
  else terminal.say(faults.length === 0 ? clearedAll : cleared(faults.length));
}

/** Says what a service lacks that has no control interface. */
export async function whereControlled<Answer>(
  session: Session,
  call: () => Promise<Answer>,
): Promise<Answer> {
  return call().catch((error: unknown) => {
    if (error instanceof Refusal && error.facts['error_code'] === 'APIGW.0101')
      throw new Failure(exitCodes.failed, session.terminal.messages.testDouble.noControl);
    throw error;
  });
}

function targetOf(fault: unknown): string {
  const call = textAt(fault, 'operation') || `engine ${textAt(fault, 'engine_call').replaceAll('_', '-')}`;
  return [call, textAt(fault, 'kind'), textAt(fault, 'desktop_id'), textAt(fault, 'item_id')]
    .filter((part) => part !== '')
    .join(' ');
}

function describe(fault: unknown): string {
  const delay = textAt(fault, 'delay_ms');
  return [
    textAt(fault, 'status'),
    textAt(fault, 'error_code'),
    textAt(fault, 'reason'),
    delay === '' ? '' : `${delay} ms`,
  ]
    .filter((part) => part !== '')
    .join(' ');
}

function frequencyOf({ terminal }: Session, fault: unknown): string {
  const { times, always, share } = terminal.messages.testDouble;
  if (at(fault, 'times') !== null) return times(textAt(fault, 'times'));
  if (at(fault, 'seed') === null) return always;
  return share(textAt(fault, 'rate'), textAt(fault, 'seed'));
}
