import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createDesktops, readSubJobs, showUntilGone } from '../../testing/desktopCalls.js';
import { startTestService, type TestService } from '../../testing/startTestService.js';

let service: TestService;
before(async () => {
  service = await startTestService();
});
after(() => service.remove());

const protect = (id: string, value: unknown) =>
  service.call('PUT', `/desktops/${id}`, { desktop: { deletion_protection: value } });

async function revisionOf(id: string): Promise<number> {
  const { rows } = await service.database.pool.query<{ revision: number }>(
    'select revision from desktops where id = $1',
    [id],
  );
  return rows[0]?.revision ?? 0;
}

async function deletionsOf(id: string): Promise<number> {
  const { rows } = await service.database.pool.query('select 1 from deletions where desktop_id = $1', [id]);
  return rows.length;
}

describe('deletion protection', () => {
  it('is set when the desktop is ordered, off unless asked for, and shown with the details', async () => {
    const [on] = await createDesktops(service, { deletion_protection: true });
    const [off] = await createDesktops(service, {});
    const shown = async (id: string) =>
      (await service.call('GET', `/desktops/${id}`)).body.desktop.deletion_protection;
    assert.deepEqual([await shown(on), await shown(off)], [true, false]);
    const { body } = await service.call('GET', `/desktops/detail?desktop_id=${on}&desktop_id=${off}`);
    assert.deepEqual(
      body.desktops.map((each: { deletion_protection: boolean }) => each.deletion_protection).sort(),
      [false, true],
    );
  });

  it('S14 (apache/cloudstack#12895, Telmate/terraform-provider-proxmox#350): refuses every path with 409 or a failed sub-job, force too, and writes nothing', async () => {
    const [id] = await createDesktops(service, { deletion_protection: true });
    for (const query of ['', '?is_force_delete=true', '?delete_users=true&email_notification=false']) {
      const refused = await service.call('DELETE', `/desktops/${id}${query}`);
      assert.deepEqual([refused.status, refused.body.error_code], [409, 'DPL.0423'], query);
      const plan = await service.call('GET', `/desktops/${id}/deletion-plan${query}`);
      assert.deepEqual([plan.status, plan.body.error_code], [409, 'DPL.0423'], query);
    }
    for (const force of [false, true]) {
      const [other] = await createDesktops(service, {});
      const answer = await service.call('POST', '/desktops/batch-delete', {
        desktop_ids: [id, other],
        is_force_delete: force,
      });
      assert.equal(answer.status, 202);
      await showUntilGone(service, other);
      const [refused, done] = await readSubJobs(service, answer.body.job_id);
      assert.deepEqual(
        [refused?.status, refused?.error_code, done?.status],
        ['FAILED', 'DPL.0423', 'SUCCESS'],
      );
    }
    const shown = await service.call('GET', `/desktops/${id}`);
    assert.deepEqual([shown.status, shown.body.desktop.task_status], [200, '']);
    assert.equal(await deletionsOf(id), 0);
    assert.equal((await protect(id, false)).status, 200);
    assert.equal((await service.call('DELETE', `/desktops/${id}`)).status, 204);
    await showUntilGone(service, id);
  });

  it('outlives a plan that was agreed to before it was raised', async () => {
    const [id] = await createDesktops(service, {});
    const plan = await service.call('GET', `/desktops/${id}/deletion-plan`);
    assert.equal((await protect(id, true)).status, 200);
    const refused = await service.call('DELETE', `/desktops/${id}`, undefined, {
      'if-match': `"${plan.body.digest}"`,
    });
    assert.deepEqual([refused.status, refused.body.error_code], [409, 'DPL.0423']);
  });

  it('raises the revision at every change, alone or together with a name', async () => {
    const [id] = await createDesktops(service, {});
    const first = await revisionOf(id);
    await protect(id, true);
    assert.equal(await revisionOf(id), first + 1);
    const answer = await service.call('PUT', `/desktops/${id}`, {
      desktop: { computer_name: 'both-1', deletion_protection: false },
    });
    assert.equal(answer.status, 200, answer.text);
    assert.equal(await revisionOf(id), first + 2);
    const { desktop } = (await service.call('GET', `/desktops/${id}`)).body;
    assert.deepEqual([desktop.computer_name, desktop.deletion_protection], ['both-1', false]);
  });

  it('cannot be changed any more once the desktop is being deleted, and takes only true or false', async () => {
    const slow = await startTestService({ simulated: { delayMs: 60_000 } });
    try {
      const [id] = await createDesktops(slow, {}, { wait: false });
      await slow.call('DELETE', `/desktops/${id}?is_force_delete=true`);
      const late = await slow.call('PUT', `/desktops/${id}`, { desktop: { deletion_protection: true } });
      assert.deepEqual([late.status, late.body.error_code], [409, 'WKS.00010032']);
    } finally {
      await slow.remove();
    }
    const [id] = await createDesktops(service, {});
    for (const value of ['true', 1, null]) assert.equal((await protect(id, value)).status, 400);
    const missing = await protect('a130ab3a-72bf-4b71-baa9-af4987c8e338', true);
    assert.equal(missing.status, 404);
  });

  it('S14: of a deletion and a protection at once exactly one holds', async () => {
    const ids = await createDesktops(service, { size: 20, desktop_name: 'race' });
    const outcomes = await Promise.all(
      ids.map(async (id, index) => {
        const both = [
          () => protect(id, true),
          () => service.call('DELETE', `/desktops/${id}?is_force_delete=${index % 2 === 0}`),
        ];
        if (index % 3 === 0) both.reverse();
        const answers = await Promise.all(both.map((call) => call()));
        if (index % 3 === 0) answers.reverse();
        const [raised, deleted] = answers.map((answer) => answer.status);
        return { id, raised, deleted };
      }),
    );
    for (const { id, raised, deleted } of outcomes) {
      const isProtected = raised === 200;
      assert.deepEqual([raised, deleted], isProtected ? [200, 409] : [raised, 204]);
      assert.equal(await deletionsOf(id), isProtected ? 0 : 1);
      if (!isProtected) assert.ok(raised === 409 || raised === 404, String(raised));
    }
  });
});
