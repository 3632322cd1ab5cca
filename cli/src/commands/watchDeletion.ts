import { formatFacts } from '@deskplane/verify/text/formatFacts.js';
import { formatTime } from '@deskplane/verify/text/formatTime.js';
import { followEvents, type ServerEvent } from '../api/followEvents.js';
import { listAt, numberAt, textAt } from '../api/json.js';
import { findDeletion } from '../desktops/findDeletion.js';
import { whileWaiting } from '../desktops/whileWaiting.js';
import type { Messages } from '../messages/en.js';
import type { Session } from '../session.js';

/** `deskplane deletion watch`: a line per event; for programs one JSON object a line. */
export async function watchDeletion(session: Session, word: string): Promise<void> {
  const { terminal } = session;
  const desktopId = await findDeletion(session, word);
  const { lookAtDeletion } = terminal.messages.wait;
  await whileWaiting(terminal, lookAtDeletion(desktopId), () => sayEvents(session, desktopId));
}

async function sayEvents(session: Session, desktopId: string): Promise<void> {
  const { terminal } = session;
  let told = false;
  for await (const event of followEvents(session, `/deletions/${desktopId}/events`)) {
    told = true;
    if (session.json) terminal.print(JSON.stringify({ event: event.name, ...Object(event.data) }));
    else {
      const what = event.name === 'done' ? await whatWent(session, desktopId) : 'desktop';
      const text = describe(event, terminal.messages, what);
      if (text !== '')
        terminal.say(formatFacts([[formatTime(textAt(event.data, 'at')), text]], '', terminal.columns));
    }
    if (event.name === 'done') return;
  }
  if (!told) terminal.note(terminal.messages.deletion.longAgo);
}

type Subject = 'desktop' | 'disk' | 'snapshot';

/** @param id of a desktop or, of a deletion of a disk or snapshot alone, of that */
async function whatWent({ api }: Session, id: string): Promise<Subject> {
  const { body } = await api.get(`/deletions/${id}`);
  if (textAt(body, 'volume_id') !== '') return 'disk';
  return textAt(body, 'snapshot_id') === '' ? 'desktop' : 'snapshot';
}

/** What is said of an event, and of an end that is not a real one. */
function describe(event: ServerEvent, messages: Messages, what: Subject): string {
  const text = describeEvent(event, messages, what);
  const { ahead, done } = messages.deletion.simulated;
  if (textAt(event.data, 'engine') !== 'simulated') return text;
  return `${event.name === 'done' ? done : ahead} ${text}`;
}

function describeEvent({ name, data }: ServerEvent, { deletion: words }: Messages, what: Subject): string {
  const id = textAt(data, 'item_id');
  const kind = textAt(words.kinds, textAt(data, 'kind'));
  switch (name) {
    case 'accepted':
      return words.accepted(numberAt(data, 'items_total') ?? 0);
    case 'item-asked':
      return words.requested(kind, id);
    case 'item-ended': {
      const ended = textAt(data, 'ended');
      if (ended === 'detached' || ended === 'released') return words.ended[ended](kind, id);
      return textAt(data, 'absence_grade') === 'crypto-erased'
        ? words.ended.erased(kind, id, textAt(data, 'key_id'))
        : words.ended.absent(kind, id);
    }
    case 'failing':
      return words.failing(
        listAt(data, 'items')
          .map((item) =>
            words.waitsFor(textAt(words.kinds, textAt(item, 'kind')), textAt(item, 'last_error')),
          )
          .join('; '),
      );
    case 'done':
      return words.done(numberAt(data, 'released') ?? 0, what);
    default:
      return '';
  }
}
