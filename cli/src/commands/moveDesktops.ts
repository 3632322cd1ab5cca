import { printable } from '@deskplane/verify/text/printable.js';
import { listAt, textAt } from '../api/json.js';
import { findDesktopsByWords, findDesktopToChange } from '../desktops/findDesktops.js';
import { exitCodes, Failure } from '../failure.js';
import { type Session, sayJson } from '../session.js';

/** `deskplane desktop move`: one after the other; the first that cannot be moved ends it. */
export async function moveDesktops(session: Session, words: readonly string[], word: string): Promise<void> {
  const { api, terminal } = session;
  const text = terminal.messages.change;
  const desktops = await findDesktopsByWords(session, words, findDesktopToChange);
  const project = await findEnterpriseProject(session, word);
  for (const { id, name } of desktops) {
    await api.postService(`/v1.0/enterprise-projects/${encodeURIComponent(project.id)}/resources-migrate`, {
      resource_type: 'workspace-desktop',
      resource_id: id,
      project_id: session.credentials.project_id,
    });
    if (!session.json) terminal.say(text.moved(printable(name), printable(project.name)));
  }
  if (session.json)
    sayJson(session, { desktop_ids: desktops.map(({ id }) => id), enterprise_project_id: project.id });
}

const pageSize = 1_000;

/** By its ID, or by its name regardless of case. @throws {Failure} `notFound` */
async function findEnterpriseProject(
  { api, terminal }: Session,
  word: string,
): Promise<{ readonly id: string; readonly name: string }> {
  const { body } = await api.getService('/v1.0/enterprise-projects', { limit: pageSize });
  const projects = listAt(body, 'enterprise_projects');
  const found =
    projects.find((each) => textAt(each, 'id') === word) ??
    projects.find((each) => textAt(each, 'name').toLowerCase() === word.toLowerCase());
  if (found === undefined)
    throw new Failure(exitCodes.notFound, terminal.messages.change.noEnterpriseProject(printable(word)));
  return { id: textAt(found, 'id'), name: textAt(found, 'name') };
}
