import type { Static } from 'typebox';
import { newHexId } from '../ambient.js';
import { noteMade } from '../auditEvents/openAuditEvent.js';
import { requireQuota } from '../catalogue/quotas.js';
import type { Transaction } from '../database/connect.js';
import { ApiError, type ErrorArgument, type Language } from '../errors/errors.js';
import { enterpriseProjectOf } from '../iam/identities/enterpriseProjects/enterpriseProjects.js';
import { asId, type DesktopUserId, type ProjectId } from '../ids.js';
import type { Passwords } from '../secrets/passwords.js';
import { holdWorkspace, requireWorkspace } from '../workspace/findWorkspace.js';
import { parseAccountExpiry } from './accountExpiry.js';
import type { UserStatusParts } from './changeUserStatus.js';
import { joinGroups } from './groups/changeMembers.js';
import { inviteUsers } from './inviteUser.js';
import { refuseContradictions } from './newUserRules.js';
import type { CreateUserBody } from './schemas.js';

export interface UserParts extends UserStatusParts {
  readonly passwords: Pick<Passwords, 'hash'>;
  /** A mail became due. */
  readonly announceMails: () => void;
}

/** A user who was made. */
export interface CreatedUser {
  readonly id: DesktopUserId;
  readonly name: string;
  /** Whether a mail with the link to choose a password was queued. */
  readonly invited: boolean;
}

type UserBody = Static<typeof CreateUserBody>;

/** A user who is to be made, with what has to be known before the transaction. */
interface NewUser extends CreatedUser {
  readonly body: UserBody;
  readonly activeType: string;
  readonly email: string;
  readonly expiresAt: Date | null;
  readonly passwordHash: string | null;
}

/** As {@link createUsers}, of one. */
export async function createUser(
  parts: UserParts,
  projectId: ProjectId,
  body: UserBody,
  language: Language,
): Promise<CreatedUser> {
  const [made] = await createUsersAt(parts, projectId, [{ body, at: '' }], language);
  if (made === undefined) throw new Error('Nobody was made, and nothing said why.');
  return made;
}

/**
 * Creates desktop users, all of them or, if one cannot be, none: the published answer has no place for a part. One who is to choose the
 * password himself (`USER_ACTIVATE`) and has none yet is invited, if mails can have a link and reach the user.
 * @returns them in the order of the bodies
 * @throws {ApiError} WKS.00010099 when the service is not open, WKS.0001 for what does not go together or a name that is there twice,
 * WKS.00170208 for a group that is not there, DPL.0409 when a name is taken, DPL.4091 when there are too many users
 */
export async function createUsers(
  parts: UserParts,
  projectId: ProjectId,
  bodies: readonly UserBody[],
  language: Language,
): Promise<readonly CreatedUser[]> {
  const placed = bodies.map((body, index) => ({ body, at: `users.${index}.` }));
  const names = new Set<string>();
  for (const { body, at } of placed) {
    const name = body.user_name.toLowerCase();
    if (names.has(name)) throw new ApiError('WKS.0001', [twice(`${at}user_name`)], `body: ${at}user_name`);
    names.add(name);
  }
  return createUsersAt(parts, projectId, placed, language);
}

/** A user's body, and where it stands in the call's. */
interface PlacedBody {
  readonly body: UserBody;
  readonly at: string;
}

async function createUsersAt(
  parts: UserParts,
  projectId: ProjectId,
  placed: readonly PlacedBody[],
  language: Language,
): Promise<readonly CreatedUser[]> {
  const { database, ambient } = parts;
  const checked = placed.map(({ body, at }) => {
    refuseContradictions(body, at);
    return { body, expiresAt: parseAccountExpiry(body.account_expires, at) ?? null };
  });
  await requireWorkspace(database, projectId);
  const users: NewUser[] = [];
  // One password after the other: they leave room for those who sign in.
  for (const each of checked) users.push(await prepare(parts, each));
  await database.transaction().execute(async (transaction) => {
    // Of two calls the second counts the first one's users.
    await holdWorkspace(transaction, projectId);
    await requireQuota(transaction, projectId, { users: placed.length });
    await insertUsers(transaction, projectId, users, placed, ambient.now());
    const memberships = users.flatMap(({ id, body }) =>
      [...new Set(body.group_ids ?? [])].map((groupId) => ({ groupId, userId: id })),
    );
    await joinGroups(transaction, ambient, projectId, memberships);
    const invited = users.filter((user) => user.invited);
    await inviteUsers(
      transaction,
      ambient,
      invited.map(({ id, name, email }) => ({ projectId, id, name, email, language })),
    );
  });
  if (users.some(({ invited }) => invited)) parts.announceMails();
  return users.map(({ id, name, invited }) => ({ id, name, invited }));
}

async function prepare(
  parts: UserParts,
  { body, expiresAt }: { readonly body: UserBody; readonly expiresAt: Date | null },
): Promise<NewUser> {
  const password = body.password ?? '';
  const passwordHash = password === '' ? null : await parts.passwords.hash(password);
  const activeType = body.active_type ?? 'USER_ACTIVATE';
  const email = body.user_email ?? '';
  return {
    id: noteMade(asId<DesktopUserId>(newHexId(parts.ambient))),
    name: body.user_name,
    invited: parts.canInvite && activeType === 'USER_ACTIVATE' && password === '' && email !== '',
    body,
    activeType,
    email,
    expiresAt,
    passwordHash,
  };
}

/** In the order of the names, so that of two calls for the same people the second waits and neither for ever. */
async function insertUsers(
  transaction: Transaction,
  projectId: ProjectId,
  users: readonly NewUser[],
  placed: readonly PlacedBody[],
  now: Date,
): Promise<void> {
  const sorted = users.toSorted((one, other) => (one.name.toLowerCase() < other.name.toLowerCase() ? -1 : 1));
  const rows = await transaction
    .insertInto('desktop_users')
    .values(
      sorted.map(({ id, body, activeType, email, expiresAt, passwordHash }) => ({
        id,
        project_id: projectId,
        user_name: body.user_name,
        user_email: email,
        user_phone: body.user_phone ?? '',
        active_type: activeType,
        description: body.description ?? '',
        alias_name: body.alias_name ?? '',
        account_expires_at: expiresAt,
        enable_change_password: body.enable_change_password ?? true,
        next_login_change_password: body.next_login_change_password ?? true,
        password_hash: passwordHash,
        enterprise_project_id: enterpriseProjectOf(body.enterprise_project_id),
        created_at: now,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .execute();
  const made = new Set(rows.map(({ id }) => id));
  const refused = users.findIndex(({ id }) => !made.has(id));
  const { body, at } = placed[refused] ?? {};
  if (body !== undefined) throw new ApiError('DPL.0409', [nameTaken(body.user_name)], `body: ${at}user_name`);
}

export const nameTaken = (name: string): ErrorArgument => ({
  en: `a user "${name}" exists already`,
  zh: `用户“${name}”已存在`,
});

const twice = (field: string) => ({
  en: `${field} is the name of another user of the list`,
  zh: `${field}与列表中另一用户重名`,
});
