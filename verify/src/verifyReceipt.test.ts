import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { canonicalBytes, type JsonObject } from './canonicalJson.js';
import { hashLeaf } from './merkle.js';
import { receiptType } from './receiptTypes.js';
import {
  acceptance,
  acceptedAt,
  bundleOf,
  done,
  item,
  judge,
  opening,
  planned,
  receiptOf,
  seal,
} from './testing/exampleBundle.js';
import { describeTreeHead, treeHeadType } from './treeHead.js';
import { verifyReceipt } from './verifyReceipt.js';

describe('verifying a receipt', () => {
  it('accepts one in which every accepted item has ended', () => {
    assert.equal(judge(bundleOf(receiptOf())), 'valid');
  });

  it('S1: finds an item that the service itself left out, added, changed, or has not seen end', () => {
    const [server, port] = [
      { ...planned.server, ...done },
      { ...planned.port, ...done },
    ];
    for (const [items, reason] of [
      [[server], /the port b of the accepted plan is missing/],
      [[server, port, { ...item('c', 'volume'), ...done }], /not in the accepted plan/],
      [[server, server], /listed twice/],
      [[{ ...server, provider_id: 'other' }, port], /provider_id differs from the accepted plan/],
      [[{ ...server, intent: 'detach' }, port], /differs from the accepted plan/],
      [[server, { ...port, ended: null }], /has not ended/],
      [[server, { ...port, ended_at: null }], /has not ended/],
    ] as const) {
      assert.match(judge(bundleOf(receiptOf({ items }))), reason);
    }
  });

  it('S1: takes a receipt of version 4 for one snapshot and nothing else', () => {
    const snapshot = { ...item('s', 'snapshot'), ...done };
    const of = (id: string, items: readonly JsonObject[]) => {
      const said = { ...acceptance, snapshot_id: id, items: items.map(() => item('s', 'snapshot')) };
      return judge(bundleOf(receiptOf({ version: 4, snapshot_id: id, items }, said), said));
    };
    assert.equal(of('s', [snapshot]), 'valid');
    assert.match(of('t', [snapshot]), /must be about that snapshot only/);
    const ofDisk = { ...acceptance, snapshot_id: 's' };
    assert.match(
      judge(bundleOf(receiptOf({ version: 4, snapshot_id: 's' }, ofDisk), ofDisk)),
      /about that snapshot only/,
    );
    assert.match(
      judge(bundleOf(receiptOf({ snapshot_id: 's' }, ofDisk), ofDisk)),
      /only a receipt of version 4/,
    );
  });

  it('finds a receipt of another desktop, plan or acceptance', () => {
    assert.match(judge(bundleOf(receiptOf({ desktop_id: 'other' }))), /^content: desktop_id/);
    const other = { ...acceptance, plan_digest: 'other' };
    assert.match(
      judge(bundleOf(receiptOf({}, other), other)),
      /accepted\.plan_digest differs from the acceptance/,
    );
    const later = { ...acceptance, revision: 2 };
    assert.match(judge(bundleOf(receiptOf(), later)), /another acceptance/);
  });

  it('finds an opened value that is not the one committed to, or is moved to another place', () => {
    for (const changed of [
      { value: 'root' },
      { salt: '5b'.repeat(32) },
      { field: 'email' },
      { subject: 'user:x' },
    ]) {
      const bundle = bundleOf(receiptOf(), acceptance, { openings: [{ ...opening, ...changed }] });
      assert.match(judge(bundle), /^content: .* does not match its commitment/);
    }
  });

  const withItem = (changes: JsonObject) =>
    judge(
      bundleOf(
        receiptOf({
          items: [
            { ...planned.server, ...done, ...changes },
            { ...planned.port, ...done },
          ],
        }),
      ),
    );

  it('names what cannot be: times of a deletion that run back', () => {
    const before = '2025-12-31T23:59:59.999Z';
    const after = '2026-01-01T00:00:09.000Z';
    assert.match(
      judge(bundleOf(receiptOf({ completed_at: before }))),
      /^content: impossible: completed_at \(\S+\) is before accepted\.at/,
    );
    for (const [changes, reason] of [
      [{ first_absent_at: before }, /first_absent_at of item a \(\S+\) is before last_asked_at/],
      [
        { asked_at: null, last_asked_at: null, first_absent_at: before },
        /first_absent_at .* is before accepted\.at/,
      ],
      [{ asked_at: before }, /asked_at of item a \(\S+\) is before accepted\.at/],
      [{ last_asked_at: acceptedAt }, /last_asked_at .* is before asked_at/],
      [{ ended_at: after }, /completed_at \(\S+\) is before ended_at of item a/],
      [{ ended_at: acceptedAt }, /ended_at .* is before first_absent_at/],
      [{ created_at: after }, /asked_at .* is before created_at/],
      [{ planned_at: before }, /planned_at of item a is not accepted\.at/],
      [{ first_absent_at: null }, /first_absent_at of item a is missing/],
      [{ ended_at: '2026-02-30T00:00:02.000Z' }, /ended_at of item a is not a time like/],
      [{ ended_at: '２０２６-01-01T00:00:02.000Z' }, /ended_at of item a is not a time like/],
      [{ ended_at: '2026-01-01 00:00:02' }, /ended_at of item a is not a time like/],
    ] as const) {
      assert.match(withItem(changes), reason);
    }
    for (const at of [before, after])
      assert.match(judge(bundleOf(receiptOf({ raised_later: [{ at }] }))), /impossible: .*raised_later\.at/);
    assert.match(judge(bundleOf(receiptOf({ completed_at: null }))), /completed_at is missing/);
  });

  it('takes no time that is left out for one that did not happen', () => {
    for (const name of ['created_at', 'asked_at', 'last_asked_at', 'first_absent_at'] as const) {
      const { [name]: _, ...told } = { ...planned.server, ...done };
      const items = [told, { ...planned.port, ...done }];
      assert.match(judge(bundleOf(receiptOf({ items }))), new RegExp(`: ${name} of item a is missing`));
    }
    for (const raised of [{}, { at: null }])
      assert.match(judge(bundleOf(receiptOf({ raised_later: [raised] }))), /raised_later\.at is missing/);
  });

  it('refuses versions, ends and grades that it does not know, by their names', () => {
    assert.match(
      judge(bundleOf(receiptOf({ version: 5 }))),
      /version 5 of receipts is unknown; this verifier knows 1, 2, 3 and 4/,
    );
    assert.match(judge(bundleOf(receiptOf({ version: '2' }))), /version "2" of receipts is unknown/);
    const other = bundleOf(receiptOf(), acceptance, { format: 'deskplane-receipt-2' });
    assert.match(
      judge(other),
      /^form: the format "deskplane-receipt-2" is unknown; this verifier knows "deskplane-receipt-1"/,
    );
    assert.match(
      withItem({ absence_grade: 'hearsay' }),
      /item a: the grade "hearsay" is unknown; this verifier knows api-absent/,
    );
    assert.match(withItem({ absence_grade: null }), /item a: the grade null is unknown/);
    assert.match(
      withItem({ ended: 'lost' }),
      /item a: the end "lost" is unknown; this verifier knows absent, detached, released/,
    );
    assert.match(
      withItem({ absence_grade: 'seen-unused' }),
      /the grade "seen-unused" does not fit the end "absent"/,
    );
    const detached = { ended: 'detached', absence_grade: 'seen-unused', first_absent_at: null };
    assert.match(withItem(detached), /item a should have been deleted, but was only detached/);
    assert.match(withItem({ ended: 'released' }), /item a was released: it must have released_by/);
    const released = { ended: 'released', absence_grade: null, observed_by: null, first_absent_at: null };
    assert.equal(
      withItem({ ...released, released_by: 'operator', release_reason: 'the host burnt' }),
      'valid',
    );
  });

  it('tells a simulated deletion from a real one, whatever the receipt claims', () => {
    const simulated = [planned.server, planned.port].map((each) => ({
      ...each,
      ...done,
      observed_by: 'simulated',
    }));
    const engineOf = (receipt: JsonObject) => {
      const verdict = verifyReceipt(canonicalBytes(bundleOf(receipt)));
      return verdict.valid ? JSON.stringify(verdict.receipt.engine) : verdict.reason;
    };
    const real = JSON.stringify({ name: 'local', simulated: false });
    assert.equal(engineOf(receiptOf()), real);
    const engine = { name: 'simulated', simulated: true };
    assert.equal(engineOf(receiptOf({ items: simulated, engine })), JSON.stringify(engine));
    assert.match(engineOf(receiptOf({ items: simulated })), /claims to be real/);
    const bySimulated = { ...acceptance, engine: 'simulated' };
    assert.match(judge(bundleOf(receiptOf({}, bySimulated), bySimulated)), /claims to be real/);
    assert.match(engineOf(receiptOf({ engine: { name: 'local' } })), /must have a name, and say whether/);
    assert.match(engineOf(receiptOf({ engine: null })), /engine is missing/);
    // Version 1 had no such field: its items tell.
    const { engine: _, ...old } = receiptOf({ version: 1, items: simulated });
    assert.equal(engineOf(old), JSON.stringify(engine));
  });

  it('tells a head that is newer than the file from a log that was cut', () => {
    const root = hashLeaf(canonicalBytes('whatever'));
    const against = (changes: { size: number; time: string; log?: string }) => {
      const older = { log: 'log', root, ...changes };
      const envelope = seal(treeHeadType, describeTreeHead(older));
      const verdict = verifyReceipt(canonicalBytes(bundleOf(receiptOf())), { head: envelope });
      assert.ok(!verdict.valid && verdict.failed === 'history');
      return [verdict.outdated, verdict.desktopId, verdict.reason] as const;
    };
    const [later, earlier] = ['2026-01-02T00:00:00.000Z', '2026-01-01T00:00:00.000Z'];
    const [outdated, desktop, reason] = against({ size: 39, time: later });
    assert.deepEqual([outdated, desktop], [true, 'desktop']);
    assert.match(reason, /has 39 entries; the file .* knows only 2$/);
    const cut = against({ size: 39, time: earlier });
    assert.equal(cut[0], false);
    assert.match(cut[2], /had 39 entries and now has 2: it was truncated/);
    assert.equal(against({ size: 39, time: 'soon' })[0], false);
    assert.equal(against({ size: 39, time: later, log: 'another' })[0], false);
    assert.equal(against({ size: 2, time: later })[0], false);
  });

  it('takes a signature on one kind of statement for no other', () => {
    const receipt = receiptOf();
    const asHead = bundleOf(receipt, acceptance, {
      head: JSON.parse(JSON.stringify(seal(receiptType, receipt))),
    });
    assert.match(judge(asHead), /^head: .*wrong-type/);
  });

  it('refuses a file that says the same in other words', () => {
    const text = JSON.stringify(bundleOf(receiptOf()), null, 1);
    const verdict = verifyReceipt(Buffer.from(text));
    assert.ok(!verdict.valid && verdict.failed === 'form');
    for (const noise of ['', '{}', 'null', '[]', '\u0000', '{"format":"deskplane-receipt-1"}']) {
      assert.ok(!verifyReceipt(Buffer.from(noise)).valid);
    }
  });
});
