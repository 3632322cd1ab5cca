import { newHexId, realAmbient } from '../ambient.js';
import { asId, type DomainId, type IamUserId, type ProjectId } from '../ids.js';
import { createPasswords } from '../secrets/passwords.js';
import { passwordRequest } from './iamFixture.js';
import { callService, startTestService, type TestAnswer, type TestService } from './startTestService.js';

/** A service with two accounts that know nothing of each other, and users and groups to give policies to. */
export interface GrantService {
  readonly service: TestService;
  readonly domainId: DomainId;
  readonly projectId: ProjectId;
  readonly otherDomainId: DomainId;
  readonly otherProjectId: ProjectId;
  /** Calls as the first account's root. */
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<TestAnswer>;
  /** Calls as the other account's root. */
  callAsOther(method: string, path: string, body?: unknown): Promise<TestAnswer>;
  /** Calls as a user of the first account who was given nothing. */
  callAsNobody(method: string, path: string, body?: unknown): Promise<TestAnswer>;
  addUser(name: string, domainId?: DomainId): Promise<IamUserId>;
  addGroup(name: string, members: readonly IamUserId[], domainId?: DomainId): Promise<string>;
  addEnterpriseProject(name: string, domainId?: DomainId): Promise<string>;
  /** The first account's revision. */
  revision(): Promise<bigint>;
}

const password = 'a password of tests 1';

export async function startGrantService(): Promise<GrantService> {
  const service = await startTestService();
  const { database } = service.database;
  const { credentials, endpoint } = service;
  const passwords = await createPasswords(realAmbient);
  const passwordHash = await passwords.hash(password);
  const domainId = asId<DomainId>(credentials.domain_id);
  const otherDomainId = asId<DomainId>(newHexId(realAmbient));
  const otherProjectId = asId<ProjectId>(newHexId(realAmbient));

  const insertUser = async (name: string, domain: DomainId, isRoot: boolean): Promise<IamUserId> => {
    const id = asId<IamUserId>(newHexId(realAmbient));
    await database
      .insertInto('iam_users')
      .values({
        id,
        domain_id: domain,
        name,
        password_hash: passwordHash,
        is_root: isRoot,
        created_at: new Date(),
      })
      .execute();
    return id;
  };
  await database.insertInto('domains').values({ id: otherDomainId, name: 'other' }).execute();
  await database
    .insertInto('projects')
    .values({ id: otherProjectId, domain_id: otherDomainId, name: 'theirs' })
    .execute();
  await insertUser('other-admin', otherDomainId, true);
  await insertUser('nobody', domainId, false);

  const signIn = async (user: string, domain: string, projectId: string): Promise<string> => {
    const who = { ...credentials, user_name: user, domain_name: domain, password };
    const body = passwordRequest(who, { project: { id: projectId } });
    const answer = await callService(endpoint, 'POST', '/v3/auth/tokens', body, {});
    return answer.headers.get('x-subject-token') ?? '';
  };
  const otherToken = await signIn('other-admin', 'other', otherProjectId);
  const nobodyToken = await signIn('nobody', credentials.domain_name, credentials.project_id);
  const callWith =
    (token: string) =>
    (method: string, path: string, body?: unknown): Promise<TestAnswer> =>
      callService(endpoint, method, path, body, { 'x-auth-token': token });

  return {
    service,
    domainId,
    projectId: asId<ProjectId>(credentials.project_id),
    otherDomainId,
    otherProjectId,
    call: (method, path, body, headers) => service.call(method, `/${path}`, body, headers),
    callAsOther: callWith(otherToken),
    callAsNobody: callWith(nobodyToken),
    addUser: (name, domain = domainId) => insertUser(name, domain, false),
    addGroup: async (name, members, domain = domainId) => {
      const id = newHexId(realAmbient);
      const created_at = new Date();
      await database
        .insertInto('iam_groups')
        .values({ id, domain_id: domain, name, likeness: name, created_at })
        .execute();
      for (const user_id of members) {
        await database
          .insertInto('iam_group_members')
          .values({ group_id: id, user_id, created_at })
          .execute();
      }
      return id;
    },
    addEnterpriseProject: async (name, domain = domainId) => {
      const id = realAmbient.uuid();
      const at = new Date();
      await database
        .insertInto('enterprise_projects')
        .values({ id, domain_id: domain, name, likeness: name, created_at: at, updated_at: at })
        .execute();
      return id;
    },
    revision: async () => {
      const { iam_revision } = await database
        .selectFrom('domains')
        .where('id', '=', domainId)
        .select('iam_revision')
        .executeTakeFirstOrThrow();
      return BigInt(iam_revision);
    },
  };
}

/** The body of a refusal without what differs from call to call. */
export function refusalOf(answer: TestAnswer): string {
  return `${answer.status} ${answer.text.replace(/"request_id":"\w+"/, '')}`;
}
