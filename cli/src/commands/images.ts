import { printable } from '@deskplane/verify/text/printable.js';
import { listAt, numberAt, textAt } from '../api/json.js';
import { Refusal } from '../api/sendRequest.js';
import { type ExitCode, exitCodes, Failure } from '../failure.js';
import { type Session, sayJson } from '../session.js';
import { formatBytes } from '../text/formatBytes.js';
import { formatTable } from '../text/table.js';
import { confirm } from './confirm.js';

const pageSize = 100;

/** `deskplane image list`. */
export async function listImages(session: Session): Promise<void> {
  const images = await readImages(session);
  if (session.json) {
    sayJson(session, { images });
    return;
  }
  const { terminal } = session;
  const { name, system, memory, disk, size, id } = terminal.messages.image.titles;
  const rows = images.map((image) => {
    const bytes = numberAt(image, 'size_bytes');
    return [
      textAt(image, 'name'),
      textAt(image, 'os_version'),
      `${textAt(image, 'min_ram')} MB`,
      `${textAt(image, 'min_disk')} GB`,
      bytes === undefined ? '' : formatBytes(bytes),
      textAt(image, 'id'),
    ];
  });
  terminal.say(formatTable([name, system, memory, disk, size, id], rows, terminal.columns));
}

/** `deskplane image delete`: asks, and deletes one after the other; ends with 1 when one of them was not deleted. */
export async function deleteImages(
  session: Session,
  named: readonly string[],
  yes: boolean,
): Promise<ExitCode> {
  const { api, terminal } = session;
  const words = terminal.messages.image;
  const images = await readImages(session);
  const chosen = named.map((one) => {
    const image = images.find((each) => textAt(each, 'id') === one || textAt(each, 'name') === one);
    if (image === undefined) throw new Failure(exitCodes.notFound, words.none(printable(one)));
    return { id: textAt(image, 'id'), name: textAt(image, 'name') };
  });
  const names = chosen.map(({ name }) => printable(name)).join(terminal.messages.marks.list);
  await confirm(terminal, { ...terminal.messages.delete, warning: words.willDelete(names) }, yes);
  const deleted: string[] = [];
  for (const { id, name } of chosen) {
    try {
      await api.delete(`/images/${id}`);
      deleted.push(id);
      if (!session.json) terminal.say(words.deleted(name));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      terminal.note(words.notDeleted(name, error.message));
    }
  }
  if (session.json) sayJson(session, { deleted });
  return deleted.length === chosen.length ? exitCodes.done : exitCodes.failed;
}

async function readImages({ api }: Session): Promise<unknown[]> {
  const images: unknown[] = [];
  for (;;) {
    const { body } = await api.get('/images', { limit: pageSize, offset: images.length, sort_field: 'name' });
    const page = listAt(body, 'images');
    images.push(...page);
    if (page.length < pageSize) return images;
  }
}
