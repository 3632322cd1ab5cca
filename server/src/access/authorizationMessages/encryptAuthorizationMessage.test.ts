import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { pino } from 'pino';
import { type Ambient, realAmbient } from '../../ambient.js';
import { decodeAuthorizationMessage } from '../../iam/decisions/decodeAuthorizationMessage.js';
import { asId, type DomainId, type IamUserId } from '../../ids.js';
import { type DataKeys, openDataKeys } from '../../secrets/dataKeys.js';
import { createTestDatabase, type TestDatabase } from '../../testing/testDatabase.js';
import type { AccessDeniedFacts } from '../accessDenied.js';
import type { Denied } from '../policies/types.js';
import { maxMessageLength } from './authorizationMessage.js';
import {
  type AuthorizationMessageKeys,
  authorizationMessageLifetimeMs,
  openAuthorizationMessageKeys,
} from './authorizationMessageKeys.js';
import { createAuthorizationMessages, encryptAuthorizationMessage } from './encryptAuthorizationMessage.js';

const domainId = asId<DomainId>('d0000000000000000000000000000001');
const otherDomainId = asId<DomainId>('d0000000000000000000000000000002');
const start = Date.parse('2026-03-01T00:00:00Z');

let store: TestDatabase;
let directory: string;
let dataKeys: DataKeys;
let passedMs = 0;
const ambient: Ambient = { ...realAmbient, serviceNow: () => new Date(start + passedMs) };

before(async () => {
  store = await createTestDatabase();
  directory = await mkdtemp(join(tmpdir(), 'deskplane-denials-'));
  const masterKeyFile = join(directory, 'master.key');
  dataKeys = await openDataKeys({ database: store.database, ambient: realAmbient, masterKeyFile });
});
after(async () => {
  await store.drop();
  await rm(directory, { recursive: true });
});

/** As a process of its own has them. */
const replica = (): { readonly ambient: Ambient; readonly keys: AuthorizationMessageKeys } => ({
  ambient,
  keys: openAuthorizationMessageKeys({ database: store.database, ambient, dataKeys }),
});

const facts = (changed: Partial<AccessDeniedFacts> = {}): AccessDeniedFacts => ({
  principal: { domainId, userId: asId<IamUserId>('u1'), userName: 'alice' },
  action: 'workspace:desktops:delete',
  resource: `workspace:test-1:${domainId}:desktop:00000000-0000-4000-8000-000000000001`,
  keys: new Map([
    ['g:ResourceTag/owner', ['bob']],
    ['g:EnterpriseProjectId', ['0']],
    ['g:TagKeys', ['a', 'b']],
  ]),
  decision: { allowed: false, kind: 'implicit', action: 'vpc:ports:delete', model: 'identity' },
  at: ambient.serviceNow(),
  requestId: 'r1',
  ...changed,
});

describe('an encrypted authorization message', () => {
  it('says who, what, on what, with which values, and that nothing allowed it (A7)', async () => {
    const parts = replica();
    const text = await decodeAuthorizationMessage(
      parts,
      domainId,
      await encryptAuthorizationMessage(parts, facts()),
    );
    assert.equal(
      text,
      JSON.stringify({
        context: {
          user_profile: {
            domain_id: domainId,
            user_id: 'u1',
            user_name: 'alice',
            principal_urn: `iam::${domainId}:user:alice`,
          },
          action: 'workspace:desktops:delete',
          resource: facts().resource,
          conditions: {
            'g:EnterpriseProjectId': '0',
            'g:ResourceTag/owner': 'bob',
            'g:TagKeys': ['a', 'b'],
          },
          request_id: 'r1',
          time: ambient.serviceNow().toISOString(),
        },
        failed_action: 'vpc:ports:delete',
        deciding_statement: 'none allowed',
        failure: 'implicit deny by identity-based policy',
      }),
    );
  });

  it('names the statement that denied, and nothing else of its policy', async () => {
    const parts = replica();
    const by = { policyId: 'p1', policyName: 'keep production', statement: '#2' };
    const reasons: [Denied['model'], string, string][] = [
      ['role', 'p1', 'explicit deny by role policy'],
      ['identity', 'p1', 'explicit deny by identity-based policy'],
      ['identity', 'session-policy', 'explicit deny by session policy'],
    ];
    for (const [model = 'role', policyId, failure] of reasons) {
      const decision: Denied = {
        allowed: false,
        kind: 'explicit',
        action: 'workspace:desktops:delete',
        by: { ...by, policyId },
        model,
      };
      const decoded = await decodeAuthorizationMessage(
        parts,
        domainId,
        await encryptAuthorizationMessage(parts, facts({ decision })),
      );
      const told = JSON.parse(decoded ?? '');
      assert.deepEqual(told.deciding_statement, {
        policy_id: policyId,
        policy_name: 'keep production',
        statement: '#2',
      });
      assert.equal(told.failure, failure);
      assert.deepEqual(Object.keys(told), ['context', 'failed_action', 'deciding_statement', 'failure']);
    }
  });

  it('opens on every replica, and for no other account', async () => {
    const [one, other] = [replica(), replica()];
    const [ours, theirs] = await Promise.all([
      encryptAuthorizationMessage(one, facts()),
      encryptAuthorizationMessage(other, facts()),
    ]);
    assert.notEqual(ours, theirs);
    assert.notEqual(await decodeAuthorizationMessage(other, domainId, ours), undefined);
    assert.notEqual(await decodeAuthorizationMessage(one, domainId, theirs), undefined);
    assert.equal(await decodeAuthorizationMessage(one, otherDomainId, ours), undefined);
  });

  it('opens no more with any bit changed, cut, extended, or written in another way', async () => {
    const parts = replica();
    const message = await encryptAuthorizationMessage(parts, facts());
    const bytes = Buffer.from(message, 'base64url');
    const opened = (text: string): Promise<string | undefined> =>
      decodeAuthorizationMessage(parts, domainId, text);
    for (let index = 0; index < bytes.length; index += 1) {
      const changed = Buffer.from(bytes);
      changed[index] = (changed[index] ?? 0) ^ (1 << (index % 8));
      assert.equal(await opened(changed.toString('base64url')), undefined, `byte ${index}`);
    }
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    for (const last of alphabet.replace(message.at(-1) ?? '', '')) {
      assert.equal(await opened(message.slice(0, -1) + last), undefined, `last character ${last}`);
    }
    await fc.assert(
      fc.asyncProperty(fc.nat(message.length - 1), fc.string({ minLength: 1 }), async (at, foreign) => {
        assert.equal(await opened(message.slice(0, at)), undefined);
        assert.equal(await opened(message + foreign), undefined);
        assert.equal(await opened(message.slice(0, at) + foreign + message.slice(at)), undefined);
        assert.equal(await opened(foreign), undefined);
      }),
      { numRuns: 200 },
    );
    const standard = Buffer.from(message, 'base64url').toString('base64');
    if (standard !== message) assert.equal(await opened(standard), undefined);
  });

  it('has one of three lengths, whatever it says, and at most 10 240 characters', async () => {
    const parts = replica();
    const lengths = new Set<number>();
    const text = fc.oneof(
      fc.string({ maxLength: 3_000 }),
      fc.string({ unit: 'binary', maxLength: 500 }),
      // Unpaired surrogates and control characters take the most room in JSON.
      fc.constantFrom('\u0001'.repeat(2_000), '\uD800'.repeat(2_000), '云'.repeat(3_000), '😀'.repeat(1_500)),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.record({ name: text, action: text, resource: fc.option(text, { nil: undefined }), policy: text }),
        fc.array(fc.tuple(text, fc.array(text, { maxLength: 40 })), { maxLength: 60 }),
        async ({ name, action, resource, policy }, keys) => {
          const message = await encryptAuthorizationMessage(
            parts,
            facts({
              principal: { ...facts().principal, userName: name },
              action,
              resource,
              keys: new Map(keys),
              decision: {
                allowed: false,
                kind: 'explicit',
                action,
                by: { policyId: policy, policyName: policy, statement: policy },
              },
            }),
          );
          lengths.add(message.length);
          assert.ok(message.length <= maxMessageLength);
          const decoded = (await decodeAuthorizationMessage(parts, domainId, message)) ?? '';
          assert.ok(decoded.length <= 10_240);
          const { context } = JSON.parse(decoded);
          if (context.shortened === undefined) {
            assert.deepEqual(
              [context.user_profile.user_name, context.action, context.resource ?? undefined],
              [name, action, resource],
            );
            assert.equal(Object.keys(context.conditions).length, new Map(keys).size);
          }
        },
      ),
      { numRuns: 150 },
    );
    assert.ok(lengths.size <= 3, [...lengths].join());
    const usual = await Promise.all(
      ['x', 'x'.repeat(300)].map((value) =>
        encryptAuthorizationMessage(parts, facts({ keys: new Map([['k', [value]]]) })),
      ),
    );
    assert.equal(usual[0]?.length, usual[1]?.length);
  });

  it('cannot be opened any more after a day', async () => {
    const parts = replica();
    const message = await encryptAuthorizationMessage(parts, facts());
    passedMs += authorizationMessageLifetimeMs - 1;
    assert.notEqual(await decodeAuthorizationMessage(parts, domainId, message), undefined);
    passedMs += 1;
    assert.equal(await decodeAuthorizationMessage(parts, domainId, message), undefined);
  });
});

describe('keys of encrypted authorization messages', () => {
  it('are changed by a rotation, which keeps the old one until its messages have expired', async () => {
    const [one, other] = [replica(), replica()];
    const earlier = await encryptAuthorizationMessage(one, facts());
    const stillOld = await encryptAuthorizationMessage(other, facts());
    const { keyId, olderExpireAt } = await one.keys.rotate();
    assert.equal((await one.keys.current()).id, keyId);
    const fresh = await encryptAuthorizationMessage(one, facts());
    for (const parts of [one, other]) {
      for (const message of [earlier, stillOld, fresh])
        assert.notEqual(await decodeAuthorizationMessage(parts, domainId, message), undefined);
    }
    // The other replica does not know yet; within a minute it does.
    assert.notEqual((await other.keys.current()).id, keyId);
    passedMs += 60_000;
    assert.equal((await other.keys.current()).id, keyId);
    assert.ok(olderExpireAt.getTime() >= start + passedMs + authorizationMessageLifetimeMs - 60_000);

    const [old] = await keyIds('retired');
    passedMs += authorizationMessageLifetimeMs;
    await one.keys.rotate();
    assert.ok((await keyIds('retired')).includes(old ?? ''), 'removed too early');
    passedMs += 2 * 3_600_000;
    await one.keys.rotate();
    assert.ok(!(await keyIds('retired')).includes(old ?? ''), 'kept too long');
    assert.equal(await one.keys.find(old ?? ''), undefined);
  });

  it('are one at a time, however many replicas begin or rotate at once', async () => {
    await store.database.deleteFrom('authorization_message_keys').execute();
    const replicas = Array.from({ length: 6 }, replica);
    const first = await Promise.all(replicas.map(({ keys }) => keys.current()));
    assert.equal(new Set(first.map(({ id }) => id)).size, 1);
    await Promise.all(replicas.map(({ keys }) => keys.rotate()));
    assert.equal((await keyIds('current')).length, 1);
    const then = await Promise.all(replicas.map(({ keys }) => keys.current()));
    assert.equal(new Set(then.map(({ id }) => id)).size, 1);
  });

  it('are not readable in the database', async () => {
    const { keys } = replica();
    const { key } = await keys.current();
    const rows = await store.database.selectFrom('authorization_message_keys').select('sealed_key').execute();
    assert.ok(rows.length > 0 && rows.every((row) => !row.sealed_key.includes(key)));
  });

  it('may be out of reach: the refusal then goes without its message', async () => {
    const keys: AuthorizationMessageKeys = {
      ...replica().keys,
      current: () => Promise.reject(new Error('the database is away')),
    };
    const encode = createAuthorizationMessages({ ambient, keys, logger: pino({ level: 'silent' }) });
    assert.equal(await encode(facts()), undefined);
  });
});

async function keyIds(which: 'current' | 'retired'): Promise<string[]> {
  const rows = await store.database
    .selectFrom('authorization_message_keys')
    .where('retired_at', which === 'current' ? 'is' : 'is not', null)
    .orderBy('retired_at')
    .select('id')
    .execute();
  return rows.map(({ id }) => id);
}
