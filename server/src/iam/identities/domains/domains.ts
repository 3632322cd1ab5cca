import type { Principal } from '../../../access/principal.js';
import type { Ambient } from '../../../ambient.js';
import type { Database } from '../../../database/connect.js';
import { ApiError } from '../../../errors/errors.js';
import type { DomainId, IamUserId, ProjectId } from '../../../ids.js';
import { asId } from '../../../ids.js';
import type { Passwords } from '../../../secrets/passwords.js';
import { randomPassword } from '../../../secrets/randomText.js';
import { parseDescription, parseName } from '../names.js';
import { checkNewPassword } from '../passwordRules.js';
import { refuseTaken } from '../taken.js';
import { insertAccount } from './insertAccount.js';

export interface DomainParts {
  readonly database: Database;
  readonly ambient: Ambient;
  readonly passwords: Passwords;
  readonly region: string;
  /** Opens Workspace in the first project of a new account. */
  readonly openWorkspace: (projectId: ProjectId) => Promise<unknown>;
}

/** An account. */
export interface Domain {
  readonly id: DomainId;
  readonly name: string;
  readonly description: string;
  readonly enabled: boolean;
  readonly is_operator: boolean;
}

const domainColumns = ['id', 'name', 'description', 'enabled', 'is_operator'] as const;

/** The account that runs the service sees all accounts, every other one itself. */
export async function listDomains(
  database: Database,
  caller: Principal,
  filter: { readonly name?: string | undefined; readonly enabled?: boolean | undefined },
): Promise<Domain[]> {
  let query = database.selectFrom('domains').select(domainColumns).orderBy('name');
  if (!isOperator(caller)) query = query.where('id', '=', caller.domainId);
  if (filter.name !== undefined) query = query.where('name', '=', filter.name);
  if (filter.enabled !== undefined) query = query.where('enabled', '=', filter.enabled);
  return query.execute();
}

/** @throws {ApiError} DPL.0404, the same for another's account and for one that is not there (S16) */
export async function findDomain(database: Database, caller: Principal, id: string): Promise<Domain> {
  const visible = isOperator(caller) || id === caller.domainId;
  const found = visible
    ? await database
        .selectFrom('domains')
        .select(domainColumns)
        .where('id', '=', asId<DomainId>(id))
        .executeTakeFirst()
    : undefined;
  if (found === undefined) throw new ApiError('DPL.0404', ['domain']);
  return found;
}

export interface NewDomain {
  readonly name: string;
  readonly description?: string | undefined;
  readonly enabled?: boolean | undefined;
  /** Omitted: `admin`. */
  readonly rootName?: string | undefined;
  /** Omitted: a random one. */
  readonly rootPassword?: string | undefined;
}

export interface CreatedDomain {
  readonly domain: Domain;
  readonly root: { readonly id: IamUserId; readonly name: string };
  readonly project: { readonly id: ProjectId; readonly name: string };
  /** The random one, which nobody can be told again; undefined when the caller chose one. */
  readonly password: string | undefined;
}

/**
 * Adds an account with its root user and a first project, in which Workspace is open.
 * @throws {ApiError} DPL.0403 unless the operator asks; 1101, 1103, 1117, 1118 for what is wrong; DPL.0409 when the name is taken
 */
export async function createDomain(
  parts: DomainParts,
  caller: Principal,
  account: NewDomain,
): Promise<CreatedDomain> {
  requireOperator(caller, 'iam:domains:createDomain');
  const { name } = parseName(account.name);
  const { name: rootName } = parseName(account.rootName ?? 'admin');
  const description = parseDescription(account.description ?? '');
  if (account.rootPassword !== undefined) checkNewPassword(account.rootPassword, rootName);
  const password = account.rootPassword ?? randomPassword(parts.ambient);
  const rootPasswordHash = await parts.passwords.hash(password);
  const enabled = account.enabled ?? true;
  const made = await parts.database.transaction().execute(async (transaction) =>
    insertAccount(transaction, parts.ambient, {
      name,
      description,
      enabled,
      isOperator: false,
      rootName,
      rootPasswordHash,
      projectName: parts.region,
    }),
  );
  if (made === undefined) throw taken(name);
  await parts.openWorkspace(made.projectId);
  return {
    domain: { id: made.domainId, name, description, enabled, is_operator: false },
    root: { id: made.rootUserId, name: rootName },
    project: { id: made.projectId, name: parts.region },
    password: account.rootPassword === undefined ? password : undefined,
  };
}

/**
 * Changes an account. Of a disabled one nobody gets in, by token or by signature.
 * @throws {ApiError} DPL.0403 unless the operator asks; DPL.0404; DPL.0409 when the name is taken or the operator's own account
 * would be disabled
 */
export async function updateDomain(
  { database }: DomainParts,
  caller: Principal,
  id: string,
  changes: Pick<NewDomain, 'description' | 'enabled'> & { readonly name?: string | undefined },
): Promise<Domain> {
  requireOperator(caller, 'iam:domains:updateDomain');
  const domain = await findDomain(database, caller, id);
  if (domain.is_operator && changes.enabled === false) {
    throw new ApiError('DPL.0409', [
      { en: 'the account that runs the service cannot be disabled', zh: '运营账号不能停用' },
    ]);
  }
  const name = changes.name === undefined ? undefined : parseName(changes.name);
  const description = changes.description === undefined ? undefined : parseDescription(changes.description);
  return refuseTaken(taken(name?.name ?? ''), () =>
    database
      .updateTable('domains')
      .set({
        ...name,
        enabled: changes.enabled ?? domain.enabled,
        ...(description === undefined ? {} : { description }),
      })
      .where('id', '=', domain.id)
      .returning(domainColumns)
      .executeTakeFirstOrThrow(),
  );
}

const isOperator = (caller: Principal): boolean => caller.isRoot && caller.isOperator;

/** Accounts are made by the root user of the account that runs the service, whatever policies say. */
function requireOperator(caller: Principal, action: string): void {
  if (!isOperator(caller)) throw new ApiError('DPL.0403', [action]);
}

const taken = (name: string): ApiError =>
  new ApiError('DPL.0409', [
    {
      en: `the account name ${name} is in use, or looks the same as one in use`,
      zh: `已存在名为${name}或外观相同的账号`,
    },
  ]);
