import { printable } from '@deskplane/verify/text/printable.js';
import { listAt, numberAt, textAt } from '../api/json.js';
import { Refusal } from '../api/sendRequest.js';
import { exitCodes, Failure } from '../failure.js';
import type { Session } from '../session.js';

export interface EnterpriseProject {
  readonly id: string;
  readonly name: string;
}

const pageSize = 1_000;

/** By its ID, or by its name regardless of case. @throws {Failure} `notFound` */
export async function findEnterpriseProject(session: Session, word: string): Promise<EnterpriseProject> {
  const projects = await readEnterpriseProjects(session);
  const found =
    projects.find(({ id }) => id === word) ??
    projects.find(({ name }) => name.toLowerCase() === word.toLowerCase());
  if (found === undefined)
    throw new Failure(
      exitCodes.notFound,
      session.terminal.messages.change.noEnterpriseProject(printable(word)),
    );
  return found;
}

/** `lab (ID)`; only the ID for whoever may not see enterprise projects. */
export async function describeEnterpriseProject(session: Session, id: string): Promise<string> {
  const projects = await readEnterpriseProjects(session).catch((error: unknown): EnterpriseProject[] => {
    if (error instanceof Refusal && error.status === 403) return [];
    throw error;
  });
  const found = projects.find((each) => each.id === id);
  return found === undefined
    ? printable(id)
    : session.terminal.messages.marks.aside(printable(found.name), printable(id));
}

async function readEnterpriseProjects(session: Session): Promise<EnterpriseProject[]> {
  const listed = await listEnterpriseProjects(session);
  return listed.map((each) => ({ id: textAt(each, 'id'), name: textAt(each, 'name') }));
}

/** All of them, as the API answers them. @throws {Refusal} for whoever may not see them */
export async function listEnterpriseProjects({ api }: Session): Promise<readonly unknown[]> {
  const listed: unknown[] = [];
  for (;;) {
    const query = { limit: pageSize, offset: listed.length };
    const { body } = await api.getService('/v1.0/enterprise-projects', query);
    const page = listAt(body, 'enterprise_projects');
    listed.push(...page);
    if (page.length === 0 || listed.length >= (numberAt(body, 'total_count') ?? 0)) return listed;
  }
}
