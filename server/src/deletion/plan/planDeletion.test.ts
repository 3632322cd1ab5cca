import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  asId,
  type DesktopId,
  type DesktopUserId,
  type Generation,
  type ItemId,
  type ProviderId,
} from '../../ids.js';
import { isKeyId, made } from '../../testing/madeIds.js';
import {
  type DeletionFlags,
  type Inventory,
  type InventoryItem,
  type InventoryUser,
  planDeletion,
} from './planDeletion.js';
import { presentPlan } from './presentPlan.js';

const item = (
  id: string,
  kind: InventoryItem['kind'],
  other: Partial<InventoryItem> = {},
): InventoryItem => ({
  id: asId<ItemId>(id),
  kind,
  state: 'present',
  ownership: 'created',
  providerId: asId<ProviderId>(`engine-${id}`),
  generation: asId<Generation>(`birth-${id}`),
  keyId: null,
  ...other,
});
const user = (id: string, other: Partial<InventoryUser> = {}): InventoryUser => ({
  id: asId<DesktopUserId>(id),
  name: id,
  email: `${id}@example.com`,
  otherDesktops: 0,
  ...other,
});
const inventory = (other: Partial<Inventory> = {}): Inventory => ({
  desktopId: asId<DesktopId>('d'),
  items: [item('s', 'server'), item('v', 'volume'), item('p', 'port')],
  users: [user('alice')],
  tenantSendsMail: true,
  ...other,
});
const plain: DeletionFlags = { deleteUsers: false, emailNotification: true, force: false };
const nobody = { computerName: 'one', groups: [], snapshots: new Map() };
const withUsers = { ...plain, deleteUsers: true };

describe('planDeletion', () => {
  it('S1: lists every item of the desktop that is not known to be gone, and nothing else', () => {
    const items = [
      item('s', 'server'),
      item('b', 'volume', { state: 'intended' }),
      item('p', 'port'),
      item('old', 'volume', { state: 'absent' }),
    ];
    assert.deepEqual(
      planDeletion(inventory({ items }), plain)
        .items.map(({ id }) => id)
        .sort(),
      ['b', 'p', 's'],
    );
  });

  it('lets the server go before the disks and ports that it uses', () => {
    const stages = new Map(planDeletion(inventory(), plain).items.map(({ kind, stage }) => [kind, stage]));
    assert.ok((stages.get('server') ?? 9) < (stages.get('volume') ?? 0));
    assert.equal(stages.get('volume'), stages.get('port'));
  });

  it('S18: lets the snapshots go before the disks that they are of', () => {
    const items = [item('s', 'server'), item('v', 'volume'), item('k', 'snapshot')];
    const stages = new Map(
      planDeletion(inventory({ items }), plain).items.map(({ kind, stage }) => [kind, stage]),
    );
    assert.ok((stages.get('snapshot') ?? 9) < (stages.get('volume') ?? 0));
  });

  it('S2: detaches what was there before, and never deletes it', () => {
    const items = [item('s', 'server'), item('theirs', 'port', { ownership: 'preexisting' })];
    const theirs = planDeletion(inventory({ items }), plain).items.find(({ id }) => id === 'theirs');
    assert.deepEqual([theirs?.intent, theirs?.reason], ['detach', 'preexisting']);
  });

  it('tells of what holds data whether it is encrypted, and under which key', () => {
    const keyId = made('5c'.repeat(16), isKeyId);
    const items = [
      item('s', 'server'),
      item('a', 'volume', { keyId }),
      item('b', 'snapshot', { keyId }),
      item('c', 'volume'),
      item('d', 'volume', { state: 'intended', providerId: null, generation: null }),
      item('p', 'port'),
    ];
    const told = planDeletion(inventory({ items }), plain).items.map((each) => [
      each.id,
      each.encrypted,
      each.keyId,
    ]);
    assert.deepEqual(told, [
      ['b', true, keyId],
      ['s', null, null],
      ['a', true, keyId],
      ['c', false, null],
      ['d', null, null],
      ['p', null, null],
    ]);
  });

  it('keeps the key of a disk that goes while something stays that needs it, and says what', () => {
    const keyId = made('5c'.repeat(16), isKeyId);
    const items = [
      item('disk', 'volume', { keyId }),
      item('kept', 'snapshot', { keyId, ownership: 'preexisting' }),
      item('own', 'volume', { keyId: made('7d'.repeat(16), isKeyId) }),
    ];
    const plan = planDeletion(inventory({ items }), plain);
    for (const [language, reason] of [
      ['en', 'is kept: item kept stays and needs it.'],
      ['zh', '保留的项 kept 仍需使用。'],
    ] as const) {
      const shown = presentPlan(plan, nobody, 'local', language).items;
      assert.deepEqual(
        shown.map((each) => [each.id, each.key_intent]),
        [
          ['kept', 'keep'],
          ['disk', 'keep'],
          ['own', 'destroy'],
        ],
      );
      assert.ok(shown[1]?.reason.includes(reason), shown[1]?.reason);
    }
  });

  it('S15: is shown in the order in which things go, with what snapshots are called, and has the digest of before', () => {
    const items = [item('a', 'port'), item('b', 'volume'), item('c', 'snapshot'), item('d', 'server')];
    const plan = planDeletion(inventory({ items }), plain);
    const names = new Map([[asId<ItemId>('c'), { name: 'nightly', volumeId: asId<ItemId>('b') }]]);
    const shown = presentPlan(plan, { ...nobody, snapshots: names }, 'local', 'en');
    assert.deepEqual(
      shown.items.map((each) => [each.stage, each.kind, each.id, each.snapshot_name, each.volume_id]),
      [
        [0, 'server', 'd', null, null],
        [0, 'snapshot', 'c', 'nightly', 'b'],
        [1, 'volume', 'b', null, null],
        [1, 'port', 'a', null, null],
      ],
    );
    assert.deepEqual(
      plan.items.map(({ id }) => id),
      ['c', 'd', 'a', 'b'],
    );
    assert.equal(shown.digest, plan.digest);
    assert.equal(presentPlan(plan, nobody, 'local', 'en').digest, plan.digest);
  });

  it('S10, S11: forecasts for each user alone what the end will decide, and why', () => {
    const users = [user('free'), user('busy', { otherDesktops: 2 })];
    const forecast = planDeletion(inventory({ users }), withUsers).users.map((each) => [
      each.id,
      each.intent,
      each.forecast.outcome,
      each.forecast.reason,
    ]);
    assert.deepEqual(forecast, [
      ['busy', 'decide', 'kept', 'has-other-desktops'],
      ['free', 'decide', 'deleted', 'has-no-other-desktop'],
    ]);
    assert.ok(planDeletion(inventory({ users }), plain).users.every((each) => each.intent === 'keep'));
  });

  it('S12: promises a mail only if the call and the tenant agree and there is an address', () => {
    const mail = (flags: DeletionFlags, other: Partial<Inventory> = {}) =>
      planDeletion(inventory(other), flags).users[0]?.mail;
    assert.equal(mail(plain), 'sent');
    assert.equal(mail({ ...plain, emailNotification: false }), 'not-asked-for');
    assert.equal(mail(plain, { tenantSendsMail: false }), 'tenant-sends-none');
    for (const email of ['', 'u@example.com.', 'a\u0001@example.com', 'a@b.example, c@d.example'])
      assert.equal(mail(plain, { users: [user('nowhere', { email })] }), 'no-address', email);
  });

  it('S13: force never shortens the list', () => {
    const ids = (force: boolean) => planDeletion(inventory(), { ...plain, force }).items.map(({ id }) => id);
    assert.deepEqual(ids(true), ids(false));
  });
});

describe('the digest of a plan', () => {
  const digest = (flags: DeletionFlags, other: Partial<Inventory> = {}) =>
    planDeletion(inventory(other), flags).digest;

  it('S15: is the same for the same plan, in whatever order the inventory was read', () => {
    const items = [item('p', 'port'), item('v', 'volume'), item('s', 'server')];
    assert.equal(digest(plain, { items }), digest(plain));
  });

  it('S15: differs with every flag, item, generation, key and forecast', () => {
    const others = [
      digest(withUsers),
      digest({ ...plain, force: true }),
      digest({ ...plain, emailNotification: false }),
      digest(plain, { items: [item('s', 'server'), item('v', 'volume')] }),
      digest(plain, {
        items: [
          item('s', 'server'),
          item('v', 'volume', { generation: asId<Generation>('another') }),
          item('p', 'port'),
        ],
      }),
      digest(plain, {
        items: [item('s', 'server'), item('v', 'volume', { ownership: 'preexisting' }), item('p', 'port')],
      }),
      ...['5c', 'a7'].map((digits) => {
        const keyId = made(digits.repeat(16), isKeyId);
        return digest(plain, {
          items: [item('s', 'server'), item('v', 'volume', { keyId }), item('p', 'port')],
        });
      }),
      digest(plain, { users: [] }),
      digest(withUsers, { users: [user('alice', { otherDesktops: 1 })] }),
    ];
    assert.equal(new Set([...others, digest(plain)]).size, others.length + 1);
  });

  it('does not cover names and addresses', () => {
    assert.equal(
      digest(plain, { users: [user('alice', { name: 'renamed', email: 'new@example.com' })] }),
      digest(plain),
    );
  });
});
