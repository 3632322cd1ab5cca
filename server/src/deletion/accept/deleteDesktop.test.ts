import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { asId, type DesktopId } from '../../ids.js';
import { createDesktops, showUntilGone } from '../../testing/desktopCalls.js';
import { startTestService, type TestService } from '../../testing/startTestService.js';

let service: TestService;
before(async () => {
  service = await startTestService();
});
after(() => service.remove());

const itemsOf = (desktopId: string) =>
  service.database.database
    .selectFrom('items')
    .selectAll()
    .where('desktop_id', '=', asId<DesktopId>(desktopId))
    .execute();
const engineHolds = async () =>
  (await service.database.database.selectFrom('simulated_items').select('name').execute()).map(
    (row) => row.name,
  );

describe('DeleteDesktop', () => {
  it('A1: answers 204 without a body, shows the desktop as deleting, and then 404', async () => {
    const [id] = await createDesktops(service, { desktops: [{ user_name: 'anna' }] });
    const answer = await service.call('DELETE', `/desktops/${id}`);
    assert.equal(answer.status, 204);
    assert.equal(answer.text, '');
    assert.match(answer.headers.get('x-request-id') ?? '', /^[0-9a-f]{32}$/);
    const seen = await showUntilGone(service, id);
    assert.ok(seen.every((desktop) => desktop.status === 'DELETING' && desktop.task_status === 'deleting'));
    const gone = await service.call('GET', `/desktops/${id}`);
    assert.equal(gone.status, 404);
    assert.equal(gone.body.error_code, 'DPL.0404');
  });

  it('S6: leaves no server, no disk and no port behind, and says so only after each was seen gone', async () => {
    const [id] = await createDesktops(service, {
      data_volumes: [
        { type: 'SSD', size: 20 },
        { type: 'SAS', size: 30 },
      ],
    });
    const names = (await itemsOf(id)).map((item) => item.single_use_name);
    assert.equal(names.length, 5);
    await service.call('DELETE', `/desktops/${id}`);
    await showUntilGone(service, id);
    const left = await engineHolds();
    assert.deepEqual(
      left.filter((name) => names.some((mine) => mine === name)),
      [],
    );
    const items = await itemsOf(id);
    assert.ok(items.every((item) => item.state === 'absent' && item.absent_at !== null));
  });

  it('A11 (hashicorp/nomad-driver-virt#68, shakenfist/shakenfist#1686, cdalar/onctl#1104): frees the address and the name for the next desktop', async () => {
    const wish = { desktops: [{ computer_name: 'REUSED' }], desktop_ips: [] as string[] };
    const [first] = await createDesktops(service, wish);
    const shown = await service.call('GET', `/desktops/${first}`);
    await service.call('DELETE', `/desktops/${first}`);
    await showUntilGone(service, first);
    const [second] = await createDesktops(service, { ...wish, desktop_ips: [shown.body.desktop.ipv4] });
    const again = await service.call('DELETE', `/desktops/${first}`);
    assert.equal(again.status, 404);
    assert.equal((await service.call('GET', `/desktops/${second}`)).body.desktop.status, 'ACTIVE');
  });

  it('A2: a second call while deleting is the same deletion', async () => {
    const [id] = await createDesktops(service, {});
    const first = await service.call('DELETE', `/desktops/${id}`);
    const second = await service.call('DELETE', `/desktops/${id}?email_notification=true`);
    assert.deepEqual([first.status, second.status], [204, 204]);
    await showUntilGone(service, id);
    for (const answer of [first, second]) {
      const job = await service.call('GET', `/workspace-sub-jobs?job_id=${answer.headers.get('x-job-id')}`);
      assert.deepEqual(
        job.body.jobs.map((each: { status: string }) => each.status),
        ['SUCCESS'],
      );
    }
  });

  it('A2: thirty calls at once delete once and all answer 204 or 404', async () => {
    const [id] = await createDesktops(service, {});
    const answers = await Promise.all(
      Array.from({ length: 30 }, () => service.call('DELETE', `/desktops/${id}`)),
    );
    assert.deepEqual(
      [...new Set(answers.map((answer) => answer.status))].filter(
        (status) => status !== 204 && status !== 404,
      ),
      [],
    );
    await showUntilGone(service, id);
  });

  it('answers 409 WKS.00010032 while the desktop is being created, and force deletes it all the same (S13)', async () => {
    const slow = await startTestService({ simulated: { delayMs: 60_000 } });
    try {
      const [id] = await createDesktops(slow, {}, { wait: false });
      const refused = await slow.call('DELETE', `/desktops/${id}`);
      assert.equal(refused.status, 409);
      assert.equal(refused.body.error_code, 'WKS.00010032');
      assert.equal((await slow.call('DELETE', `/desktops/${id}?is_force_delete=true`)).status, 204);
      const shown = await slow.call('GET', `/desktops/${id}`);
      assert.equal(shown.body.desktop.status, 'DELETING');
    } finally {
      await slow.remove();
    }
  });

  for (const [what, query] of [
    ['a flag that is no boolean', 'delete_users=maybe'],
    ['a flag in capitals', 'delete_users=True'],
    ['an empty flag', 'is_force_delete='],
    ['a flag that is given twice', 'delete_users=true&delete_users=true'],
    ['a flag that contradicts itself', 'email_notification=true&email_notification=false'],
  ]) {
    it(`A6: refuses ${what} with 400 and deletes nothing`, async () => {
      const [id] = await createDesktops(service, {});
      const answer = await service.call('DELETE', `/desktops/${id}?${query}`);
      assert.equal(answer.status, 400);
      assert.equal(answer.body.error_code, 'WKS.0001');
      assert.match(answer.body.error_msg, /delete_users|is_force_delete|email_notification/);
      assert.equal((await service.call('GET', `/desktops/${id}`)).body.desktop.status, 'ACTIVE');
    });
  }

  it('A6: refuses a malformed id with 400, in the language asked for', async () => {
    const path = '/desktops/a130ab3a-72bf-4b71';
    const answer = await service.call('DELETE', path, undefined, { 'x-language': 'zh-cn' });
    assert.equal(answer.status, 400);
    assert.match(answer.body.error_msg, /desktop_id 必须为ID，例如/);
  });

  it('S4: is never meant by a call whose last part is "..", which clients take out of the path', async () => {
    const [id] = await createDesktops(service, {});
    for (const [method, path, body] of [
      ['DELETE', `/desktops/${id}/tags/..`],
      ['DELETE', `/desktops/${id}/tags/%2E%2e`],
      ['DELETE', `/desktops/${id}/`],
      ['PUT', `/desktops/${id}/`, { desktop: { computer_name: 'RENAMED' } }],
    ] as const) {
      const { status, body: answer } = await service.call(method, path, body);
      assert.deepEqual([status, answer.error_code], [404, 'APIGW.0101'], `${method} ${path}`);
    }
    const { desktop } = (await service.call('GET', `/desktops/${id}/`)).body;
    assert.equal(desktop.status, 'ACTIVE');
    assert.notEqual(desktop.computer_name, 'RENAMED');
  });

  it('takes Content-Type: application/json with no body, as Terraform sends it', async () => {
    const [id] = await createDesktops(service, {});
    const answer = await service.call(
      'DELETE',
      `/desktops/${id}?delete_users=false&email_notification=false`,
      undefined,
      {
        'content-type': 'application/json',
      },
    );
    assert.equal(answer.status, 204);
  });

  it('answers 404 for a desktop that never was', async () => {
    const answer = await service.call('DELETE', '/desktops/a130ab3a-72bf-4b71-baa9-af4987c8e338');
    assert.equal(answer.status, 404);
  });

  it('answers 401 without credentials, and nothing changes', async () => {
    const [id] = await createDesktops(service, {});
    const answer = await service.call('DELETE', `/desktops/${id}`, undefined, { 'x-auth-token': '' });
    assert.equal(answer.status, 401);
    assert.equal(answer.body.error_code, 'APIGW.0301');
    assert.equal((await service.call('GET', `/desktops/${id}`)).body.desktop.status, 'ACTIVE');
  });
});
