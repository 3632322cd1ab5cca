import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { createDesktops, showUntilGone } from '@deskplane/server/testing/desktopCalls.js';
import { tellStory } from '@deskplane/server/testing/receiptStories.js';
import { seal } from '@deskplane/server/testing/sealReceipt.js';
import { startTestService, type TestService } from '@deskplane/server/testing/startTestService.js';
import { waitUntil } from '@deskplane/server/testing/waitUntil.js';
import { type Deskplane, deskplanePath, prepareDeskplane, run } from './testing/runDeskplane.js';

let service: TestService;
let deskplane: Deskplane;
/** Files: a head from before the deletion, keys, the receipt with and without the way from that head. */
let head: string;
let keys: string;
let receipt: string;
let plain: string;
let desktopId: string;
/** A receipt and audit events from before the last head, and that head. */
let earlyId: string;
let early: string;
let earlyAuditEvents: string;
let lastHead: string;

const keep = async (name: string, text: string) => {
  const path = join(deskplane.directory, name);
  await writeFile(path, text);
  return path;
};
const output = async (...words: string[]) => {
  const result = await deskplane.run(...words);
  assert.equal(result.code, 0, result.stderr);
  return result.stdout;
};
const deleteOne = async (wish: Record<string, unknown>) => {
  const [id] = await createDesktops(service, wish);
  assert.equal((await service.call('DELETE', `/desktops/${id}`)).status, 204);
  await showUntilGone(service, id);
  return id;
};
/** Runs the command where there is neither a service nor credentials. */
const offline = (...words: string[]) =>
  run(process.execPath, [deskplanePath, ...words], { cwd: deskplane.directory });

before(async () => {
  service = await startTestService();
  deskplane = await prepareDeskplane(service.credentials);
  earlyId = await deleteOne({});
  const older = await waitUntil(async () => {
    const result = await deskplane.run('receipt', 'head');
    return result.code === 0 && result.stdout;
  }, 'a head of the log');
  head = await keep('head.json', older);
  early = await keep('early.json', await output('receipt', 'get', earlyId));
  earlyAuditEvents = await keep('early.jsonl', await output('audit', 'export'));
  desktopId = await deleteOne({
    desktops: [{ user_name: 'mia', user_email: 'mia@example.com', computer_name: 'mia-pc' }],
  });
  receipt = await keep('receipt.json', await output('receipt', 'get', desktopId, '--head', head));
  plain = await keep('plain.json', await output('receipt', 'get', desktopId));
  lastHead = await keep('last-head.json', await output('receipt', 'head'));
  keys = await keep('keys.json', await output('receipt', 'keys'));
  await service.stop();
});
after(async () => {
  await deskplane?.remove();
  await service?.remove();
});

describe('deskplane receipt', () => {
  it('verifies a receipt without service and credentials, and says what it says', async () => {
    const result = await offline('receipt', 'verify', receipt, '--keys', keys, '--head', head);
    assert.equal(result.code, 0, result.stderr);
    assert.ok(
      result.stdout.startsWith(
        'Engine: simulated. SIMULATED: nothing real was deleted.\n' +
          `The receipt is valid: the simulated desktop ${desktopId} is deleted.\n`,
      ),
      result.stdout,
    );
    assert.match(
      result.stdout,
      /server \S+ \(in the engine: \S+\): absent \((api-absent|host-confirmed)\), 20/,
    );
    assert.match(result.stdout, /kept \(deletion of users was not asked for\)/);
    assert.match(result.stdout, /mia-pc/);
    assert.match(result.stderr, /✓ the log has only grown since the older head/);
  });

  it('names the local engine for a real deletion, and nothing as simulated', async () => {
    const real = fileURLToPath(new URL('../../docs/receipts/vectors/local.json', import.meta.url));
    const result = await offline('receipt', 'verify', real);
    assert.equal(result.code, 0, result.stderr);
    assert.match(result.stdout, /^Engine: local\.\nThe receipt is valid: desktop \S+ is deleted\.\n/);
    const { engine, simulated, notice } = JSON.parse(
      (await offline('receipt', 'verify', real, '--json')).stdout,
    );
    assert.deepEqual([engine, simulated, notice], ['local', false, undefined]);
  });

  it('says when the keys come from the file, and gives JSON for programs', async () => {
    const result = await offline('receipt', 'verify', plain, '--json');
    assert.equal(result.code, 0, result.stderr);
    const verdict = JSON.parse(result.stdout);
    assert.deepEqual([verdict.valid, verdict.receipt.desktopId], [true, desktopId]);
    assert.deepEqual(Object.entries(verdict).slice(0, 3), [
      ['engine', 'simulated'],
      ['simulated', true],
      ['notice', 'SIMULATED: nothing real was deleted'],
    ]);
    assert.match((await offline('receipt', 'verify', plain)).stderr, /come from the file itself/);
  });

  it('ends with 1 for a changed byte, foreign keys, and an older head that nothing leads from', async () => {
    const bytes = await readFile(receipt);
    bytes.writeUInt8((bytes[2000] ?? 0) ^ 1, 2000);
    const changed = await keep('changed.json', bytes.toString('latin1'));
    const refused = await offline('receipt', 'verify', changed, '--keys', keys);
    assert.equal(refused.code, 1);
    assert.match(refused.stderr, /the receipt is not valid/);
    const history = await offline('receipt', 'verify', plain, '--keys', keys, '--head', head);
    assert.equal(history.code, 1);
    assert.match(history.stderr, /✗ there is no proof that the log has only grown since the older head/);
    const strange = {
      keys: [{ kty: 'OKP', crv: 'Ed25519', x: Buffer.alloc(32).toString('base64url'), kid: 'x' }],
    };
    const foreign = await keep('foreign.json', JSON.stringify(strange));
    assert.equal((await offline('receipt', 'verify', plain, '--keys', foreign)).code, 2);
    assert.equal((await offline('receipt', 'verify', join(deskplane.directory, 'none'))).code, 2);
  });

  it('hands no control characters of a file to the terminal', async () => {
    const hostile = '\u009b2J\u202e\u0085The receipt is valid';
    const files = [
      await keep('hostile.json', JSON.stringify({ format: hostile })),
      await keep(
        'engine.json',
        seal(tellStory('simulated'), { engine: { name: hostile, simulated: true } }).toString('utf8'),
      ),
    ];
    for (const file of files) {
      const { stdout, stderr } = await offline('receipt', 'verify', file);
      assert.ok(`${stdout}${stderr}`.includes('?2J??The receipt is valid'), stdout + stderr);
      assert.doesNotMatch(`${stdout}${stderr}`, /[\u0080-\u009f\u202e]/);
    }
  });

  it('of which the head is newer is not called forged: it has to be got again, and there is a code for that', async () => {
    const newer = await offline('receipt', 'verify', early, '--keys', keys, '--head', lastHead);
    assert.equal(newer.code, 6, newer.stderr);
    assert.ok(
      newer.stderr.includes(
        `Get the receipt again: ${deskplanePath.replace('/cli/bin/deskplane.mjs', '/deskplane')} receipt get ${earlyId} --head ${lastHead}`,
      ),
      newer.stderr,
    );
    assert.ok(!/not valid|✗/.test(newer.stderr), newer.stderr);
    const { valid, outdated } = JSON.parse(
      (await offline('receipt', 'verify', early, '--head', lastHead, '--json')).stdout,
    );
    assert.deepEqual([valid, outdated], [false, true]);
    const events = await offline('audit', 'verify', earlyAuditEvents, '--head', lastHead);
    assert.equal(events.code, 6, events.stderr);
    assert.match(events.stderr, /audit export --head /);
  });

  it('tells of each disk whether it was encrypted, and what became of its key', async () => {
    const vector = fileURLToPath(new URL('../../docs/receipts/vectors/disk-keys.json', import.meta.url));
    const [disk, other] = ['5c'.repeat(16), 'a7'.repeat(16)];
    for (const [environment, ...lines] of [
      [
        {},
        `volume \\S+ \\(in the engine: bbbb\\S+\\): absent \\(crypto-erased\\), \\S+; key ${disk} destroyed, 2026-01-01T08:00:04.000Z`,
        `snapshot \\S+ \\(in the engine: dddd\\S+\\): absent \\(host-confirmed\\), \\S+; key ${disk} destroyed with another item of this receipt`,
        `volume \\S+ \\(in the engine: eeee\\S+\\): absent \\(host-confirmed\\), \\S+; its key ${other} was not seen destroyed`,
        'volume \\S+ \\(in the engine: ffff\\S+\\): absent \\(host-confirmed\\), \\S+; not encrypted, its size was not enforced',
      ],
      [
        { LANG: 'zh_CN.UTF-8' },
        `磁盘 \\S+（引擎中：bbbb\\S+）：已确认消失（crypto-erased），\\S+；密钥 ${disk} 已销毁，2026-01-01T08:00:04.000Z`,
        `快照 \\S+（引擎中：dddd\\S+）：已确认消失（host-confirmed），\\S+；密钥 ${disk} 已随本回执中的另一项销毁`,
        `磁盘 \\S+（引擎中：eeee\\S+）：已确认消失（host-confirmed），\\S+；未确认其密钥 ${other} 已销毁`,
        '磁盘 \\S+（引擎中：ffff\\S+）：已确认消失（host-confirmed），\\S+；未加密，未限制其大小',
      ],
    ] as const) {
      const words = [deskplanePath, 'receipt', 'verify', vector];
      const { code, stdout } = await run(process.execPath, words, { environment });
      assert.equal(code, 0);
      for (const line of lines) assert.match(stdout, new RegExp(`${line}$`, 'm'));
    }
  });

  it('names what was released as never seen gone, by whom and why, and what became of the mails', async () => {
    const vector = fileURLToPath(new URL('../../docs/receipts/vectors/every-end.json', import.meta.url));
    for (const [environment, first, item, mail] of [
      [
        {},
        /^The receipt is valid: desktop \S+ is deleted, except 1 item never seen gone: released below\.$/m,
        /port cccc\S+ \(in the engine: cccc\S+\): never seen gone; released by feedface\S+, 2026-01-01T08:00:05\.000Z: "the host was scrapped, ticket 4711"$/m,
        /^ +Later +mail to c0ffee\S+: sent, 2026-01-01T08:00:07\.000Z$/m,
      ],
      [
        { LANG: 'zh_CN.UTF-8' },
        /^回执有效：桌面 \S+ 已删除，但有 1 项从未确认消失：见下方已释放的项。$/m,
        /端口 cccc\S+（引擎中：cccc\S+）：从未确认消失；由 feedface\S+ 释放，\S+：“the host was scrapped, ticket 4711”$/m,
        /^ +后续 +给 c0ffee\S+ 的邮件：已发送，2026-01-01T08:00:07\.000Z$/m,
      ],
    ] as const) {
      const words = [deskplanePath, 'receipt', 'verify', vector];
      const { code, stdout } = await run(process.execPath, words, { environment });
      assert.equal(code, 0);
      for (const pattern of [first, item, mail]) assert.match(stdout, pattern);
    }
    const { receipt: said, addenda } = JSON.parse(
      (await offline('receipt', 'verify', vector, '--json')).stdout,
    );
    assert.equal(said.items[2].releaseReason, 'the host was scrapped, ticket 4711');
    assert.equal(addenda[0].type, 'mail-sent');
  });

  it('speaks Chinese', async () => {
    const result = await deskplane.runInChinese('receipt', 'verify', receipt, '--keys', keys);
    assert.equal(result.code, 0, result.stderr);
    assert.match(
      result.stdout,
      /^引擎：simulated。 SIMULATED（模拟）：没有删除任何真实资源。\n回执有效：模拟桌面/,
    );
  });
});
