import { numberAt, textAt } from '../api/json.js';
import { listEnterpriseProjects } from '../desktops/enterpriseProjects.js';
import { type Session, sayJson } from '../session.js';
import { formatTable } from '../text/table.js';

/** As the API numbers it. */
const enabled = 1;

/** `deskplane enterprise-project list`: what desktops can be moved to, the disabled ones too. */
export async function showEnterpriseProjects(session: Session): Promise<void> {
  const { terminal } = session;
  const projects = await listEnterpriseProjects(session);
  if (session.json) {
    sayJson(session, { enterprise_projects: projects, total_count: projects.length });
    return;
  }
  const { titles, states } = terminal.messages.enterpriseProject;
  const rows = projects.map((project) => [
    textAt(project, 'name'),
    textAt(project, 'id'),
    numberAt(project, 'status') === enabled ? states.enabled : states.disabled,
    textAt(project, 'description'),
  ]);
  terminal.say(formatTable([titles.name, titles.id, titles.state, titles.about], rows, terminal.columns));
}
