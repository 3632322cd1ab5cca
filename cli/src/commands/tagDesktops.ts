import { printable } from '@deskplane/verify/text/printable.js';
import { findDesktopsByWords } from '../desktops/findDesktops.js';
import { exitCodes, Failure } from '../failure.js';
import { type Session, sayJson } from '../session.js';

export interface TagChanges {
  readonly add: readonly { readonly key: string; readonly value: string }[];
  /** Keys. */
  readonly remove: readonly string[];
}

/** `deskplane desktop tag`. */
export async function tagDesktops(
  session: Session,
  words: readonly string[],
  { add, remove }: TagChanges,
): Promise<void> {
  const { api, terminal } = session;
  const text = terminal.messages.attach;
  if (add.length + remove.length === 0) throw new Failure(exitCodes.usage, text.noTags);
  const desktops = await findDesktopsByWords(session, words);
  for (const { id, name } of desktops) {
    const path = `/desktops/${id}/tags/action`;
    if (remove.length > 0) await api.post(path, { action: 'delete', tags: remove.map((key) => ({ key })) });
    if (add.length > 0) await api.post(path, { action: 'create', tags: add });
    if (!session.json) terminal.say(text.tagged(printable(name)));
  }
  if (session.json) sayJson(session, { desktops: desktops.map(({ id }) => ({ desktop_id: id })) });
}
