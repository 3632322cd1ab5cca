import { formatTime } from '@deskplane/verify/text/formatTime.js';
import { at, textAt } from '../api/json.js';
import {
  addressesOf,
  describeDisks,
  describeSize,
  describeStatus,
  userNamesOf,
} from '../desktops/describeDesktop.js';
import { listAllDesktops } from '../desktops/findDesktops.js';
import { type Session, sayJson } from '../session.js';
import { formatTable } from '../text/table.js';

/** `deskplane desktop list`. */
export async function showDesktopList(session: Session): Promise<void> {
  const { api, terminal } = session;
  const { messages } = terminal;
  const desktops = await listAllDesktops(api);
  if (session.json) {
    sayJson(session, { total_count: desktops.length, desktops: desktops.map(({ detail }) => detail) });
    return;
  }
  if (desktops.length === 0) {
    terminal.note(messages.list.none);
    return;
  }
  const { titles } = messages.list;
  const rows = desktops.map(({ id, name, detail }) => [
    name,
    describeStatus(detail, messages),
    userNamesOf(detail).join(', ') || '-',
    addressesOf(detail)[0] ?? '-',
    describeSize(detail, messages),
    describeDisks(detail),
    at(detail, 'deletion_protection') === true ? messages.yes : '-',
    formatTime(textAt(detail, 'created')),
    id,
  ]);
  const { name, status, user, address, size, disks, protection, created, id } = titles;
  const shown = [name, status, user, address, size, disks, protection, created, id];
  terminal.say(formatTable(shown, rows, terminal.columns));
}
