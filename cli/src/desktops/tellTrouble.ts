import { printable } from '@deskplane/verify/text/printable.js';
import { listAt, textAt } from '../api/json.js';
import { Refusal } from '../api/sendRequest.js';
import type { Session } from '../session.js';
import { describeFailing } from './describeDeletion.js';
import type { Trouble } from './followJob.js';

/** More than one command deletes. */
const most = 1000;

/**
 * For whoever waits for deletions: says of each that it fails, once each time that it begins to, as `deletion watch` does. Who may not
 * see deletions is told nothing.
 * @param things desktops, disks or snapshots that go
 */
export function tellTrouble(session: Session, things: readonly { readonly id: string }[]): Trouble {
  const { api, terminal } = session;
  const ids = things.map(({ id }) => id);
  const told = new Set<string>();
  let lines: readonly string[] = [];
  const read = async (path: string, query = {}): Promise<unknown> =>
    (await api.get(path, query).catch(passOverForbidden))?.body;
  const describe = async (failing: unknown): Promise<string> => {
    const id = idOf(failing);
    const troubled = listAt(failing, 'waiting_for').filter((item) => textAt(item, 'last_error') !== '');
    const line = describeFailing(troubled, await read(`/deletions/${id}`), terminal.messages);
    const name = printable(textAt(failing, 'computer_name'));
    return ids.length === 1 ? line : terminal.messages.deletion.waitsFor(name, line);
  };
  return {
    look: async () => {
      const list = await read('/deletions', { state: ['failed'], limit: most });
      const failing = listAt(list, 'deletions').filter((deletion) => ids.includes(idOf(deletion)));
      const now: string[] = [];
      for (const deletion of failing) {
        const line = await describe(deletion);
        now.push(line);
        const since = `${idOf(deletion)} ${textAt(deletion, 'failed_since')}`;
        if (!told.has(since)) terminal.note(line);
        told.add(since);
      }
      lines = now;
    },
    now: () => lines.join(terminal.messages.marks.semicolon),
  };
}

/** What goes, as it was asked for. */
function idOf(deletion: unknown): string {
  return textAt(deletion, 'snapshot_id') || textAt(deletion, 'volume_id') || textAt(deletion, 'desktop_id');
}

function passOverForbidden(error: unknown): undefined {
  if (error instanceof Refusal && (error.status === 403 || error.status === 404)) return undefined;
  throw error;
}
