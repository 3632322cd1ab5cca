import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { findAsked } from './notOffered.js';

const fields = { tag: [], 'disk.kms_id': [], 'desktops[].copies': [], 'query.sort': ['asc'], kept: [false] };

describe('what is not offered', () => {
  it('is found at its place, in lists too, and named as it was sent', () => {
    for (const [body, place] of [
      [{ tag: 'a' }, 'tag'],
      [{ disk: { kms_id: 'key' } }, 'disk.kms_id'],
      [{ desktops: [{}, { copies: ['x'] }] }, 'desktops.1.copies'],
      [{ query: { sort: 'desc' } }, 'query.sort'],
      [{ kept: true }, 'kept'],
    ] as const)
      assert.equal(findAsked(body, fields), place);
  });

  it('is not asked for by nothing, by an empty value, by what it is anyway, or by a field of another place', () => {
    for (const body of [
      {},
      { tag: '', disk: { kms_id: null }, desktops: [{ copies: [] }], query: { sort: 'asc' }, kept: false },
      { disk: 'tag', desktops: { copies: ['x'] }, copies: ['x'], query: {} },
    ])
      assert.equal(findAsked(body, fields), undefined);
  });
});
