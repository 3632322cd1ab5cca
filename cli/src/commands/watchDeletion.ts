import { setTimeout as pause } from 'node:timers/promises';
import { formatFacts } from '@deskplane/verify/text/formatFacts.js';
import { formatTime } from '@deskplane/verify/text/formatTime.js';
import { printable } from '@deskplane/verify/text/printable.js';
import { followEvents, type ServerEvent } from '../api/followEvents.js';
import { listAt, numberAt, textAt } from '../api/json.js';
import { passesWithin } from '../api/patiently.js';
import { Refusal } from '../api/sendRequest.js';
import { describeFailing, describeItem } from '../desktops/describeDeletion.js';
import { findDeletion } from '../desktops/findDeletion.js';
import { whileWaiting } from '../desktops/whileWaiting.js';
import { exitCodes, Failure } from '../failure.js';
import type { Messages } from '../messages/en.js';
import type { Session } from '../session.js';

/** `deskplane deletion watch`: a line per event; for programs one JSON object a line. */
export async function watchDeletion(session: Session, word: string): Promise<void> {
  const { terminal } = session;
  const desktopId = await findDeletion(session, word);
  const { lookAtDeletion } = terminal.messages.wait;
  await whileWaiting(terminal, lookAtDeletion(desktopId), () => sayEvents(session, desktopId)).catch(
    (error: unknown) => {
      if (!(error instanceof Refusal) || error.status !== 404) throw error;
      throw new Failure(exitCodes.notFound, terminal.messages.deletion.missing(printable(word)), error.facts);
    },
  );
}

async function sayEvents(session: Session, desktopId: string): Promise<void> {
  const { terminal } = session;
  let told = false;
  let deletion: unknown;
  for await (const event of followEvents(session, `/deletions/${desktopId}/events`)) {
    told = true;
    if (session.json) terminal.print(JSON.stringify({ event: event.name, ...Object(event.data) }));
    else {
      deletion ??= await readDeletion(session, desktopId);
      const text = describe(event, terminal.messages, deletion);
      if (text !== '')
        terminal.say(formatFacts([[formatTime(textAt(event.data, 'at')), text]], '', terminal.columns));
    }
    if (event.name === 'done') return;
  }
  if (!told) terminal.note(terminal.messages.deletion.longAgo);
}

/** What is told stands still meanwhile, so the service is waited for as the events are. */
async function readDeletion(session: Session, desktopId: string): Promise<unknown> {
  const { api, terminal } = session;
  for (;;) {
    try {
      return (await api.get(`/deletions/${desktopId}`)).body;
    } catch (error) {
      const passes = passesWithin(error);
      if (passes === undefined) throw error;
      terminal.progress(terminal.messages.wait.away);
      await pause(Math.max(1000, passes));
    }
  }
}

type Subject = 'desktop' | 'disk' | 'snapshot';

/** What goes: a desktop, or a disk or snapshot of one. */
function whatGoes(deletion: unknown): Subject {
  if (textAt(deletion, 'volume_id') !== '') return 'disk';
  return textAt(deletion, 'snapshot_id') === '' ? 'desktop' : 'snapshot';
}

/** What is said of an event, and of an end that is not a real one. */
function describe(event: ServerEvent, messages: Messages, deletion: unknown): string {
  const text = describeEvent(event, messages, deletion);
  const { ahead, done } = messages.deletion.simulated;
  if (textAt(event.data, 'engine') !== 'simulated') return text;
  return [event.name === 'done' ? done : ahead, text].join(messages.marks.next);
}

function describeEvent({ name, data }: ServerEvent, messages: Messages, deletion: unknown): string {
  const { deletion: words } = messages;
  const item = describeItem(data, deletion, messages);
  switch (name) {
    case 'accepted':
      return words.accepted(numberAt(data, 'items_total') ?? 0);
    case 'item-asked':
      return words.requested(item);
    case 'item-ended': {
      const ended = textAt(data, 'ended');
      if (ended === 'detached' || ended === 'released') return words.ended[ended](item);
      return textAt(data, 'absence_grade') === 'crypto-erased'
        ? words.ended.erased(item, textAt(data, 'key_id'))
        : words.ended.absent(item);
    }
    case 'failing':
      return describeFailing(listAt(data, 'items'), deletion, messages);
    case 'done':
      return words.done(numberAt(data, 'released') ?? 0, whatGoes(deletion));
    default:
      return '';
  }
}
