import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { startTestService, type TestService } from '@deskplane/server/testing/startTestService.js';
import { canonicalJson } from '@deskplane/verify/canonicalJson.js';
import { type Deskplane, prepareDeskplane } from './testing/runDeskplane.js';

let service: TestService;
let deskplane: Deskplane;
before(async () => {
  service = await startTestService();
  deskplane = await prepareDeskplane(service.credentials);
});
after(async () => {
  await deskplane?.remove();
  await service?.remove();
});

async function succeed(...words: string[]): Promise<string> {
  const { code, stdout, stderr } = await deskplane.run(...words);
  assert.equal(code, 0, stderr);
  return stdout;
}
const create = (name: string, user: string): Promise<string> =>
  succeed('desktop', 'create', '--name', name, '--user', user, '--email', `${user}@example.com`, '--wait');
const reportOf = async (user: string) => JSON.parse(await succeed('report', user, '--json'));

describe('deskplane report', () => {
  it('has everything about one user and nothing about others, also once the user is deleted', async () => {
    await create('first', 'ann');
    await create('second', 'ann');
    await create('other', 'bob');
    await succeed('desktop', 'delete', 'first', '--yes', '--wait');
    await succeed('desktop', 'delete', 'other', '--yes', '--wait', '--delete-users');
    const report = await reportOf('ANN');
    assert.deepEqual(
      report.desktops.map((desktop: { computer_name: string }) => desktop.computer_name),
      ['second'],
    );
    assert.equal(report.deletions.length, 1);
    assert.deepEqual(
      report.mails.map((mail: { recipient: string }) => mail.recipient),
      ['ann@example.com'],
    );
    assert.ok(!JSON.stringify(report).includes('bob'), 'nothing about others');
    assert.deepEqual((await reportOf(report.user_id)).desktops, report.desktops, 'the same by ID');

    const text = await succeed('report', 'ann');
    for (const part of [/^User +ann /m, /^second +running/m, /^ann@example\.com +(waiting|kept as a file)/m])
      assert.match(text, part);

    const receipt = join(deskplane.directory, 'receipt.json');
    const sealed = JSON.parse(await succeed('receipt', 'get', report.deletions[0].desktop_id));
    const { deletions } = await reportOf('ann');
    assert.equal(deletions[0].receipt.receipt.envelope.payload, sealed.receipt.envelope.payload);
    await writeFile(receipt, `${canonicalJson(deletions[0].receipt)}\n`);
    await succeed('receipt', 'verify', receipt);

    const gone = await reportOf('bob');
    assert.deepEqual([gone.user, gone.user_name, gone.deletions.length], [null, 'bob', 1]);
    const unknown = await deskplane.run('report', 'nobody');
    assert.equal(unknown.code, 3);
  });
});
