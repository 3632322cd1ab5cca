import { printable } from '@deskplane/verify/text/printable.js';
import { listAt, textAt } from '../api/json.js';
import { exitCodes, Failure } from '../failure.js';
import type { Session } from '../session.js';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const pageSize = 1000;

/**
 * The desktop whose deletion is meant: an ID as it is, a name as that of the newest deletion with it. A desktop that is gone
 * has no other desktop's name any more, so the deletions are what is searched.
 * @throws {Failure} `notFound`
 */
export async function findDeletion(session: Session, word: string): Promise<string> {
  if (uuid.test(word)) return word.toLowerCase();
  for (let offset = 0; ; offset += pageSize) {
    const { body } = await session.api.get('/deletions', { limit: pageSize, offset });
    const page = listAt(body, 'deletions');
    // A disk that went has the name of its desktop, which may still be there.
    const found = page.find(
      (each) =>
        textAt(each, 'volume_id') === '' &&
        textAt(each, 'snapshot_id') === '' &&
        textAt(each, 'computer_name').toLowerCase() === word.toLowerCase(),
    );
    if (found !== undefined) return textAt(found, 'desktop_id');
    if (page.length < pageSize)
      throw new Failure(exitCodes.notFound, session.terminal.messages.deletion.missing(printable(word)));
  }
}
