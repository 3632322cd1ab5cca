import { printable } from '@deskplane/verify/text/printable.js';
import { listAt, textAt } from '../api/json.js';
import type { Messages } from '../messages/en.js';
import { describeVolume } from './describeDesktop.js';

/** What an item of the deletion is called, as its plan calls it: its kind, by what a person knows it, and its ID. */
export function describeItem(
  item: unknown,
  deletion: unknown,
  { deletion: words, delete: planned }: Messages,
): string {
  const id = textAt(item, 'item_id');
  const kind = textAt(words.kinds, textAt(item, 'kind'));
  const known = listAt(deletion, 'items').find((each) => textAt(each, 'item_id') === id);
  const snapshot = textAt(known, 'snapshot_name');
  const device = textAt(known, 'device');
  if (snapshot !== '')
    return planned.withId(planned.snapshotOf(printable(snapshot), device || textAt(known, 'volume_id')), id);
  const name = knownAs(known, deletion, planned);
  return name === '' ? `${kind} ${id}` : planned.withId(`${kind} ${name}`, id);
}

/** A server by its desktop's name, a disk by its device and size, a port by its address; empty: it is no longer on record. */
function knownAs(item: unknown, deletion: unknown, planned: Messages['delete']): string {
  const device = textAt(item, 'device');
  switch (textAt(item, 'kind')) {
    case 'server':
      return printable(textAt(deletion, 'computer_name'));
    case 'volume':
      return textAt(item, 'size') === '' ? device : planned.at(device, describeVolume(item));
    case 'port':
      return textAt(item, 'ip_address');
    default:
      return '';
  }
}

/** Which items a deletion fails on, and why; it goes on all the same. @param deletion as the API gives it */
export function describeFailing(items: readonly unknown[], deletion: unknown, messages: Messages): string {
  const { deletion: words, marks } = messages;
  return words.failing(
    items
      .map((item) =>
        words.waitsFor(describeItem(item, deletion, messages), printable(textAt(item, 'last_error'))),
      )
      .join(marks.semicolon),
  );
}
