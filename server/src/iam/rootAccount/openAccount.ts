import type { Ambient } from '../../ambient.js';
import type { Database } from '../../database/connect.js';
import type { DomainId, IamUserId, ProjectId } from '../../ids.js';
import type { DataKeys } from '../../secrets/dataKeys.js';
import type { Passwords } from '../../secrets/passwords.js';
import { randomPassword } from '../../secrets/randomText.js';
import { StartError } from '../../system/errorCode.js';
import { createAccessKey } from '../credentials/accessKey.js';
import { insertAccount } from '../identities/domains/insertAccount.js';

export interface AccountParts {
  readonly database: Database;
  readonly ambient: Ambient;
  readonly passwords: Passwords;
  readonly dataKeys: DataKeys;
  /** The region's project is named like it (docs/reference/tokens.md#projects). */
  readonly region: string;
}

export interface Account {
  readonly domainId: DomainId;
  /** The project named like the region. */
  readonly projectId: ProjectId;
  readonly rootUserId: IamUserId;
  readonly domainName: string;
  readonly rootUserName: string;
}

/** What a client needs to sign in, by the names that the credentials file has for them. */
export interface AccountCredentials {
  readonly region: string;
  readonly domain_name: string;
  readonly domain_id: string;
  readonly project_name: string;
  readonly project_id: string;
  readonly user_name: string;
  readonly password: string;
  readonly access_key: string;
  readonly secret_key: string;
}

export type OpenedAccount =
  | { readonly created: true; readonly account: Account; readonly credentials: AccountCredentials }
  | { readonly created: false; readonly account: Account };

export const firstDomainName = 'deskplane';
export const firstUserName = 'admin';

/**
 * Makes the first account with its root user, access key and project. Later it only finds the account. Replicas that start
 * at once make one account; only the one that made it knows the secrets.
 * @throws {StartError} when the account was made for another region
 */
export async function openAccount(parts: AccountParts): Promise<OpenedAccount> {
  const existing = await findAccount(parts);
  if (existing !== undefined) return { created: false, account: existing };
  const password = randomPassword(parts.ambient);
  const passwordHash = await parts.passwords.hash(password);
  const made = await parts.database.transaction().execute(async (transaction) => {
    const inserted = await insertAccount(transaction, parts.ambient, {
      name: firstDomainName,
      description: '',
      enabled: true,
      isOperator: true,
      rootName: firstUserName,
      rootPasswordHash: passwordHash,
      projectName: parts.region,
    });
    if (inserted === undefined) return undefined;
    const key = await createAccessKey(transaction, parts, inserted.rootUserId);
    const names = { domainName: firstDomainName, rootUserName: firstUserName };
    return { account: { ...inserted, ...names }, key };
  });
  if (made === undefined) {
    const faster = await findAccount(parts);
    if (faster === undefined) throw new Error(`The account "${firstDomainName}" exists without a root user.`);
    return { created: false, account: faster };
  }
  return {
    created: true,
    account: made.account,
    credentials: credentialsOf(parts.region, made.account, password, made.key),
  };
}

/**
 * Undefined before the first start came to its end.
 * @throws {StartError} when it was made for another region
 */
export async function findAccount(parts: AccountParts): Promise<Account | undefined> {
  const root = await parts.database
    .selectFrom('iam_users')
    .innerJoin('domains', 'domains.id', 'iam_users.domain_id')
    .where('domains.is_operator', '=', true)
    .where('iam_users.is_root', '=', true)
    .select(['iam_users.id', 'iam_users.domain_id', 'iam_users.name', 'domains.name as domain_name'])
    .executeTakeFirst();
  if (root === undefined) return undefined;
  const projectId = await findRegionProject(parts, root.domain_id);
  return {
    domainId: root.domain_id,
    projectId,
    rootUserId: root.id,
    domainName: root.domain_name,
    rootUserName: root.name,
  };
}

export function credentialsOf(
  region: string,
  account: Account,
  password: string,
  key: { readonly access: string; readonly secret: string },
): AccountCredentials {
  return {
    region,
    domain_name: account.domainName,
    domain_id: account.domainId,
    project_name: region,
    project_id: account.projectId,
    user_name: account.rootUserName,
    password,
    access_key: key.access,
    secret_key: key.secret,
  };
}

/** A region is chosen once: desktops, policies, keys in use and clients' settings speak of it. */
async function findRegionProject(
  { database, region }: Pick<AccountParts, 'database' | 'region'>,
  domainId: DomainId,
): Promise<ProjectId> {
  const projects = await database
    .selectFrom('projects')
    .where('domain_id', '=', domainId)
    .select(['id', 'name'])
    .orderBy('name')
    .execute();
  const own = projects.find(({ name }) => name === region);
  if (own !== undefined) return own.id;
  // Projects that were added later may be called like a region, too: all that can be meant are named.
  const regions = projects.map(({ name }) => name).filter((name) => /^[a-z0-9-]+$/.test(name));
  throw new StartError(
    `DESKPLANE_REGION is ${region}, but this service was set up with another region (${regions.join(' or ')}), and what is in ` +
      'its database belongs there. Set DESKPLANE_REGION to that again, or give the new region a data directory and a ' +
      'database of its own.',
  );
}
