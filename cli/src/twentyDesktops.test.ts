import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { createDesktops } from '@deskplane/server/testing/desktopCalls.js';
import { startTestService, type TestService } from '@deskplane/server/testing/startTestService.js';
import { waitUntil } from '@deskplane/server/testing/waitUntil.js';
import { type Deskplane, deskplanePath, prepareDeskplane, type Run, run } from './testing/runDeskplane.js';

let service: TestService;
let admin: Deskplane;
let home: string;
before(async () => {
  service = await startTestService({
    engine: (simulated) => ({ ...simulated, screens: { socketOf: async () => undefined } }),
  });
  admin = await prepareDeskplane(service.credentials);
  home = await mkdtemp(join(tmpdir(), 'deskplane-home-'));
});
after(async () => {
  if (home !== undefined) await rm(home, { recursive: true, force: true });
  await admin?.remove();
  await service?.remove();
});

const documented = (language: string): Promise<string> =>
  readFile(new URL(`../../docs/${language}/twenty-desktops.md`, import.meta.url), 'utf8');

/** The policy that section 4 gives everybody. */
async function policyIn(language: string): Promise<{ policy_name: string; policy_document: string }> {
  const [, block = ''] = /```json\n(.*?)```/s.exec(await documented(language)) ?? [];
  return JSON.parse(block);
}

const madeOf = async (owner: string): Promise<string> => {
  const tags = [{ key: 'owner', value: owner }];
  const [id] = await createDesktops(service, { desktop_name: `pc-${owner}`, tags });
  return id;
};

/** Adds a person as the page says, and signs them in. @returns their command */
async function signInAs(name: string, policy: string): Promise<(...words: string[]) => Promise<Run>> {
  const added = await admin.run('admin', 'add', name, '--policy', policy, '--json');
  assert.equal(added.code, 0, added.stderr);
  const environment = { XDG_CONFIG_HOME: home, DESKPLANE_DATA_DIR: join(home, 'none') };
  const command = (more: Record<string, string>, ...words: string[]): Promise<Run> =>
    run(process.execPath, [deskplanePath, ...words], { environment: { ...environment, ...more } });
  const who = ['--url', service.endpoint, '--account', service.credentials.domain_name, '--user', name];
  const { password } = JSON.parse(added.stdout);
  const signedIn = await command({ DESKPLANE_PASSWORD: password }, 'login', ...who);
  assert.equal(signedIn.code, 0, signedIn.stderr);
  return (...words) => command({}, ...words);
}

describe('a person of docs/*/twenty-desktops.md', () => {
  it('sees, opens, hibernates and wakes their own desktop by name and by ID, and nobody else’s', async () => {
    const policy = await policyIn('en');
    assert.deepEqual(policy, await policyIn('zh'), 'both pages give the same policy');
    const made = await service.call('POST', '//v5/policies', policy);
    assert.equal(made.status, 201, made.text);
    const own = await madeOf('eve');
    const foreign = await madeOf('ann');
    const eve = await signInAs('eve', policy.policy_name);

    const listed = await eve('desktop', 'list');
    assert.match(listed.stdout, /pc-eve/);
    assert.doesNotMatch(listed.stdout, /pc-ann/);
    for (const word of ['pc-eve', own]) {
      const opened = await eve('desktop', 'open', word);
      assert.equal(opened.code, 0, opened.stderr);
      assert.match(opened.stdout, /^http:\/\/127\.0\.0\.1:\d+\/screen\/view#token=\S+\n/);
      assert.equal((await eve('desktop', 'show', word)).code, 0);
      for (const verb of ['hibernate', 'wake', 'stop', 'start']) {
        const switched = await eve('desktop', verb, word, '--wait');
        assert.equal(switched.code, 0, `${verb}: ${switched.stderr}`);
      }
    }
    assert.match((await eve('desktop', 'open', 'pc-ann')).stderr, /there is no desktop "pc-ann"/);
    const refused = await eve('desktop', 'open', foreign);
    assert.equal(refused.code, 1);
    assert.match(refused.stderr, /You have no permission for workspace:desktops:createConsole\./);
    assert.equal((await eve('desktop', 'hibernate', foreign)).code, 1);
  });

  it('needs no more than the right to the screen, or to the power, by the ID of a desktop', async () => {
    const policy_document = JSON.stringify({
      Version: '5.0',
      Statement: [
        { Effect: 'Allow', Action: ['workspace:desktops:createConsole', 'workspace:desktops:operate'] },
      ],
    });
    await service.call('POST', '//v5/policies', { policy_name: 'Screens', policy_document });
    const desktop = await madeOf('bob');
    const bob = await signInAs('bob', 'Screens');
    assert.equal((await bob('desktop', 'open', desktop)).code, 0);
    const hibernated = await bob('desktop', 'hibernate', desktop);
    assert.equal(hibernated.code, 0, hibernated.stderr);
    await waitUntil(
      async () => (await admin.run('desktop', 'show', desktop)).stdout.includes('hibernated'),
      'it is hibernated',
    );
    const dark = await bob('desktop', 'open', desktop);
    assert.equal(dark.code, 1);
    assert.match(dark.stderr, /WKS\.00010032/);
    const missing = await bob('desktop', 'open', '00000000-0000-4000-8000-000000000000');
    assert.equal(missing.code, 3, missing.stderr);
    assert.match(missing.stderr, /there is no desktop "00000000-/);
  });

  it('is told of no file in the clone with names or passwords', async () => {
    for (const language of ['en', 'zh'])
      assert.doesNotMatch(
        await documented(language),
        /(?<!twenty\/)\b(people\.txt|passwords\.txt|policy\.json)/,
      );
  });
});
