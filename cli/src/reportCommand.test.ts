import assert from 'node:assert/strict';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { startTestService, type TestService } from '@deskplane/server/testing/startTestService.js';
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
const reportOf = async (user: string) => JSON.parse(await succeed('report', user, '--json')).document;

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
      report.mails
        .map(({ kind, recipient }: { kind: string; recipient: string }) => `${kind} ${recipient}`)
        .toSorted(),
      [
        'desktop-created ann@example.com',
        'desktop-created ann@example.com',
        'desktop-deleted ann@example.com',
      ],
    );
    assert.ok(!JSON.stringify(report).includes('bob'), 'nothing about others');
    assert.deepEqual((await reportOf(report.person.user_id)).desktops, report.desktops, 'the same by ID');

    const text = await succeed('report', 'ann');
    for (const part of [
      /^User +ann /m,
      /^second +running/m,
      /^first +\S+.*admin/m,
      /^ann@example\.com +deleted +(waiting|kept as a file|sent)/m,
    ])
      assert.match(text, part);

    const gone = await reportOf('bob');
    assert.deepEqual([gone.person.exists, gone.person.user_name, gone.deletions.length], [false, 'bob', 1]);
    assert.equal(gone.deletions[0].computer_name, 'other');
    const unknown = await deskplane.run('report', 'nobody');
    assert.equal(unknown.code, 3);
  });

  it('writes one signed file for its owner alone, which verifies, and not once a letter was changed', async () => {
    const file = join(deskplane.directory, 'bob.json');
    const shown = await deskplane.run('report', 'bob', '--output', file);
    assert.equal(shown.code, 0, shown.stderr);
    assert.match(shown.stdout, /^other +/m);
    assert.equal((await stat(file)).mode & 0o777, 0o600);
    const keys = join(deskplane.directory, 'keys.json');
    await writeFile(keys, await succeed('receipt', 'keys'));
    const verdict = await succeed('receipt', 'verify', file, '--keys', keys);
    assert.match(verdict, /^The report about bob, [0-9a-f]{32}, is valid\.$/m);
    assert.match(verdict, /Deleted +other \(/);
    assert.match(verdict, /Receipts +1$/m);
    const facts = JSON.parse(await succeed('receipt', 'verify', file, '--json'));
    assert.deepEqual([facts.valid, facts.report.userName], [true, 'bob']);

    const again = await deskplane.run('report', 'bob', '--output', file);
    assert.deepEqual(
      [again.code, again.stderr],
      [1, `deskplane: cannot write ${file}: it exists already and is not overwritten\n`],
    );
    const forged = join(deskplane.directory, 'forged.json');
    await writeFile(forged, (await readFile(file, 'utf8')).replaceAll('"bob"', '"rob"'));
    const refused = await deskplane.run('receipt', 'verify', forged);
    assert.equal(refused.code, 1);
    assert.match(refused.stderr, /the document was changed after it was signed/);
  });
});
