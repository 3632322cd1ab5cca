import type pg from 'pg';
import { createDesktops } from './desktopCalls.js';
import { type FakeScreen, startFakeScreen } from './fakeScreen.js';
import { askToken } from './identityCalls.js';
import { createPolicyUsers, type PolicyUser, type PolicyUsers } from './policyUsers.js';
import { startTestService, type TestService } from './startTestService.js';
import { makeTemporaryDirectory } from './temporaryDirectory.js';

const password = 'a password of tests 1';
const allow = { Effect: 'Allow', Action: ['workspace:desktops:createConsole'] };

/** A service whose desktops all have one screen, a desktop, and people who may look at it. */
export interface ScreenStage {
  readonly service: TestService;
  readonly screen: FakeScreen;
  readonly users: PolicyUsers;
  readonly desktop: string;
  /** Where the engine says that the screen is; undefined: nowhere. */
  path: string | undefined;
  /** Somebody with one policy, which left out lets him look, and the headers of his calls. */
  viewer(policy?: object): Promise<{
    readonly who: PolicyUser;
    readonly name: string;
    readonly headers: { readonly 'x-auth-token': string };
  }>;
  sql(text: string, values?: unknown[]): Promise<pg.QueryResult>;
  close(): Promise<void>;
}

/** Sets it up. */
export async function setScreenStage(): Promise<ScreenStage> {
  const directory = await makeTemporaryDirectory();
  const screen = await startFakeScreen(directory.path);
  const service = await startTestService({
    engine: (simulated) => ({ ...simulated, screens: { socketOf: async () => stage.path } }),
  });
  const users = await createPolicyUsers(service);
  const [desktop] = await createDesktops(service, {});
  let made = 0;
  const stage: ScreenStage = {
    service,
    screen,
    users,
    desktop,
    path: screen.path,
    async viewer(policy = allow) {
      const name = `viewer-${(made += 1)}`;
      const who = await users.add(name, { identity: [policy] });
      const scope = { project: { id: service.credentials.project_id } };
      const answer = await askToken(service, { name, password, scope });
      return { who, name, headers: { 'x-auth-token': answer.headers.get('x-subject-token') ?? '' } };
    },
    sql: (text, values = []) => service.database.pool.query(text, values),
    async close() {
      await service.remove();
      await screen.close();
      await directory.remove();
    },
  };
  return stage;
}
