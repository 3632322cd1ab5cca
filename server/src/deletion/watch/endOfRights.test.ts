import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { signRequest } from '../../iam/signatures/signRequest.js';
import type { AnsweredKey } from '../../testing/credentialCalls.js';
import { createDesktops } from '../../testing/desktopCalls.js';
import { askToken } from '../../testing/identityCalls.js';
import { createPolicyUsers, type PolicyUser, type PolicyUsers } from '../../testing/policyUsers.js';
import { startTestService, type TestService } from '../../testing/startTestService.js';
import { waitUntil } from '../../testing/waitUntil.js';

const password = 'a password of tests 1';

let service: TestService;
let users: PolicyUsers;
let path: string;
before(async () => {
  // Nothing ends while a test runs.
  service = await startTestService({
    engine: (simulated) => ({ ...simulated, remove: async () => 'accepted' }),
  });
  users = await createPolicyUsers(service);
  const [id] = await createDesktops(service, { tags: [{ key: 'team', value: 'blue' }] });
  await service.call('DELETE', `/desktops/${id}`);
  path = `/v2/${service.credentials.project_id}/deletions/${id}/events`;
});
after(() => service.remove());

const allow = { Effect: 'Allow', Action: ['workspace:desktops:get', 'vpc:*:*', 'eip:*:*', 'nat:*:*'] };

interface Stream {
  /** Milliseconds of the monotonic clock when it ended; undefined: it goes on. */
  readonly endedAt: () => number | undefined;
  /** Settles once it was told something. */
  readonly begun: Promise<void>;
  leave(): void;
}

async function listen(headers: Record<string, string>): Promise<Stream> {
  const controller = new AbortController();
  const response = await fetch(`${service.endpoint}${path}`, { headers, signal: controller.signal });
  assert.equal(response.status, 200, `${response.status}`);
  let endedAt: number | undefined;
  let tell = (): void => undefined;
  const begun = new Promise<void>((resolve) => {
    tell = resolve;
  });
  const read = async (): Promise<void> => {
    let text = '';
    for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      text += chunk;
      if (text.includes('event: accepted')) tell();
    }
    endedAt = performance.now();
  };
  read().catch(() => undefined);
  return { endedAt: () => endedAt, begun, leave: () => controller.abort() };
}

let made = 0;
async function watcher(policy: object = allow): Promise<{ who: PolicyUser; token: string }> {
  const name = `watcher-${(made += 1)}`;
  const who = await users.add(name, { identity: [policy] });
  const scope = { project: { id: service.credentials.project_id } };
  const answer = await askToken(service, { name, password, scope });
  return { who, token: answer.headers.get('x-subject-token') ?? '' };
}

function signed(key: AnsweredKey): Record<string, string> {
  const security = key.securitytoken === undefined ? {} : { 'X-Security-Token': key.securitytoken };
  return signRequest({
    method: 'GET',
    url: new URL(path, service.endpoint),
    headers: security,
    accessKey: key.access,
    secretKey: key.secret,
    now: new Date(),
  });
}

const asRoot = async (method: string, to: string, body?: object): Promise<void> => {
  const answer = await users.root(method, to, body);
  assert.ok(answer.status < 300, answer.text);
};
const sql = (text: string, values: unknown[]) => service.database.pool.query(text, values);

/** Each takes something away from somebody who listens. */
const ends: Readonly<
  Record<string, () => Promise<{ headers: Record<string, string>; readonly end: () => Promise<unknown> }>>
> = {
  'the caller is disabled': async () => {
    const { who, token } = await watcher();
    return {
      headers: { 'x-auth-token': token },
      end: () => asRoot('PATCH', `/v3/users/${who.id}`, { user: { enabled: false } }),
    };
  },
  'the caller is deleted': async () => {
    const { who, token } = await watcher();
    return { headers: { 'x-auth-token': token }, end: () => asRoot('DELETE', `/v3/users/${who.id}`) };
  },
  'the token is revoked': async () => {
    const { token } = await watcher();
    const headers = { 'x-auth-token': token };
    return {
      headers,
      end: () =>
        fetch(`${service.endpoint}/v3/auth/tokens`, {
          method: 'DELETE',
          headers: { ...headers, 'x-subject-token': token },
        }),
    };
  },
  'the token expires': async () => {
    const { who, token } = await watcher();
    // As when it had been asked for a day ago. The service knows it already: the second makes it look again.
    return {
      headers: { 'x-auth-token': token },
      end: async () => {
        await sql(`update tokens set expires_at = now() where user_id = $1`, [who.id]);
        await sql(`update domains set iam_revision = iam_revision + 1`, []);
      },
    };
  },
  'the right is taken away': async () => {
    const { who, token } = await watcher();
    return { headers: { 'x-auth-token': token }, end: () => who.revoke(who.policyIds[0] ?? '') };
  },
  'the policy is changed': async () => {
    const { who, token } = await watcher();
    const policy_document = JSON.stringify({
      Version: '5.0',
      Statement: [{ ...allow, Condition: { StringEquals: { 'g:ResourceTag/team': ['red'] } } }],
    });
    return {
      headers: { 'x-auth-token': token },
      end: () =>
        asRoot('POST', `/v5/policies/${who.policyIds[0]}/versions`, {
          policy_document,
          set_as_default: true,
        }),
    };
  },
  'the access key is deleted': async () => {
    const { who } = await watcher();
    const answer = await users.root('POST', '/v3.0/OS-CREDENTIAL/credentials', {
      credential: { user_id: who.id },
    });
    const key: AnsweredKey = answer.body.credential;
    return {
      headers: signed(key),
      end: () => asRoot('DELETE', `/v3.0/OS-CREDENTIAL/credentials/${key.access}`),
    };
  },
  'the token of a temporary key is revoked': async () => {
    const { token } = await watcher();
    const policy = { Version: '5.0', Statement: [allow] };
    const identity = { methods: ['token'], token: { id: token }, policy };
    const answer = await users.root('POST', '/v3.0/OS-CREDENTIAL/securitytokens', { auth: { identity } });
    const credential: AnsweredKey = answer.body.credential;
    return {
      headers: signed(credential),
      end: () =>
        fetch(`${service.endpoint}/v3/auth/tokens`, {
          method: 'DELETE',
          headers: { 'x-auth-token': token, 'x-subject-token': token },
        }),
    };
  },
};

describe('D12: the event stream of a deletion', () => {
  for (const [what, prepare] of Object.entries(ends))
    it(`ends when ${what}`, async () => {
      const { headers, end } = await prepare();
      const stream = await listen(headers);
      await stream.begun;
      assert.equal(stream.endedAt(), undefined);
      await end();
      await waitUntil(() => stream.endedAt() !== undefined, 'the end of the stream');
    });

  it('goes on for those whose rights are what they were, whatever happens to others', async () => {
    const { token } = await watcher();
    const other = await watcher();
    const kept = await listen({ 'x-auth-token': token });
    const lost = await listen({ 'x-auth-token': other.token });
    try {
      await kept.begun;
      await lost.begun;
      await asRoot('PATCH', `/v3/users/${other.who.id}`, { user: { enabled: false } });
      await waitUntil(() => lost.endedAt() !== undefined, 'the end of the other one');
      assert.equal(kept.endedAt(), undefined);
    } finally {
      kept.leave();
    }
  });
});
