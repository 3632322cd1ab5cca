import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { canonicalBytes, type JsonObject } from '../canonicalJson.js';
import { readKeySet } from '../readBundle.js';
import { acceptance, bundleOf, done, item, publicJwk, receiptOf } from '../testing/exampleBundle.js';
import { verifyReceipt } from '../verifyReceipt.js';
import { verdictsEn, verdictsZh } from '../words/verdictWords.js';
import { reportReceipt } from './receiptReport.js';

const key = 'c4'.repeat(16);
const kept = { key: { id: key, destroyed_at: null } };
const of = (id: string, kind: string) => ({ ...item(id, kind), key_id: key });

/** What is said of a receipt of these items. @param part what it is about besides the desktop */
function reportOf(
  items: readonly ReturnType<typeof item>[],
  {
    language = 'en',
    version = 2,
    part = {},
  }: { language?: 'en' | 'zh'; version?: number; part?: JsonObject } = {},
): string {
  const planned = items.map(({ item_id: id, kind, intent }) => ({
    ...of(id, kind),
    intent,
  }));
  const said = { ...acceptance, ...part, items: planned };
  const ends = items.map((each) => ({ ...each, ...kept }));
  const bundle = canonicalBytes(bundleOf(receiptOf({ version, ...part, items: ends }, said), said));
  const verdict = verifyReceipt(bundle, { keys: readKeySet({ keys: [publicJwk] }) });
  assert.ok(verdict.valid, JSON.stringify(verdict));
  const words = { en: verdictsEn, zh: verdictsZh }[language]('deskplane');
  const options = { json: false, keys: undefined, head: undefined };
  return reportReceipt(verdict, options, { words, columns: Number.POSITIVE_INFINITY }).result;
}

describe('what a receipt says of a key whose end nobody saw', () => {
  const gone = { ...done, absence_grade: 'host-confirmed' };
  const disk = { ...item('v', 'volume'), ...gone };
  const snapshot = { ...item('s', 'snapshot'), ...gone };

  it('is exact where everything under it stands in the receipt', () => {
    assert.match(reportOf([disk, snapshot]), new RegExp(`its key ${key} was not seen destroyed`));
    const stays = { ...snapshot, intent: 'detach', ended: 'detached', absence_grade: 'seen-unused' };
    const needed = reportOf([disk, stays]);
    assert.match(needed, new RegExp(`its key ${key} was kept: another item that stays needs it`));
    assert.ok(!needed.includes('not seen destroyed'), needed);
    assert.match(reportOf([disk, stays], { language: 'zh' }), new RegExp(`保留其密钥 ${key}：另一保留的项`));
  });

  it('is neither of both where a part went alone, since what stayed is not in the receipt', () => {
    const alone = { version: 4, part: { snapshot_id: 's' } };
    assert.match(reportOf([snapshot], alone), new RegExp(`its key ${key} was kept or not seen destroyed`));
    assert.match(
      reportOf([snapshot], { ...alone, language: 'zh' }),
      new RegExp(`其密钥 ${key} 已保留，或未确认已销毁`),
    );
    const ofDisk = { version: 3, part: { volume_id: 'v' } };
    assert.match(reportOf([disk], ofDisk), /was kept or not seen destroyed/);
  });
});
