import { refusalOf } from '../access/policies/checkDocument.js';
import { parsePolicyDocument } from '../access/policies/parsePolicyDocument.js';
import { PolicyError } from '../access/policies/policyError.js';
import type { PolicyModel } from '../access/policies/types.js';
import type { Ambient } from '../ambient.js';
import type { Transaction } from '../database/connect.js';
import { ApiError } from '../errors/errors.js';
import { giveGrantIn } from '../iam/grants/giveGrant.js';
import { createPolicyIn } from '../iam/grants/policies/createPolicy.js';
import { createGroupIn } from '../iam/identities/groups/changeGroups.js';
import { insertMember } from '../iam/identities/groups/changeMembers.js';
import { listGroups } from '../iam/identities/groups/queries.js';
import { parseName } from '../iam/identities/names.js';
import {
  createUserIn,
  type PreparedUser,
  prepareUser,
  type UserParts,
} from '../iam/identities/users/createUser.js';
import { listUsers } from '../iam/identities/users/queries.js';
import type { DomainId } from '../ids.js';
import { atPlace } from './atPlace.js';
import type { Fixtures } from './fixtureSchemas.js';

/** The users of IAM and the policies of fixtures, looked at as far as that goes without a transaction. */
export interface PreparedIdentities {
  readonly users: readonly PreparedUser[];
  readonly policies: readonly PreparedPolicy[];
}

interface PreparedPolicy {
  readonly model: PolicyModel;
  readonly name: string;
  readonly document: string;
}

export interface LoadedIdentities {
  readonly iamUsers: readonly { readonly id: string; readonly name: string }[];
  readonly policies: readonly { readonly id: string; readonly name: string; readonly model: PolicyModel }[];
}

/** @throws {ApiError} as for the calls that make each, with the place in the fixtures as its detail */
export async function prepareIdentities(
  parts: Omit<UserParts, 'database'>,
  { iam_users: users = [], policies = [] }: Fixtures,
): Promise<PreparedIdentities> {
  const prepared: PreparedUser[] = [];
  for (const [index, { name, password }] of users.entries()) {
    await atPlace(`iam_users.${index}.name`, async () => parseName(name));
    prepared.push(await atPlace(`iam_users.${index}.password`, () => prepareUser(parts, { name, password })));
  }
  return {
    users: prepared,
    policies: await Promise.all(
      policies.map(async ({ name, document }, index) => ({
        // A role is one of Version 1.1; what else it may be, the identity policies' grammar says.
        model: document['Version'] === '1.1' ? ('role' as const) : ('identity' as const),
        name: await atPlace(`policies.${index}.name`, async () => parseName(name).name),
        document: JSON.stringify(document),
      })),
    ).then((all) => all.map(checked)),
  };
}

/** @throws {ApiError} a code of the policy grammar, at the place in the document */
function checked(policy: PreparedPolicy, index: number): PreparedPolicy {
  try {
    parsePolicyDocument(policy.model, policy.document);
    return policy;
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    const { code, args } = refusalOf(error);
    const within = error.path.replace(/^\$/, '').replace(/\[(\d+)\]/g, '.$1');
    throw new ApiError(code, args, `body: policies.${index}.document${within}`);
  }
}

/**
 * Makes the users, the groups that they are in where there are none, and the policies, and gives these to users and groups by name.
 * @throws {ApiError} as for the calls that make each, with the place in the fixtures as its detail
 */
export async function loadIdentities(
  transaction: Transaction,
  ambient: Ambient,
  domainId: DomainId,
  { iam_users: users = [], policies = [] }: Fixtures,
  prepared: PreparedIdentities,
): Promise<LoadedIdentities> {
  const parts = { database: transaction, ambient };
  const iamUsers: LoadedIdentities['iamUsers'][number][] = [];
  for (const [index, user] of prepared.users.entries()) {
    const { id, name } = await atPlace(`iam_users.${index}.name`, () =>
      createUserIn(transaction, ambient, domainId, user),
    );
    iamUsers.push({ id, name });
    for (const [position, group] of (users[index]?.groups ?? []).entries())
      await atPlace(`iam_users.${index}.groups.${position}`, async () => {
        const [known] = await listGroups(transaction, domainId, { name: group });
        const { id: groupId } =
          known ?? (await createGroupIn(transaction, ambient, domainId, { name: group }));
        await insertMember(parts, groupId, id);
      });
  }
  const made: LoadedIdentities['policies'][number][] = [];
  for (const [index, policy] of prepared.policies.entries()) {
    const { model, name, document } = policy;
    const { id } = await atPlace(`policies.${index}.name`, () =>
      createPolicyIn(transaction, ambient, domainId, {
        model,
        name,
        document,
        description: '',
        ...(model === 'role' ? { displayMode: 'XA' } : {}),
      }),
    );
    made.push({ id, name, model });
    const { users: toUsers = [], groups: toGroups = [] } = policies[index] ?? {};
    const give = async (kind: 'user' | 'group', subject: string, place: string): Promise<void> => {
      const list = kind === 'user' ? listUsersNamed : listGroups;
      const [found] = await list(transaction, domainId, { name: subject });
      if (found === undefined) throw nobodyCalled(kind, subject, place);
      const grant = {
        model,
        policyId: id,
        subject: { kind, id: found.id },
        scope: { kind: 'everywhere' },
      } as const;
      await atPlace(place, () => giveGrantIn(transaction, ambient, domainId, grant));
    };
    for (const [position, subject] of toUsers.entries())
      await give('user', subject, `policies.${index}.users.${position}`);
    for (const [position, subject] of toGroups.entries())
      await give('group', subject, `policies.${index}.groups.${position}`);
  }
  return { iamUsers, policies: made };
}

const listUsersNamed = (transaction: Transaction, domainId: DomainId, filter: { readonly name: string }) =>
  listUsers(transaction, domainId, filter);

function nobodyCalled(kind: 'user' | 'group', name: string, place: string): ApiError {
  const shown = name.slice(0, 64);
  const words =
    kind === 'user'
      ? {
          en: `there is no IAM user ${shown}; name one of iam_users`,
          zh: `没有名为${shown}的IAM用户，请使用iam_users中的用户`,
        }
      : {
          en: `there is no IAM group ${shown}; name one of iam_users.groups`,
          zh: `没有名为${shown}的IAM用户组，请使用iam_users.groups中的用户组`,
        };
  return new ApiError('WKS.0001', [words], `body: ${place}`);
}
