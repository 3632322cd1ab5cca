import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { forgetActor } from '../../audit/events/forgetActor.js';
import type { EngineFiles } from '../../engines/files.js';
import { asId } from '../../ids.js';
import { askAuditEvents } from '../../testing/askAuditEvents.js';
import { createDesktops } from '../../testing/desktopCalls.js';
import { type FakeScreen, startFakeScreen } from '../../testing/fakeScreen.js';
import { askToken } from '../../testing/identityCalls.js';
import { createPolicyUsers, type PolicyUsers } from '../../testing/policyUsers.js';
import { createFilePage, type FilePage, newUpload } from '../../testing/screenFileCalls.js';
import { connectPage, openPage } from '../../testing/screenPageClient.js';
import { startTestService, type TestService } from '../../testing/startTestService.js';
import { makeTemporaryDirectory, type TemporaryDirectory } from '../../testing/temporaryDirectory.js';
import { waitUntil } from '../../testing/waitUntil.js';
import { transferLimits } from './transferSlots.js';

let directory: TemporaryDirectory;
let screen: FakeScreen;
let service: TestService;
let users: PolicyUsers;
let desktop: string;
/** Calls of the engine wait for it. */
let hold: Promise<void> | undefined;
/** How many clients have hung up before they were answered. */
let hungUp = 0;

before(async () => {
  directory = await makeTemporaryDirectory();
  screen = await startFakeScreen(directory.path);
  service = await startTestService({
    beforeRoutes: (server) =>
      server.addHook('onRequest', async (_request, reply) => {
        reply.raw.once('close', () => (hungUp += reply.raw.writableEnded ? 0 : 1));
      }),
    engine: (simulated) => ({
      ...simulated,
      screens: { socketOf: async () => screen.path },
      files: simulated.files === undefined ? undefined : held(simulated.files),
    }),
  });
  users = await createPolicyUsers(service);
  [desktop] = await createDesktops(service, {});
});
after(async () => {
  await service.remove();
  await screen.close();
  await directory.remove();
});

/** Lists only once the hold is over, or the signal ends it. */
function held(files: EngineFiles): EngineFiles {
  return {
    ...files,
    async list(server, signal) {
      const ended = new Promise<never>((_, reject) => {
        signal?.addEventListener('abort', () => reject(new Error('broken off')));
      });
      if (hold !== undefined) await Promise.race([hold, ended]);
      return files.list(server, signal);
    },
  };
}

/** A page that shows the screen, and may transfer files. */
async function shownPage(
  id = desktop,
  headers?: Record<string, string>,
): Promise<FilePage & { leave(): void }> {
  const secret = await openPage(service, id, headers);
  const page = connectPage(service, secret);
  await page.untilShown();
  return { ...createFilePage(service.endpoint, secret), leave: () => page.socket.close(4001) };
}

let made = 0;
async function viewer() {
  const name = `carrier-${(made += 1)}`;
  const who = await users.add(name, {
    identity: [{ Effect: 'Allow', Action: ['workspace:desktops:createConsole'] }],
  });
  const scope = { project: { id: service.credentials.project_id } };
  const answer = await askToken(service, { name, password: 'a password of tests 1', scope });
  return { who, name, headers: { 'x-auth-token': answer.headers.get('x-subject-token') ?? '' } };
}

/** One that came while another call had the last place is asked again. */
async function listWithPatience(page: FilePage, signal?: AbortSignal): ReturnType<FilePage['list']> {
  const listed = await page.list(signal);
  return listed.status === 429 ? listWithPatience(page, signal) : listed;
}

const eventsOf = async (id: string, name: string): Promise<string[]> => {
  const { rows } = await service.database.pool.query<{ text: string }>(
    `select convert_from(payload, 'UTF8') as text from log_entries where convert_from(payload, 'UTF8') like '%' || $1 || '%'`,
    [id],
  );

  return rows.map(({ text }) => text).filter((text) => text.includes(`"${name}"`));
};

describe('files through the screen page', () => {
  it('go up in pieces and come down in pieces, byte by byte, under names of any script', async () => {
    const page = await shownPage();
    const bytes = Buffer.alloc(2_300_000, 'aé\0\n');
    const name = '报告 "50%" – \u202egpj.exe';
    assert.equal((await page.put(name, bytes)).status, 204);
    const { body } = await page.list();
    const listed = body.files.find((file: { name: string }) => file.name === name);
    assert.equal(listed.bytes, bytes.length);
    const parts: Buffer[] = [];
    for (let offset = 0; offset < bytes.length; offset += 1_000_000) {
      const answer = await page.get(name, offset, 1_000_000);
      assert.equal(answer.status, 200);
      assert.equal(answer.headers.get('x-file-size'), String(bytes.length));
      parts.push(answer.bytes);
    }
    assert.ok(Buffer.concat(parts).equals(bytes));
  });

  it('come as nothing that a browser would run, show or keep, under the name that they have', async () => {
    const page = await shownPage();
    await page.put('a"b\\报.html', Buffer.from('<script>'));
    const { headers } = await page.get('a"b\\报.html', 0, 10);
    assert.equal(headers.get('content-type'), 'application/octet-stream');
    assert.equal(headers.get('x-content-type-options'), 'nosniff');
    assert.equal(headers.get('cache-control'), 'no-store');
    assert.equal(
      headers.get('content-disposition'),
      `attachment; filename="a_b__.html"; filename*=UTF-8''a%22b%5C%E6%8A%A5.html`,
    );
  });

  it('replace no other file, and names that lead elsewhere are refused by name', async () => {
    const page = await shownPage();
    await page.put('once', Buffer.from('1'));
    const again = await page.put('once', Buffer.from('2'));
    assert.equal(again.status, 409);
    assert.equal(again.body.error_code, 'DPL.4094');
    for (const name of ['..', 'a/b', '../x', 'a\nb', 'é'.repeat(128)]) {
      const put = await page.put(name, Buffer.from('x'));
      assert.equal(put.status, 400, name);
      assert.match(put.text, /name must/, name);
      assert.equal((await page.get(name, 0, 1)).status, 400, name);
    }
    assert.equal((await page.get('nothing', 0, 1)).status, 404);
  });

  it('a full disk is told as that, in both languages', async () => {
    const page = await shownPage();
    const upload = newUpload();
    const full = await page.piece(upload, 2 ** 30, Buffer.from('x'));
    assert.equal(full.status, 413);
    assert.match(full.text, /disk is full/);
    const chinese = await page.piece(upload, 2 ** 30, Buffer.from('x'), { 'x-language': 'zh-cn' });
    assert.match(chinese.text, /磁盘已满/);
  });

  it('leave an audit event each: who, which desktop, how many bytes, once for all pieces', async () => {
    const [seen] = await createDesktops(service, {});
    const { who, headers } = await viewer();
    const page = await shownPage(seen, headers);
    await page.put('file', Buffer.from('four'));
    await page.get('file', 0, 2);
    await page.get('file', 2, 2);
    const [up, ...moreUps] = await eventsOf(seen, 'uploadDesktopFile');
    const [down, ...moreDowns] = await eventsOf(seen, 'downloadDesktopFile');
    assert.deepEqual([...moreUps, ...moreDowns], []);
    for (const text of [up, down]) {
      const { trace } = JSON.parse(text ?? '{}');
      assert.equal(trace.user.id, who.id);
      assert.equal(trace.resource_id, seen);
      assert.equal(trace.request.bytes, 4);
      assert.ok(!text?.includes('"file"'), 'the name is committed to');
    }
    assert.deepEqual(await eventsOf(seen, 'uploadScreenFile'), []);
    const namesKept = async () => {
      const rows = await askAuditEvents(
        service.database,
        `select from audit_event_values v join audit_events e on e.trace_id = v.trace_id
          where e.user_id = $1 and v.value = 'file'`,
        [who.id],
      );
      return rows.length;
    };
    assert.equal(await namesKept(), 2);
    const rows = await askAuditEvents(
      service.database,
      'select domain_id from audit_events where user_id = $1',
      [who.id],
    );
    await forgetActor(service.database.database, asId(rows[0]?.['domain_id']), asId(who.id));
    assert.equal(await namesKept(), 0, 'an erased user’s files have no names any more');
  });

  it('a download that begins in the middle is on record as well', async () => {
    const [seen] = await createDesktops(service, {});
    const page = await shownPage(seen);
    await page.put('file', Buffer.from('four'));
    await page.get('file', 3, 1);
    assert.equal((await eventsOf(seen, 'downloadDesktopFile')).length, 1);
  });
});

describe('files are for nobody', () => {
  const refused = async (page: FilePage, status: number, code: string) => {
    const answers = [
      await page.list(),
      await page.get('file', 0, 1),
      await page.piece(newUpload(), 0, Buffer.alloc(100_000)),
      await page.finish(newUpload(), 'file', 1),
      await page.drop(newUpload()),
    ];
    for (const answer of answers) {
      assert.equal(answer.status, status, answer.text);
      assert.equal(JSON.parse(answer.text).error_code, code);
    }
  };

  it('without a secret, with one that is nobody’s, or with the token of an address', async () => {
    for (const secret of ['', 'short', 'a'.repeat(43)])
      await refused(createFilePage(service.endpoint, secret), 401, 'APIGW.0301');
  });

  it('on a page of another origin', async () => {
    const secret = await openPage(service, desktop);
    await refused(createFilePage(service.endpoint, secret, 'https://elsewhere.example'), 403, 'DPL.4033');
  });

  it('while the page does not show the screen: nobody looks unseen', async () => {
    const secret = await openPage(service, desktop, (await viewer()).headers);
    await refused(createFilePage(service.endpoint, secret), 409, 'DPL.4093');
  });

  it('while the desktop is off', async () => {
    const [off] = await createDesktops(service, {});
    const page = await shownPage(off);
    await service.database.pool.query(`update desktops set status = 'SHUTOFF' where id = $1`, [off]);
    await refused(page, 409, 'WKS.00010032');
  });

  it('beyond so many at once, of one viewer', async () => {
    const page = await shownPage(desktop, (await viewer()).headers);
    let release = (): void => undefined;
    hold = new Promise((resolve) => (release = resolve));
    try {
      const waiting = Array.from({ length: transferLimits.perViewer }, () => listWithPatience(page));
      const answer = await waitUntil(async () => {
        const tried = await page.drop(newUpload());
        return tried.status === 429 && tried;
      }, 'it is refused');
      assert.ok(Number(answer.headers.get('retry-after')) >= 1);
      release();
      for (const each of await Promise.all(waiting)) assert.equal(each.status, 200);
      assert.equal((await page.list()).status, 200);
    } finally {
      release();
      hold = undefined;
    }
  });
});

describe('a page that hangs up', () => {
  const { perViewer } = transferLimits;
  const untilHungUp = (earlier: number) =>
    waitUntil(() => hungUp >= earlier + perViewer, 'they have hung up');

  it('holds its place as long as the engine works for it', async () => {
    const page = await shownPage(desktop, (await viewer()).headers);
    const leaving = new AbortController();
    const earlier = hungUp;
    let release = (): void => undefined;
    hold = new Promise((resolve) => (release = resolve));
    try {
      const waiting = Array.from({ length: perViewer }, () => listWithPatience(page, leaving.signal));
      await waitUntil(async () => (await page.drop(newUpload())).status === 429, 'all places are taken');
      leaving.abort();
      await Promise.allSettled(waiting);
      await untilHungUp(earlier);
      assert.equal((await page.drop(newUpload())).status, 429);
      release();
      await waitUntil(async () => (await page.list()).status === 200, 'there is a place again');
    } finally {
      release();
      hold = undefined;
    }
  });
});

describe('D12: a transfer is cut while it lasts', () => {
  const cut = async (
    end: (
      page: Awaited<ReturnType<typeof shownPage>>,
      who: Awaited<ReturnType<typeof viewer>>,
      id: string,
    ) => unknown,
    ...statuses: readonly number[]
  ) => {
    const [id] = await createDesktops(service, {});
    const who = await viewer();
    const page = await shownPage(id, who.headers);
    hold = new Promise(() => undefined);
    try {
      const waiting = page.list();
      await waitUntil(async () => {
        await page.drop(newUpload());
        return true;
      }, 'another call is answered meanwhile');
      await end(page, who, id);
      const answer = await waiting;
      assert.ok(statuses.includes(answer.status), answer.text);
    } finally {
      hold = undefined;
    }
  };

  it('when the right is taken away', () => cut((_, { who }) => who.revoke(who.policyIds[0] ?? ''), 403));
  // Its screen ends first, then it is forgotten: what looks in between sees the one without the other.
  it('when the page signs off', () => cut((page) => page.leave(), 401, 409));
  it('when the desktop is switched off', () =>
    cut(
      (_page, _who, id) =>
        service.database.pool.query(`update desktops set status = 'SHUTOFF' where id = $1`, [id]),
      409,
    ));
  it('when the desktop is deleted', () =>
    cut((_page, _who, id) => service.call('DELETE', `/desktops/${id}?is_force_delete=true`), 404));
});
