import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createDesktops, showUntilGone } from '../../testing/desktopCalls.js';
import { startTestService, type TestService } from '../../testing/startTestService.js';
import { explainFate, explainOutcome } from './planReasons.js';
import { decideUser, recordReason } from './userFate.js';

let service: TestService;
before(async () => {
  service = await startTestService();
});
after(() => service.remove());

const showPlan = (id: string, query = '', headers?: Record<string, string>) =>
  service.call('GET', `/desktops/${id}/deletion-plan?${query}`, undefined, headers);
const deleteIf = (id: string, digest: string, query = '') =>
  service.call('DELETE', `/desktops/${id}?${query}`, undefined, { 'if-match': `"${digest}"` });

describe('ShowDeletionPlan', () => {
  it('S15: lists what would go and what stays, with reasons, and changes nothing', async () => {
    const [id] = await createDesktops(service, {
      desktops: [{ user_name: 'pia', user_email: 'pia@example.com' }, { user_name: 'pia' }],
      data_volumes: [{ type: 'SAS', size: 20 }],
    });
    const answer = await showPlan(id, 'delete_users=true');
    assert.equal(answer.status, 200, answer.text);
    assert.deepEqual(answer.body.items.map((item: { kind: string }) => item.kind).sort(), [
      'port',
      'server',
      'volume',
      'volume',
    ]);
    assert.ok(
      answer.body.items.every(
        (item: { provider_id: string; generation: string }) => item.provider_id && item.generation,
      ),
    );
    const [user] = answer.body.users;
    assert.deepEqual(
      [user.user_name, user.intent, user.forecast, user.reason, user.mail],
      ['pia', 'decide', 'kept', 'The user has 1 other desktop.', 'sent'],
    );
    assert.equal(answer.headers.get('etag'), `"${answer.body.digest}"`);
    assert.equal((await service.call('GET', `/desktops/${id}`)).body.desktop.status, 'ACTIVE');
  });

  it('gives its reasons in Chinese when asked', async () => {
    const [id] = await createDesktops(service, { desktops: [{ user_name: 'wei' }] });
    const chinese = { 'x-language': 'zh-cn' };
    const answer = await showPlan(id, '', chinese);
    assert.equal(answer.body.users[0].reason, '未要求删除用户。');
    for (const { reason } of answer.body.items)
      assert.match(reason, /^它是为该桌面创建的。[^a-z]*(密钥 \w+ 将被销毁。)?$/);
  });

  it('gives its reasons as whole sentences, and so does the deletion, in the language of whoever asks', async () => {
    const [id] = await createDesktops(service, { desktops: [{ user_name: 'lin' }] });
    const plan = (await showPlan(id, 'delete_users=true')).body;
    for (const { reason } of [...plan.items, ...plan.users]) assert.match(reason, /^[A-Z][^;]*\.$/);
    assert.equal((await deleteIf(id, plan.digest, 'delete_users=true')).status, 204);
    await showUntilGone(service, id);
    for (const [language, reason] of [
      ['en-us', 'The user has no other desktop.'],
      ['zh-cn', '该用户没有其他桌面。'],
    ] as const) {
      const { body } = await service.call('GET', `/deletions/${id}`, undefined, { 'x-language': language });
      assert.deepEqual(
        body.users.map((user: { outcome: string; reason: string }) => [user.outcome, user.reason]),
        [['deleted', reason]],
      );
    }
  });

  it('says of a user what is on record in the words of the plan', () => {
    for (const [deleteUsers, others] of [
      [false, 0],
      [true, 0],
      [true, 1],
      [true, 12],
    ] as const) {
      const fate = decideUser(deleteUsers, others);
      const recorded = { outcome: fate.outcome, reason: recordReason(fate) };
      for (const language of ['en', 'zh'] as const)
        assert.equal(explainOutcome(recorded, language), explainFate(fate, language));
    }
    assert.equal(explainOutcome({ outcome: null, reason: null }, 'en'), null);
  });

  it('is 404 for a desktop that is not there', async () => {
    assert.equal((await showPlan('a130ab3a-72bf-4b71-baa9-af4987c8e338')).status, 404);
  });
});

describe('DeleteDesktop with If-Match', () => {
  it('S15 (IsardVDI 7af23fea1): goes ahead with the plan that was agreed to, and does exactly that', async () => {
    const [id] = await createDesktops(service, { desktops: [{ user_name: 'agreed' }] });
    const { body: plan } = await showPlan(id, 'delete_users=true');
    assert.equal((await deleteIf(id, plan.digest, 'delete_users=true')).status, 204);
    await showUntilGone(service, id);
    const { rows } = await service.database.pool.query(
      `select item_id, ended from deletion_items where desktop_id = $1 order by item_id`,
      [id],
    );
    assert.deepEqual(
      rows,
      plan.items
        .map((item: { id: string }) => ({ item_id: item.id, ended: 'absent' }))
        .sort((one: { item_id: string }, other: { item_id: string }) =>
          one.item_id < other.item_id ? -1 : 1,
        ),
    );
  });

  it('A2: takes a repeated call with the plan that is being carried out, and no other', async () => {
    const [id] = await createDesktops(service, {});
    const { body: plan } = await showPlan(id);
    const { body: forced } = await showPlan(id, 'is_force_delete=true');
    assert.equal((await deleteIf(id, plan.digest)).status, 204);
    const again = await deleteIf(id, plan.digest);
    assert.ok(again.status === 204 || again.status === 404, again.text);
    const other = await deleteIf(id, forced.digest, 'is_force_delete=true');
    assert.ok(other.status === 412 || other.status === 404, other.text);
    await showUntilGone(service, id);
  });

  it('is 412, and nothing is done, when the flags are others than those of the plan', async () => {
    const [id] = await createDesktops(service, { desktops: [{ user_name: 'other-flags' }] });
    const { body: plan } = await showPlan(id);
    const answer = await deleteIf(id, plan.digest, 'delete_users=true');
    assert.deepEqual([answer.status, answer.body.error_code], [412, 'DPL.0412']);
    assert.equal((await service.call('GET', `/desktops/${id}`)).body.desktop.status, 'ACTIVE');
  });

  it('S4: is 412, and nothing is done, when the desktop is not called any more what was confirmed', async () => {
    const [id] = await createDesktops(service, { desktops: [{ computer_name: 'before' }] });
    const { body: plan } = await showPlan(id);
    assert.equal(plan.computer_name, 'before');
    const renamed = await service.call('PUT', `/desktops/${id}`, { desktop: { computer_name: 'after' } });
    assert.ok(renamed.status < 300, renamed.text);
    const named = (name: string) => deleteIf(id, plan.digest, `computer_name=${name}`);
    const answer = await named(plan.computer_name);
    assert.deepEqual([answer.status, answer.body.error_code], [412, 'DPL.0412']);
    assert.equal((await service.call('GET', `/desktops/${id}`)).body.desktop.task_status, '');
    const { body: again } = await showPlan(id);
    assert.deepEqual([again.computer_name, again.digest], ['after', plan.digest], 'no digest covers a name');
    assert.equal((await named('after')).status, 204);
    assert.equal((await deleteIf(id, plan.digest, 'computer_name=')).status, 400);
  });

  it('is 412 when a user would fare otherwise than forecast, and not when only a tag changed', async () => {
    const [id] = await createDesktops(service, { desktops: [{ user_name: 'moving' }] });
    const { body: plan } = await showPlan(id, 'delete_users=true');
    await service.call('POST', `/desktops/${id}/tags`, { tag: { key: 'team', value: 'red' } });
    await createDesktops(service, { desktops: [{ user_name: 'moving' }] });
    assert.equal((await deleteIf(id, plan.digest, 'delete_users=true')).status, 412);
    const { body: again } = await showPlan(id, 'delete_users=true');
    await service.call('POST', `/desktops/${id}/tags`, { tag: { key: 'team', value: 'blue' } });
    assert.equal((await deleteIf(id, again.digest, 'delete_users=true')).status, 204);
  });
});

describe('accepting a deletion', () => {
  it('S1: plans anew when the desktop changes under it, and never takes a stale inventory', async () => {
    const [id] = await createDesktops(service, { desktops: [{ user_name: 'busy-desk' }] });
    const changes = Array.from({ length: 20 }, (_, index) =>
      service.call('POST', `/desktops/${id}/tags`, { tag: { key: `k${index}`, value: 'v' } }),
    );
    const deletion = service.call('DELETE', `/desktops/${id}`);
    const [answer] = await Promise.all([deletion, ...changes]);
    assert.ok(answer.status === 204 || answer.status === 409, answer.text);
    if (answer.status === 204) await showUntilGone(service, id);
  });
});
