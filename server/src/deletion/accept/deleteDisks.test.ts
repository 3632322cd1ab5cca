import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { canonicalBytes } from '@deskplane/verify/canonicalJson.js';
import { readKeySet } from '@deskplane/verify/readBundle.js';
import { verifyReceipt } from '@deskplane/verify/verifyReceipt.js';
import { createDesktops, readSubJobs, showUntilGone } from '../../testing/desktopCalls.js';
import { createGate, interpose } from '../../testing/interpose.js';
import { createPolicyUsers } from '../../testing/policyUsers.js';
import { startTestService, type TestService } from '../../testing/startTestService.js';
import { waitUntil } from '../../testing/waitUntil.js';

/** What each removal waits for. */
let mayRemove: () => Promise<void> = async () => undefined;
let service: TestService;
before(async () => {
  service = await startTestService({
    engine: (engine) =>
      interpose(engine, async (call, run) => {
        if (call.verb === 'remove') await mayRemove();
        return run();
      }),
  });
});
after(() => service.remove());

const twoDisks = {
  data_volumes: [
    { type: 'SSD', size: 20 },
    { type: 'SAS', size: 30 },
  ],
};

async function disksOf(desktopId: string): Promise<{ root: string; data: string[] }> {
  const { desktop } = (await service.call('GET', `/desktops/${desktopId}`)).body;
  return { root: desktop.root_volume.id, data: desktop.data_volumes.map((each: { id: string }) => each.id) };
}

async function made(): Promise<{ desktop: string; root: string; data: [string, string] }> {
  const [desktop] = await createDesktops(service, twoDisks);
  const { root, data } = await disksOf(desktop);
  const [one, two] = data;
  assert.ok(one !== undefined && two !== undefined);
  return { desktop, root, data: [one, two] };
}

const remove = (desktop: string, ids: readonly string[], headers: Record<string, string> = {}) =>
  service.call('POST', `/desktops/${desktop}/volumes/batch-delete`, { volume_ids: ids }, headers);
const planOf = (desktop: string, volume: string) =>
  service.call('GET', `/desktops/${desktop}/volumes/${volume}/deletion-plan`);
const untilEnded = (jobId: string) =>
  waitUntil(async () => {
    const jobs = await readSubJobs(service, jobId);
    assert.ok(!jobs.some(({ status }) => status === 'FAILED'), JSON.stringify(jobs));
    return jobs.every(({ status }) => status === 'SUCCESS') && jobs;
  }, 'the disks to be gone');
const sealed = (id: string) =>
  waitUntil(async () => {
    const { status, body, text } = await service.call('GET', `/deletions/${id}`);
    assert.equal(status, 200, text);
    return body.receipt_state === 'sealed' && body;
  }, 'the sealed receipt');
const engineHolds = async (id: string) => {
  const { rowCount } = await service.database.pool.query(
    `select from simulated_items s join items i on i.single_use_name = s.name
     where i.id = $1 and not (s.changes_to = 'gone' and s.changes_at <= now()) is true`,
    [id],
  );
  return rowCount === 1;
};
const verdictOf = async (receipt: Parameters<typeof canonicalBytes>[0]) =>
  verifyReceipt(canonicalBytes(receipt), {
    keys: readKeySet((await service.call('GET', '//.well-known/jwks.json')).body),
  });

describe('DeleteDesktopVolumes', () => {
  it('S6: takes a data disk of a running desktop, proves it, and leaves everything else as it was', async () => {
    const { desktop, root, data } = await made();
    const [one, two] = data;
    const plan = await planOf(desktop, one);
    assert.equal(plan.status, 200, plan.text);
    assert.deepEqual([plan.body.desktop_id, plan.body.volume_id, plan.body.users], [desktop, one, []]);
    assert.deepEqual(
      plan.body.items.map((item: { id: string; intent: string; key_intent: string }) => [
        item.id,
        item.intent,
        item.key_intent,
      ]),
      [[one, 'delete', 'destroy']],
    );
    const answer = await remove(desktop, [one], { 'if-match': `"${plan.body.digest}"` });
    assert.equal(answer.status, 200, answer.text);
    const jobs = await untilEnded(answer.body.job_id);
    assert.deepEqual(
      jobs.map(({ entities }) => entities),
      [{ ...jobs[0]?.entities, desktop_id: desktop, volume_id: one }],
    );
    assert.deepEqual(await disksOf(desktop), { root, data: [two] });
    assert.equal((await service.call('GET', `/desktops/${desktop}`)).body.desktop.status, 'ACTIVE');
    assert.deepEqual(await Promise.all([one, two, root].map(engineHolds)), [false, true, true]);
    const deletion = await sealed(one);
    assert.deepEqual(
      [deletion.desktop_id, deletion.volume_id, deletion.state, deletion.users],
      [desktop, one, 'done', []],
    );
    const verdict = await verdictOf(deletion.receipt);
    assert.ok(verdict.valid, JSON.stringify(verdict));
    assert.deepEqual([verdict.receipt.desktopId, verdict.receipt.volumeId], [desktop, one]);
    const [item] = verdict.receipt.items;
    assert.deepEqual(
      [verdict.receipt.items.length, item?.ended, item?.grade],
      [1, 'absent', 'crypto-erased'],
    );
    assert.equal((await remove(desktop, [one])).status, 404);
  });

  it('S1: refuses the whole call by name where one of its disks cannot go, and touches none', async () => {
    const { desktop, root, data } = await made();
    const other = await made();
    const missing = '00000000-0000-4000-8000-000000000000';
    for (const [id, status, code] of [
      [root, 409, 'DPL.0430'],
      [missing, 404, 'DPL.0404'],
      [other.data[0], 404, 'DPL.0404'],
    ] as const) {
      const answer = await remove(desktop, [data[0], id]);
      assert.deepEqual([answer.status, answer.body.error_code], [status, code], answer.text);
      if (code === 'DPL.0430') assert.match(answer.text, new RegExp(root));
    }
    assert.deepEqual(await disksOf(desktop), { root, data });
    assert.equal((await service.call('GET', `/deletions/${data[0]}`)).status, 404);
  });

  it('S14: deletion protection of the desktop covers its disks', async () => {
    const { desktop, data } = await made();
    const set = (value: boolean) =>
      service.call('PUT', `/desktops/${desktop}`, { desktop: { deletion_protection: value } });
    const on = await set(true);
    assert.ok(on.status < 300, on.text);
    for (const answer of [await remove(desktop, [data[0]]), await planOf(desktop, data[0])])
      assert.deepEqual([answer.status, answer.body.error_code], [409, 'DPL.0423'], answer.text);
    assert.ok((await set(false)).status < 300);
    await untilEnded((await remove(desktop, [data[0]])).body.job_id);
  });

  it('S15: an If-Match of an older plan is a 412, of the disk and of its desktop', async () => {
    const { desktop, data } = await made();
    const whole = (await service.call('GET', `/desktops/${desktop}/deletion-plan`)).body.digest;
    const [one, two] = await Promise.all(data.map(async (id) => (await planOf(desktop, id)).body.digest));
    const wrong = await remove(desktop, [data[0]], { 'if-match': `"${two}"` });
    assert.deepEqual([wrong.status, wrong.body.error_code], [412, 'DPL.0412']);
    const both = await remove(desktop, data, { 'if-match': `"${one}"` });
    assert.equal(both.status, 412);
    const { job_id: jobId } = (await remove(desktop, [data[0]], { 'if-match': `"${two}", "${one}"` })).body;
    await untilEnded(jobId);
    const stale = await service.call('DELETE', `/desktops/${desktop}`, undefined, {
      'if-match': `"${whole}"`,
    });
    assert.equal(stale.status, 412);
    await service.call('DELETE', `/desktops/${desktop}`);
    await showUntilGone(service, desktop);
  });

  it('A2: twenty calls at once over both disks delete each once, and every job ends well', async () => {
    const { desktop, root, data } = await made();
    // A call that comes once a disk is gone is told so.
    const gate = createGate();
    mayRemove = () => gate.pass();
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => remove(desktop, index % 2 === 0 ? data : [data[1]])),
    ).finally(() => {
      gate.open();
      mayRemove = async () => undefined;
    });
    for (const { status, body, text } of answers) {
      assert.equal(status, 200, text);
      await untilEnded(body.job_id);
    }
    assert.deepEqual(await disksOf(desktop), { root, data: [] });
    const { rows } = await service.database.pool.query(
      `select desktop_id as id, (select count(*)::int from log_entries e where e.desktop_id = d.desktop_id) as entries
       from deletions d where disk_of = $1 order by desktop_id`,
      [desktop],
    );
    assert.deepEqual(
      rows,
      data.toSorted().map((id) => ({ id, entries: 2 })),
    );
    for (const id of data) assert.ok((await verdictOf((await sealed(id)).receipt)).valid);
  });

  it('S6: a desktop that goes while its disk goes proves the disk too, and both end', async () => {
    const { desktop, data } = await made();
    const disk = remove(desktop, [data[0]]);
    const whole = service.call('DELETE', `/desktops/${desktop}`);
    const [first, second] = await Promise.all([disk, whole]);
    assert.equal(second.status, 204, second.text);
    assert.ok(first.status === 200 || first.body.error_code === 'DPL.0431', first.text);
    await showUntilGone(service, desktop);
    if (first.status === 200) {
      await untilEnded(first.body.job_id);
      assert.ok((await verdictOf((await sealed(data[0])).receipt)).valid);
    }
    const { receipt } = await sealed(desktop);
    const verdict = await verdictOf(receipt);
    assert.ok(verdict.valid, JSON.stringify(verdict));
    assert.equal(verdict.receipt.volumeId, undefined);
  });

  it('a disk of a desktop that is being deleted is refused: it goes with the desktop', async () => {
    const { desktop, data } = await made();
    assert.equal((await service.call('DELETE', `/desktops/${desktop}`)).status, 204);
    const answer = await remove(desktop, [data[0]]);
    assert.ok([404, 409].includes(answer.status), answer.text);
    if (answer.status === 409) assert.equal(answer.body.error_code, 'DPL.0431');
    await showUntilGone(service, desktop);
  });

  it('is listed with whose disk it is, and follows like any deletion', async () => {
    const { desktop, data } = await made();
    await untilEnded((await remove(desktop, data)).body.job_id);
    const { deletions } = (await service.call('GET', '/deletions?limit=1000')).body;
    const own = deletions.filter((each: { desktop_id: string }) => each.desktop_id === desktop);
    assert.deepEqual(
      own
        .map((each: { volume_id: string; items_total: number }) => [each.volume_id, each.items_total])
        .sort(),
      data.toSorted().map((id) => [id, 1]),
    );
    const events = await service.call('GET', `/deletions/${data[0]}/events`);
    assert.equal(events.status, 200);
    assert.match(events.text, /event: done/);
  });

  it('S4: asks for workspace:volumes:delete on the desktop, with the tags of the desktop', async () => {
    const [desktop] = await createDesktops(service, { ...twoDisks, tags: [{ key: 'team', value: 'red' }] });
    const { data } = await disksOf(desktop);
    const users = await createPolicyUsers(service);
    const path = `/v2/${service.credentials.project_id}/desktops/${desktop}/volumes/batch-delete`;
    const may = (team: string) => ({
      identity: [
        {
          Effect: 'Allow',
          Action: ['workspace:volumes:delete'],
          Condition: { StringEquals: { 'g:ResourceTag/team': [team] } },
        },
      ],
    });
    const desktopsOnly = await users.add('desktops-only', {
      identity: [{ Effect: 'Allow', Action: ['workspace:desktops:*'] }],
    });
    const blue = await users.add('blue', may('blue'));
    for (const { call } of [desktopsOnly, blue]) {
      const answer = await call('POST', path, { volume_ids: data });
      assert.equal(answer.status, 403, answer.text);
      assert.match(answer.text, /workspace:volumes:delete/);
    }
    assert.deepEqual((await disksOf(desktop)).data, data);
    const red = await users.add('red', may('red'));
    const answer = await red.call('POST', path, { volume_ids: data });
    assert.equal(answer.status, 200, answer.text);
    await untilEnded(answer.body.job_id);
  });

  it('S7: a disk that will not go can be released by name and with a reason, which its receipt says', async () => {
    const { desktop, data } = await made();
    // Another server uses it as its first disk: the engine refuses to let it go.
    await service.database.pool.query(
      `insert into simulated_items (kind, id, generation, name, status, created_at, spec)
       select 'server', gen_random_uuid()::text, 'g', 'foreign', 'active', now(), jsonb_build_object('uses', jsonb_build_array(provider_id))
       from items where id = $1`,
      [data[0]],
    );
    const { job_id: jobId } = (await remove(desktop, [data[0]])).body;
    const held = await waitUntil(async () => {
      const { body } = await service.call('GET', `/deletions/${data[0]}`);
      return body.items[0].attempts > 0 && body;
    }, 'a failed turn');
    assert.match(held.items[0].last_error, /in use by a server/);
    const released = await service.call('POST', `/deletions/${data[0]}/items/${data[0]}/release`, {
      reason: 'it is another one that uses it',
    });
    assert.equal(released.status, 200, released.text);
    await untilEnded(jobId);
    const verdict = await verdictOf((await sealed(data[0])).receipt);
    assert.ok(verdict.valid, JSON.stringify(verdict));
    assert.equal(verdict.receipt.items[0]?.ended, 'released');
    assert.equal((await remove(desktop, [data[0]])).status, 404);
    assert.deepEqual((await disksOf(desktop)).data, [data[1]], 'what is answered 404 is shown nowhere');
  });
});

describe('DeleteDesktopVolumes on an engine with faults', () => {
  it('L2: ends every deletion, each proven', async () => {
    const faulty = await startTestService({ simulated: { faultRate: 0.2, seed: 7, delayMs: 20 } });
    try {
      const [desktop] = await createDesktops(faulty, twoDisks);
      const { data_volumes: disks } = (await faulty.call('GET', `/desktops/${desktop}`)).body.desktop;
      const ids: string[] = disks.map((disk: { id: string }) => disk.id);
      const answer = await faulty.call('POST', `/desktops/${desktop}/volumes/batch-delete`, {
        volume_ids: ids,
      });
      assert.equal(answer.status, 200, answer.text);
      assert.equal((await faulty.call('DELETE', `/desktops/${desktop}`)).status, 204);
      await showUntilGone(faulty, desktop);
      for (const id of [...ids, desktop]) {
        const { receipt } = await waitUntil(async () => {
          const { body } = await faulty.call('GET', `/deletions/${id}`);
          return body.receipt_state === 'sealed' && body;
        }, 'the sealed receipt');
        const verdict = verifyReceipt(canonicalBytes(receipt));
        assert.ok(verdict.valid, JSON.stringify(verdict));
        assert.ok(verdict.receipt.items.every(({ ended }) => ended === 'absent'));
      }
    } finally {
      await faulty.remove();
    }
  });
});
