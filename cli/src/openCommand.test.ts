import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startTestService, type TestService } from '@deskplane/server/testing/startTestService.js';
import { type Deskplane, prepareDeskplane } from './testing/runDeskplane.js';

let service: TestService;
let deskplane: Deskplane;
before(async () => {
  service = await startTestService({
    engine: (simulated) => ({ ...simulated, screens: { socketOf: async () => undefined } }),
  });
  deskplane = await prepareDeskplane(service.credentials);
  assert.equal((await deskplane.run('desktop', 'create', '--name', 'Dark', '--wait')).code, 0);
});
after(async () => {
  await deskplane?.remove();
  await service?.remove();
});

/** What follows `deskplane` in the command that is suggested. */
const suggestion = (text: string): string[] => (/deskplane (desktop .*)\n$/.exec(text)?.[1] ?? '').split(' ');

describe('deskplane desktop open', () => {
  it('prints an address while the desktop runs', async () => {
    const { code, stdout } = await deskplane.run('desktop', 'open', 'dark');
    assert.equal(code, 0);
    assert.match(stdout, /^http:\/\/127\.0\.0\.1:\d+\/screen\/view#token=\S+\n/);
  });

  it('says in plain words that it is off or hibernated, and with which command it has a screen again', async () => {
    for (const [verb, english, chinese] of [
      ['stop', /^deskplane: Dark has no screen now: it is off\. Run: /, /Dark 现在没有画面：已关机/],
      ['hibernate', /^deskplane: Dark has no screen now: it is hibernated\. Run: /, /Dark 现在没有画面：/],
    ] as const) {
      assert.equal((await deskplane.run('desktop', verb, 'dark', '--wait')).code, 0);
      const dark = await deskplane.run('desktop', 'open', 'dark');
      assert.equal(dark.code, 1);
      assert.match(dark.stderr, english);
      assert.doesNotMatch(dark.stderr, /SHUTOFF|HIBERNATED/);
      assert.match((await deskplane.runInChinese('desktop', 'open', 'dark')).stderr, chinese);
      const json = JSON.parse((await deskplane.run('desktop', 'open', 'dark', '--json')).stdout);
      assert.deepEqual([json.error.error_code, json.error.status], ['WKS.00010032', 409]);
      assert.equal((await deskplane.run(...suggestion(dark.stderr))).code, 0);
      assert.equal((await deskplane.run('desktop', 'open', 'dark')).code, 0);
    }
  });
});
