import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { canonicalBytes, type JsonValue } from '@deskplane/verify/canonicalJson.js';
import { readEnvelope, readKeySet } from '@deskplane/verify/readBundle.js';
import { verifyReceipt } from '@deskplane/verify/verifyReceipt.js';
import fc from 'fast-check';
import { exactBytes } from '../../audit/logEntry.js';
import { asId, type DesktopId } from '../../ids.js';
import { createDesktops, showUntilGone } from '../../testing/desktopCalls.js';
import { createGate, interpose } from '../../testing/interpose.js';
import { startTestService, type TestService } from '../../testing/startTestService.js';
import { waitUntil } from '../../testing/waitUntil.js';

let service: TestService;
before(async () => {
  service = await startTestService();
});
after(() => service.remove());

const owned = (name: string) => ({
  desktops: [{ user_name: name, user_email: `${name}@example.com`, computer_name: `${name}-pc` }],
});
const show = async (id: string) => {
  const answer = await service.call('GET', `/deletions/${id}`);
  assert.equal(answer.status, 200, answer.text);
  return answer.body;
};
/** Waits for the receipt and, as it is part of what is proven, for the addenda of the mails. */
const sealed = (id: string, addenda = 0) =>
  waitUntil(async () => {
    const deletion = await show(id);
    return (
      deletion.receipt_state === 'sealed' && deletion.receipt.addenda.length >= addenda && deletion.receipt
    );
  }, 'the sealed receipt');
const deleteAndProve = async (wish: Record<string, unknown>, query = '', addenda = 0) => {
  const [id] = await createDesktops(service, wish);
  assert.equal((await service.call('DELETE', `/desktops/${id}${query}`)).status, 204);
  await showUntilGone(service, id);
  return { id, bundle: await sealed(id, addenda) };
};
const fileOf = (bundle: JsonValue) => canonicalBytes(bundle);
const payloadOf = (envelope: { payload: string }) =>
  JSON.parse(Buffer.from(envelope.payload, 'base64').toString());
const publishedKeys = async () => readKeySet((await service.call('GET', '//.well-known/jwks.json')).body);

describe('the receipt of a deletion', () => {
  it('S6: lists every item with how and when it was seen gone, and verifies without the service', async () => {
    const { id, bundle } = await deleteAndProve(
      { ...owned('anna'), data_volumes: [{ type: 'SSD', size: 20 }] },
      '?delete_users=true',
      1,
    );
    const verdict = verifyReceipt(fileOf(bundle), { keys: await publishedKeys() });
    assert.ok(verdict.valid, JSON.stringify(verdict));
    const receipt = payloadOf(bundle.receipt.envelope);
    assert.equal(receipt.desktop_id, id);
    const ledger = await service.database.database
      .selectFrom('items')
      .selectAll()
      .where('desktop_id', '=', asId<DesktopId>(id))
      .execute();
    assert.deepEqual(
      receipt.items.map((item: { item_id: string }) => item.item_id).sort(),
      ledger.map((item) => item.id).sort(),
    );
    assert.equal(receipt.items.length, 4);
    for (const item of receipt.items) {
      const known = ledger.find((each) => each.id === item.item_id);
      assert.equal(item.provider_id, known?.provider_id);
      assert.equal(item.generation, known?.generation);
      assert.equal(item.name, known?.single_use_name);
      assert.deepEqual([item.intent, item.ended, item.observed_by], ['delete', 'absent', 'simulated']);
      assert.ok(item.absence_grade !== null);
      assert.ok(
        item.planned_at <= item.ended_at && item.first_absent_at <= item.ended_at,
        JSON.stringify(item),
      );
      assert.equal(item.ended_at, known?.absent_at?.toISOString());
      assert.ok(item.ended_at <= receipt.completed_at);
    }
    const [server] = receipt.items;
    assert.ok(server.planned_at <= server.asked_at && server.asked_at <= server.ended_at);
    assert.deepEqual(
      receipt.users.map((user: { outcome: string; mail: string }) => [user.outcome, user.mail]),
      [['deleted', 'queued']],
    );
    const shown = await show(id);
    assert.equal(receipt.accepted.actor.user_id, shown.accepted_by);
    assert.equal(shown.accepted_by_name, service.credentials.user_name);
    assert.notEqual(shown.computer_name, '');
    const told = new Map(shown.items.map((item: { kind: string }) => [item.kind, item]));
    assert.match(Object(told.get('port')).ip_address, /^[\d.]+$/);
    assert.ok(Object(told.get('volume')).size > 0);
    assert.equal(receipt.accepted.allowed_by, 'account-root');
    assert.equal(receipt.accepted.plan_digest, (await show(id)).plan_digest);
    assert.deepEqual(receipt.job_ids, [receipt.accepted.job_id]);
    assert.equal(receipt.force_skipped, null);
    assert.equal(payloadOf(bundle.addenda[0].envelope).type, 'mail-sent');
  });

  it('S13: says what force skipped, and who raised what later', async () => {
    const slow = await startTestService({ simulated: { delayMs: 1_500 } });
    try {
      const [id] = await createDesktops(slow, {}, { wait: false });
      const path = `/desktops/${id}`;
      assert.equal((await slow.call('DELETE', `${path}?is_force_delete=true`)).status, 204);
      assert.equal((await slow.call('DELETE', `${path}?delete_users=true`)).status, 204);
      assert.equal((await slow.call('DELETE', path)).status, 204);
      const bundle = await waitUntil(
        async () => (await slow.call('GET', `/deletions/${id}`)).body.receipt ?? undefined,
        'the receipt',
      );
      const receipt = payloadOf(bundle.receipt.envelope);
      assert.equal(receipt.force_skipped.graceful_stop, true);
      assert.match(receipt.force_skipped.task_cancelled, /scheduling|block|network|spawning/);
      // The third call asked for nothing new.
      assert.deepEqual(
        receipt.raised_later.map((raised: { flags: unknown }) => raised.flags),
        [{ delete_users: true, email_notification: true, is_force_delete: false }],
      );
      assert.equal(receipt.job_ids.length, 3);
      const keys = readKeySet((await slow.call('GET', '//.well-known/jwks.json')).body);
      assert.ok(verifyReceipt(fileOf(bundle), { keys }).valid);
    } finally {
      await slow.remove();
    }
  });

  it('S13: says that nothing was skipped where the server had gone before force was asked for', async () => {
    const gate = createGate();
    let asked = 0;
    const held = await startTestService({
      engine: (engine) =>
        interpose(engine, async (call, run) => {
          if (call.verb !== 'remove' || call.kind !== 'volume') return run();
          asked += 1;
          await gate.pass();
          return run();
        }),
    });
    try {
      const [id] = await createDesktops(held, {});
      assert.equal((await held.call('DELETE', `/desktops/${id}`)).status, 204);
      await waitUntil(async () => asked > 0, 'the disk to be asked to go, after its server');
      assert.equal((await held.call('DELETE', `/desktops/${id}?is_force_delete=true`)).status, 204);
      gate.open();
      const bundle = await waitUntil(
        async () => (await held.call('GET', `/deletions/${id}`)).body.receipt ?? undefined,
        'the receipt',
      );
      const receipt = payloadOf(bundle.receipt.envelope);
      assert.equal(receipt.carried_out.is_force_delete, true);
      assert.deepEqual(receipt.force_skipped, { graceful_stop: false, task_cancelled: null });
    } finally {
      gate.open();
      await held.remove();
    }
  });

  it('shows progress before, and 404 for a desktop that is not being deleted or not there', async () => {
    const [id] = await createDesktops(service, {});
    assert.equal((await service.call('GET', `/deletions/${id}`)).status, 404);
    assert.equal((await service.call('GET', '/deletions/a130ab3a-72bf-4b71-baa9-af4987c8e338')).status, 404);
    await service.call('DELETE', `/desktops/${id}`);
    const shown = await show(id);
    assert.equal(shown.items.length, 3);
    assert.ok(shown.progress.total === 3 && shown.progress.ended <= 3);
    await sealed(id);
    const { state, progress } = await show(id);
    assert.deepEqual([state, progress], ['done', { ended: 3, total: 3 }]);
  });

  it('S17 (coder/coder#4316): who wanted what is in the log with the acceptance, before anything is touched', async () => {
    const [id] = await createDesktops(service, {});
    const answer = await service.call('DELETE', `/desktops/${id}`);
    const [entry] = await service.database.database
      .selectFrom('log_entries')
      .select(['kind', 'payload'])
      .where('desktop_id', '=', asId<DesktopId>(id))
      .execute();
    assert.equal(entry?.kind, 'acceptance');
    const accepted = JSON.parse(exactBytes(entry.payload).toString());
    assert.equal(accepted.request_id, answer.headers.get('x-request-id'));
    assert.equal(accepted.job_id, answer.headers.get('x-job-id'));
    assert.equal(accepted.items.length, 3);
    assert.ok(accepted.items.every((item: { provider_id: string | null }) => item.provider_id !== null));
    await showUntilGone(service, id);
  });

  it('holds no personal data, and verifies when a person was erased', async () => {
    const { id, bundle } = await deleteAndProve(owned('berta'), '?delete_users=true', 1);
    const bytes = await service.database.database
      .selectFrom('log_entries')
      .select('payload')
      .where('desktop_id', '=', asId<DesktopId>(id))
      .execute();
    const logged = bytes.map((row) => exactBytes(row.payload).toString()).join();
    for (const personal of ['berta', 'example.com', service.credentials.user_name ?? 'root-user']) {
      assert.ok(!logged.includes(personal), personal);
    }
    const opened = Object.fromEntries(
      bundle.openings.map((each: { subject: string; field: string; value: string }) => [
        `${each.subject.replace(/:.*/, '')}.${each.field}`,
        each.value,
      ]),
    );
    assert.equal(opened['user.name'], 'berta');
    assert.equal(opened['user.email'], 'berta@example.com');
    assert.equal(opened['desktop.computer_name'], 'berta-pc');
    const [user] = payloadOf(bundle.receipt.envelope).users;
    assert.equal((await service.call('POST', '/erasures', { user_id: user.user_id })).status, 200);
    const erased = (await show(id)).receipt;
    assert.ok(!JSON.stringify(erased.openings).includes('berta'));
    // Name and address of the user, and the name of the computer.
    assert.equal(erased.openings.length, bundle.openings.length - 3);
    const verdict = verifyReceipt(fileOf(erased), { keys: await publishedKeys() });
    assert.ok(verdict.valid, JSON.stringify(verdict));
    assert.deepEqual(erased.receipt.envelope, bundle.receipt.envelope);
  });

  it('can be held to an older head', async () => {
    const older = (await service.call('GET', '//log/head')).body;
    const { bundle } = await deleteAndProve(owned('carl'));
    const sizeOf = (envelope: { payload: string }): number => payloadOf(envelope).size;
    const query = `first=${sizeOf(older)}&second=${sizeOf(bundle.head)}`;
    const { first, path } = (await service.call('GET', `//log/consistency?${query}`)).body;
    const trust = { keys: await publishedKeys(), head: readEnvelope(older, 'head') };
    const proven = verifyReceipt(fileOf({ ...bundle, consistency: { first, path } }), trust);
    assert.ok(proven.valid && proven.passed.includes('history'), JSON.stringify(proven));
    const unproven = verifyReceipt(fileOf(bundle), trust);
    assert.ok(!unproven.valid && unproven.failed === 'history');
    assert.equal((await service.call('GET', `//log/consistency?first=2&second=1`)).status, 400);
    assert.equal((await service.call('GET', `//log/consistency?first=1&second=99999999`)).status, 400);
    assert.equal((await service.call('GET', '//log/head', undefined, { 'x-auth-token': '' })).status, 401);
  });
});

describe('a receipt that somebody changed', () => {
  it('is refused whatever byte was changed', async () => {
    const { bundle } = await deleteAndProve(owned('dora'), '', 1);
    const file = fileOf(bundle);
    assert.ok(verifyReceipt(file).valid);
    for (const at of file.keys()) {
      // Connections to the service that end meanwhile are to be seen ended, not used again.
      if (at % 64 === 0) await setImmediate();
      const changed = Buffer.from(file);
      changed.writeUInt8((changed[at] ?? 0) ^ (1 << (at % 8)), at);
      assert.ok(
        !verifyReceipt(changed).valid,
        `byte ${at}: ${changed.subarray(at - 20, at + 20).toString()}`,
      );
    }
    fc.assert(
      fc.property(fc.nat({ max: file.length - 1 }), fc.integer({ min: 1, max: 255 }), (at, difference) => {
        const changed = Buffer.from(file);
        changed.writeUInt8((changed[at] ?? 0) ^ difference, at);
        return !verifyReceipt(changed).valid;
      }),
      { numRuns: 500 },
    );
    fc.assert(
      fc.property(
        fc.nat({ max: file.length - 1 }),
        (length) => !verifyReceipt(file.subarray(0, length)).valid,
      ),
    );
  });

  it('is refused with a missing item, a forged head, foreign keys, and another receipt in its place', async () => {
    const { bundle } = await deleteAndProve(owned('emil'));
    const other = await deleteAndProve(owned('fred'));
    const keys = await publishedKeys();
    const failure = (changed: JsonValue, trust = {}) => {
      const verdict = verifyReceipt(fileOf(changed), trust);
      return verdict.valid ? 'valid' : verdict.failed;
    };
    const receipt = payloadOf(bundle.receipt.envelope);
    const repack = (envelope: object, payload: JsonValue) => ({
      ...envelope,
      payload: canonicalBytes(payload).toString('base64'),
    });
    const fewer = { ...receipt, items: receipt.items.slice(1) };
    const withReceipt = (envelope: object) => ({ ...bundle, receipt: { ...bundle.receipt, envelope } });
    assert.equal(failure(withReceipt(repack(bundle.receipt.envelope, fewer))), 'signature');
    const head = payloadOf(bundle.head);
    assert.equal(failure({ ...bundle, head: repack(bundle.head, { ...head, size: head.size + 1 }) }), 'head');
    assert.equal(failure({ ...bundle, head: bundle.receipt.envelope }), 'head');
    assert.equal(failure(withReceipt(other.bundle.receipt.envelope)), 'inclusion');
    assert.equal(failure({ ...other.bundle, acceptance: bundle.acceptance }), 'acceptance');
    assert.equal(failure({ ...bundle, openings: other.bundle.openings }), 'content');
    assert.equal(failure({ ...bundle, extra: 1 }), 'form');
    const stranger = await startTestService();
    try {
      const foreign = readKeySet((await stranger.call('GET', '//.well-known/jwks.json')).body);
      assert.equal(failure(bundle, { keys: foreign }), 'keys');
      assert.equal(failure(bundle, { keys }), 'valid');
    } finally {
      await stranger.remove();
    }
  });
});
