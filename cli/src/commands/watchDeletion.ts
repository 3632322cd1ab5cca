import { followEvents, type ServerEvent } from '../api/followEvents.js';
import { listAt, numberAt, textAt } from '../api/json.js';
import { findDeletion } from '../desktops/findDeletion.js';
import type { Messages } from '../messages/en.js';
import type { Session } from '../session.js';
import { formatTime } from '../text/formatTime.js';
import { printable } from '../text/printable.js';

/** `deskplane deletion watch`: a line per event; for programs one JSON object a line. */
export async function watchDeletion(session: Session, word: string): Promise<void> {
  const { terminal } = session;
  const desktopId = await findDeletion(session, word);
  let told = false;
  for await (const event of followEvents(session, `/deletions/${desktopId}/events`)) {
    told = true;
    if (session.json) terminal.say(JSON.stringify({ event: event.name, ...Object(event.data) }));
    else {
      const text = describe(event, terminal.messages);
      if (text !== '') terminal.say(`${formatTime(textAt(event.data, 'at'))}  ${printable(text)}`);
    }
    if (event.name === 'done') return;
  }
  if (!told) terminal.note(terminal.messages.deletion.longAgo);
}

function describe({ name, data }: ServerEvent, { deletion: words }: Messages): string {
  const id = textAt(data, 'item_id');
  const kind = textAt(words.kinds, textAt(data, 'kind'));
  switch (name) {
    case 'accepted':
      return words.accepted(numberAt(data, 'items_total') ?? 0);
    case 'item-asked':
      return words.asked(kind, id);
    case 'item-ended': {
      const ended = textAt(data, 'ended');
      return ended === 'detached' || ended === 'released'
        ? words.ended[ended](kind, id)
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
      return words.done(numberAt(data, 'released') ?? 0);
    default:
      return '';
  }
}
