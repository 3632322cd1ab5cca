import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { realAmbient } from '../../ambient.js';
import { canonicalBytes } from '../../audit/verify/canonicalJson.js';
import { verifyReceipt } from '../../audit/verify/verifyReceipt.js';
import { createChance } from '../../engines/simulated/chance.js';
import { openDataKeys } from '../../iam/dataKeys.js';
import { type AccountCredentials, openAccount } from '../../iam/openAccount.js';
import { createPasswords } from '../../iam/passwords.js';
import type { DesktopId } from '../../ids.js';
import { type CrashCluster, startCluster } from '../../testing/crashCluster.js';
import { simulatedLinux } from '../../testing/desktopCalls.js';
import { assertLedgerMatchesEngine } from '../../testing/ledger.js';
import { type MailServer, startMailServer } from '../../testing/mailServer.js';
import { createTestDatabase, type TestDatabase } from '../../testing/testDatabase.js';
import { waitUntil } from '../../testing/waitUntil.js';
import { openWorkspace } from '../../workspace/openWorkspace.js';
import { assembleBundle } from '../receipt/assembleBundle.js';

const mostKills = 60;
/** A busy machine starts services slowly: fewer kills then. */
const killingMs = 45_000;
const leastKills = 4;
const seed = Number(process.env['DESKPLANE_CRASH_SEED'] ?? 3);

describe('two services that are killed again and again', () => {
  let test: TestDatabase;
  let directory: string;
  let mails: MailServer;
  let cluster: CrashCluster;
  let credentials: AccountCredentials;
  let token: string;
  const chance = createChance(seed, 0);
  let draws = 0;
  const draw = (below: number): number => {
    draws += 1;
    return Math.floor(chance.of(String(draws), 'crash') * below);
  };

  before(async () => {
    test = await createTestDatabase();
    directory = await mkdtemp(join(tmpdir(), 'deskplane-crash-'));
    const { database } = test;
    const ambient = realAmbient;
    const masterKeyFile = join(directory, 'master.key');
    const dataKeys = await openDataKeys({ database, ambient, masterKeyFile });
    const passwords = await createPasswords(ambient);
    const opened = await openAccount({ database, ambient, dataKeys, passwords, region: 'test-1' });
    assert.ok(opened.created);
    credentials = opened.credentials;
    await openWorkspace(database, ambient, { projectId: opened.account.projectId, language: 'en' });
    mails = await startMailServer();
    cluster = await startCluster({
      databaseUrl: test.url,
      masterKeyFile,
      dataDir: directory,
      smtpUrl: `smtp://127.0.0.1:${mails.port}`,
      size: 2,
    });
    token = await signIn();
  });
  after(async () => {
    await cluster.close();
    await mails.close();
    await test.drop();
    await rm(directory, { recursive: true, force: true });
  });

  async function signIn(): Promise<string> {
    const { user_name: name, password, domain_name, project_id } = credentials;
    const user = { name, password, domain: { name: domain_name } };
    const identity = { methods: ['password'], password: { user } };
    const scope = { project: { id: project_id } };
    const answer = await cluster.call('POST', '/v3/auth/tokens', { auth: { identity, scope } }, {});
    const found = answer.headers.get('x-subject-token');
    assert.ok(found !== null, answer.text);
    return found;
  }

  const call = (method: string, path: string, body?: unknown) =>
    cluster.call(method, `/v2/${credentials.project_id}${path}`, body, { 'x-auth-token': token });

  /** Orders four desktops: two of one person, two of others. An answer that got lost is looked up in the ledger. */
  async function order(batch: number): Promise<string[]> {
    const people = [`b${batch}twice`, `b${batch}twice`, `b${batch}once`, `b${batch}alone`];
    const answer = await call('POST', '/desktops', {
      desktop_type: 'DEDICATED',
      product_id: 'workspace.x86.small',
      image_type: 'gold',
      image_id: simulatedLinux,
      root_volume: { type: 'SAS', size: 80 },
      desktops: people.map((user_name, index) => ({
        user_name,
        user_email: `${user_name}@example.org`,
        computer_name: `b${batch}-${index}`,
      })),
    });
    // Refused because the first attempt was taken, and its answer lost.
    assert.ok(answer.status === 200 || answer.status === 409 || answer.status === 400, answer.text);
    const { rows } = await test.pool.query<{ id: string }>(
      `select id from desktops where computer_name like $1 order by computer_name`,
      [`b${batch}-%`],
    );
    assert.equal(rows.length, 4, answer.text);
    return rows.map((row) => row.id);
  }

  interface Wish {
    readonly deleteUsers: boolean;
    readonly emailNotification: boolean;
  }

  /** @returns whether the deletion was accepted; a desktop that is still being made refuses one without force */
  async function remove(id: string, wish: Wish, force: boolean): Promise<boolean> {
    const query = `delete_users=${wish.deleteUsers}&email_notification=${wish.emailNotification}`;
    const answer = await call('DELETE', `/desktops/${id}?${query}&is_force_delete=${force}`);
    assert.ok([204, 404, 409].includes(answer.status), answer.text);
    return answer.status !== 409;
  }

  async function removeMany(ids: readonly string[], wish: Wish): Promise<void> {
    const answer = await call('POST', '/desktops/batch-delete', {
      desktop_ids: ids,
      delete_users: wish.deleteUsers,
      email_notification: wish.emailNotification,
      is_force_delete: true,
    });
    assert.equal(answer.status, 202, answer.text);
  }

  /** Lets desktops come and go while `running` says so. @returns what was deleted, and what must stay */
  async function comeAndGo(running: () => boolean): Promise<Outcome> {
    const deleted = new Map<string, Wish>();
    const kept = new Set<string>();
    for (let batch = 1; running(); batch += 1) {
      const ids = await order(batch);
      // Sometimes while they are being made, sometimes after.
      if (draw(2) === 0) await pause(draw(1_500));
      const wish = { deleteUsers: draw(3) > 0, emailNotification: draw(4) > 0 };
      const [first, second, ...others] = ids;
      assert.ok(first !== undefined && second !== undefined);
      if (draw(2) === 0) {
        await removeMany([second, ...others], wish);
        for (const id of [second, ...others]) deleted.set(id, wish);
      } else {
        for (const id of others) if (await remove(id, wish, draw(2) === 0)) deleted.set(id, wish);
      }
      // The person's other desktop: both end at about the same time, in every second batch.
      if (draw(2) === 0 && (await remove(first, wish, true))) deleted.set(first, wish);
      for (const id of ids) if (!deleted.has(id)) kept.add(id);
    }
    return { deleted, kept };
  }

  interface Outcome {
    readonly deleted: ReadonlyMap<string, Wish>;
    readonly kept: ReadonlySet<string>;
  }

  async function count(text: string, values: unknown[] = []): Promise<number> {
    const { rows } = await test.pool.query<{ n: number }>(text, values);
    return rows[0]?.n ?? -1;
  }

  async function untilAtRest({ deleted, kept }: Outcome): Promise<void> {
    const quiet = async () =>
      (await count(`select count(*)::int as n from deletions where state = 'done'`)) === deleted.size &&
      (await count(
        `select count(*)::int as n from desktops where gone_at is null and status = 'ACTIVE' and task_status = ''`,
      )) === kept.size &&
      (await count(`select count(*)::int as n from mails where sent_at is null`)) === 0 &&
      (await count('select count(*)::int as n from log_queue')) === 0;
    await waitUntil(quiet, { deadlineMs: 90_000, what: 'everything that was accepted is done' });
  }

  it(`S6, S8, S10, S12, L2: up to ${mostKills} SIGKILLs later nothing leaked, nothing is missing, every mail and receipt is there`, async (context) => {
    let killed = 0;
    const end = performance.now() + killingMs;
    const goesOn = () => killed < mostKills && performance.now() < end;
    const killing = async () => {
      for (; goesOn(); killed += 1) {
        await pause(draw(500));
        await cluster.killOne(draw(2));
      }
    };
    const [outcome] = await Promise.all([comeAndGo(goesOn), killing()]);
    assert.ok(killed >= leastKills, `only ${killed} kills`);
    context.diagnostic(
      `${killed} kills, ${outcome.deleted.size} deletions, ${outcome.kept.size} desktops kept`,
    );
    await untilAtRest(outcome);
    await assertLedgerMatchesEngine(test.pool);
    await assertDesktops(outcome);
    await assertUsers(outcome);
    await assertMails(outcome);
    await assertReceipts(outcome);
  });

  async function assertDesktops({ deleted, kept }: Outcome): Promise<void> {
    assert.ok(deleted.size >= 6, `only ${deleted.size} deletions in this run`);
    const { rows } = await test.pool.query<{ id: string; gone: boolean; present: number }>(
      `select id, gone_at is not null as gone,
         (select count(*)::int from items i where i.desktop_id = d.id and i.state <> 'absent') as present
       from desktops d`,
    );
    for (const { id, gone, present } of rows)
      assert.deepEqual([gone, present], deleted.has(id) ? [true, 0] : [false, 3], `desktop ${id}`);
    assert.equal(rows.length, deleted.size + kept.size);
  }

  /** A person with a desktop is there; one is gone whose last desktop ended with `delete_users`. */
  async function assertUsers({ deleted }: Outcome): Promise<void> {
    const { rows } = await test.pool.query<{
      outcome: string;
      desktop_id: string;
      exists: boolean;
      desktops: number;
    }>(
      `select du.outcome, du.desktop_id, exists (select from desktop_users u where u.id = du.user_id) as exists,
         (select count(*)::int from desktop_assignments a where a.user_id = du.user_id) as desktops
       from deletion_users du`,
    );
    assert.ok(rows.some((row) => row.outcome === 'deleted') && rows.some((row) => row.outcome === 'kept'));
    for (const { outcome, desktop_id, exists, desktops } of rows) {
      const asked = deleted.get(desktop_id)?.deleteUsers;
      if (outcome === 'deleted') assert.deepEqual([asked, exists], [true, false], desktop_id);
      if (desktops > 0 || asked === false) assert.equal(exists, true, desktop_id);
      // All desktops of a batch are deleted with the same flags.
      if (desktops === 0 && asked === true) assert.equal(exists, false, desktop_id);
    }
    assert.equal(rows.length, deleted.size);
  }

  async function assertMails({ deleted }: Outcome): Promise<void> {
    const { rows } = await test.pool.query<{ id: string; desktop_id: string }>(
      'select id, desktop_id from mails',
    );
    const wanted = [...deleted].filter(([, wish]) => wish.emailNotification).map(([id]) => id);
    assert.deepEqual(rows.map((row) => row.desktop_id).sort(), wanted.sort());
    const delivered = new Set(mails.received.map(({ email }) => email.messageId));
    assert.equal(delivered.size, rows.length, 'one Message-ID per mail');
    for (const { id } of rows)
      assert.ok(
        [...delivered].some((messageId) => messageId?.includes(id)),
        `mail ${id} was not delivered`,
      );
  }

  async function assertReceipts({ deleted }: Outcome): Promise<void> {
    const { projectId } = await test.database
      .selectFrom('projects')
      .select('id as projectId')
      .where('name', '<>', 'none')
      .executeTakeFirstOrThrow();
    for (const { desktop_id } of await deletionsDone()) {
      const bundle = await assembleBundle(test.database, projectId, desktop_id);
      assert.ok(bundle !== undefined, `no receipt of ${desktop_id}`);
      const verdict = verifyReceipt(canonicalBytes(JSON.parse(JSON.stringify(bundle))));
      assert.ok(verdict.valid, JSON.stringify(verdict));
      assert.ok(deleted.has(desktop_id));
    }
  }

  const deletionsDone = (): Promise<{ desktop_id: DesktopId }[]> =>
    test.database.selectFrom('deletions').select('desktop_id').where('state', '=', 'done').execute();
});
