import type { Ambient } from '../../../ambient.js';
import { noteMade } from '../../../auditEvents/openAuditEvent.js';
import type { Database } from '../../../database/connect.js';
import { ApiError } from '../../../errors/errors.js';
import { requireFound } from '../../../errors/requireFound.js';
import type { DomainId } from '../../../ids.js';
import { lockAccount } from '../../grants/lockAccount.js';
import { parseDescription, parseName } from '../names.js';
import { accountQuotas } from '../quotas.js';
import { refuseTaken } from '../taken.js';

export interface EnterpriseProjectParts {
  readonly database: Database;
  readonly ambient: Ambient;
}

export interface EnterpriseProject {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  /** `prod`, or `poc` for a test project. */
  readonly type: string;
  readonly enabled: boolean;
  readonly created_at: Date;
  readonly updated_at: Date;
}

/** The one that everything belongs to that names no other. Every account has it, and it cannot be changed. */
export const defaultEnterpriseProjectId = '0';
const defaultName = 'default';

const columns = ['id', 'name', 'description', 'type', 'enabled', 'created_at', 'updated_at'] as const;

/** The enterprise projects of an account: the default one first, then by name. */
export async function listEnterpriseProjects(
  database: Database,
  domainId: DomainId,
): Promise<EnterpriseProject[]> {
  const own = await database
    .selectFrom('enterprise_projects')
    .select(columns)
    .where('domain_id', '=', domainId)
    .orderBy('name')
    .orderBy('id')
    .execute();
  return [await readDefault(database, domainId), ...own];
}

/** One of the account's; undefined for a missing and for a foreign one. */
export async function findEnterpriseProject(
  database: Database,
  domainId: DomainId,
  id: string,
): Promise<EnterpriseProject | undefined> {
  if (id === defaultEnterpriseProjectId) return readDefault(database, domainId);
  if (!/^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/.test(id)) return undefined;
  return database
    .selectFrom('enterprise_projects')
    .select(columns)
    .where('domain_id', '=', domainId)
    .where('id', '=', id)
    .executeTakeFirst();
}

/** The id that is meant by what callers give: empty or omitted, the default one. */
export function enterpriseProjectOf(given: string | undefined): string {
  return (given ?? '') || defaultEnterpriseProjectId;
}

/**
 * The one rule for every call that puts something into an enterprise project or gives somebody a role for it.
 * @param id as callers give it
 * @throws {ApiError} DPL.0404, the same for a foreign and a missing one (S16); DPL.0409 for one that is disabled
 */
export async function requireOpenEnterpriseProject(
  database: Database,
  domainId: DomainId,
  id: string | undefined,
): Promise<void> {
  const wanted = enterpriseProjectOf(id);
  // There in every account, and never disabled.
  if (wanted === defaultEnterpriseProjectId) return;
  const found = requireFound(await findEnterpriseProject(database, domainId, wanted), 'enterprise project');
  if (!found.enabled) {
    throw new ApiError('DPL.0409', [
      {
        en: `enterprise project ${found.id} is disabled; enable it first`,
        zh: `企业项目${found.id}已停用，请先启用`,
      },
    ]);
  }
}

async function readDefault(database: Database, domainId: DomainId): Promise<EnterpriseProject> {
  const { created_at } = await database
    .selectFrom('domains')
    .select('created_at')
    .where('id', '=', domainId)
    .executeTakeFirstOrThrow();
  return {
    id: defaultEnterpriseProjectId,
    name: defaultName,
    description: '',
    type: 'prod',
    enabled: true,
    created_at,
    updated_at: created_at,
  };
}

export interface EnterpriseProjectFields {
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  readonly type?: 'prod' | 'poc' | undefined;
}

/** @throws {ApiError} 1101, 1117; DPL.0409 when the name is taken, DPL.4091 when the account is full */
export async function createEnterpriseProject(
  { database, ambient }: EnterpriseProjectParts,
  domainId: DomainId,
  fields: EnterpriseProjectFields & { readonly name: string },
): Promise<EnterpriseProject> {
  const { name, likeness } = parseName(fields.name);
  if (likeness === defaultName) throw taken(name);
  const description = parseDescription(fields.description ?? '');
  return database.transaction().execute(async (transaction) => {
    // Taken before counting, so that of two calls the second counts the first one's.
    await lockAccount(transaction, domainId);
    const { count } = await transaction
      .selectFrom('enterprise_projects')
      .select(({ fn }) => fn.countAll<string>().as('count'))
      .where('domain_id', '=', domainId)
      .executeTakeFirstOrThrow();
    const max = accountQuotas.enterpriseProjects;
    if (Number(count) >= max) {
      throw new ApiError('DPL.4091', [{ en: `${max} enterprise projects`, zh: `${max}个企业项目` }]);
    }
    const now = ambient.now();
    const type = fields.type ?? 'prod';
    const made = await transaction
      .insertInto('enterprise_projects')
      .values({
        id: noteMade(ambient.uuid()),
        domain_id: domainId,
        name,
        likeness,
        description,
        type,
        created_at: now,
        updated_at: now,
      })
      .onConflict((conflict) => conflict.doNothing())
      .returning(columns)
      .executeTakeFirst();
    if (made === undefined) throw taken(name);
    return made;
  });
}

/** @throws {ApiError} DPL.0404, DPL.0409 when the name is taken or it is the default one, 1101, 1117 */
export async function updateEnterpriseProject(
  { database, ambient }: EnterpriseProjectParts,
  domainId: DomainId,
  id: string,
  changes: EnterpriseProjectFields & { readonly enabled?: boolean },
): Promise<EnterpriseProject> {
  requireFound(await findEnterpriseProject(database, domainId, id), 'enterprise project');
  if (id === defaultEnterpriseProjectId) {
    throw new ApiError('DPL.0409', [
      { en: 'the default enterprise project cannot be changed', zh: '默认企业项目不能修改' },
    ]);
  }
  const name = changes.name === undefined ? undefined : parseName(changes.name);
  if (name?.likeness === defaultName) throw taken(name.name);
  const description = changes.description === undefined ? undefined : parseDescription(changes.description);
  const changed = requireFound(
    await refuseTaken(taken(name?.name ?? ''), () =>
      database
        .updateTable('enterprise_projects')
        .set({
          ...name,
          ...(description === undefined ? {} : { description }),
          ...(changes.type === undefined ? {} : { type: changes.type }),
          ...(changes.enabled === undefined ? {} : { enabled: changes.enabled }),
          updated_at: ambient.now(),
        })
        .where('id', '=', id)
        .where('domain_id', '=', domainId)
        .returning(columns)
        .executeTakeFirst(),
    ),
    'enterprise project',
  );
  return changed;
}

const taken = (name: string): ApiError =>
  new ApiError('DPL.0409', [
    {
      en: `the enterprise project name ${name} is in use, or looks the same as one in use`,
      zh: `已存在名为${name}或外观相同的企业项目`,
    },
  ]);
