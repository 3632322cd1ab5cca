import { printable } from '@deskplane/verify/text/printable.js';
import { findEnterpriseProject } from '../desktops/enterpriseProjects.js';
import { findDesktopsByWords, findDesktopToChange } from '../desktops/findDesktops.js';
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
