import type pg from 'pg';
import type { Principal } from '../../access/principal.js';
import type { ProjectId } from '../../ids.js';
import { createBoundedMemory } from '../../memory/boundedMemory.js';

/** Knows which projects are an account's own and enabled. */
export interface ProjectGate {
  /** @returns undefined for a missing, foreign or disabled one */
  findOwn(principal: Principal, projectId: string): Promise<ProjectId | undefined>;
  /** @returns undefined as {@link findOwn} */
  nameOf(principal: Principal, projectId: ProjectId): Promise<string | undefined>;
}

interface Known {
  readonly revision: string;
  readonly id: ProjectId;
  readonly name: string;
}

const maxProjects = 10_000;

/** Remembers the answer for as long as the account's revision is the one that the principal was let in under. */
export function createProjectGate(pool: pg.Pool): ProjectGate {
  const known = createBoundedMemory<string, Known>({ maxEntries: maxProjects });
  const find = async (
    { domainId, iamRevision }: Principal,
    projectId: string,
  ): Promise<Known | undefined> => {
    if (!/^[\w-]{1,64}$/.test(projectId)) return undefined;
    const key = `${domainId}/${projectId}`;
    const found = known.get(key);
    if (found?.revision === iamRevision) return found;
    const { rows } = await pool.query<Pick<Known, 'id' | 'name'>>({
      name: 'iam-own-project',
      text: 'select id, name from projects where id = $1 and domain_id = $2 and enabled',
      values: [projectId, domainId],
    });
    const [row] = rows;
    if (row === undefined) {
      known.delete(key);
      return undefined;
    }
    const project = { revision: iamRevision, ...row };
    known.set(key, project);
    return project;
  };
  return {
    findOwn: async (principal, projectId) => (await find(principal, projectId))?.id,
    nameOf: async (principal, projectId) => (await find(principal, projectId))?.name,
  };
}
