import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { migrations } from '../database/migrationFiles.js';

/** Of the service, as it is written: this test runs from where it is compiled into. */
const sources = fileURLToPath(new URL('../../src/', import.meta.url));

/**
 * Who reads the real time, and why: folders, or files with the number of places. Everything else that asks for the time asks the
 * service's clock (docs/reference/decisions.md#d21).
 */
const realTime: Readonly<Record<string, string | readonly [places: number, why: string]>> = {
  'ambient.ts': 'the real clock itself',
  'clock/serviceClock.ts': "the service's clock is made from it",
  'audit/': 'times in the log, which is held against other clocks; what is in it goes by real age alone',
  'backup/': 'when a backup was taken',
  'database/': 'the age of templates, and the times of migrations',
  'desk/secondFactor/devices.ts': [3, "a device's clock, which nobody moves, and when it was registered"],
  'deletion/': 'times of deletions, claims, leases, retention',
  'desktops/': 'times of desktops and their jobs, claims, leases',
  'engines/': 'what the engine does takes real time',
  'erasure/': 'times in the log',
  'http/processMetrics.ts': [1, 'when the process started'],
  'iam/identities/': 'when something was made or changed',
  'iam/grants/': 'when something was made or changed',
  'iam/credentials/accessKey.ts': [1, 'when it was made'],
  'iam/rootAccount/renewRootCredentials.ts': [1, 'when it was changed'],
  'iam/signatures/authenticateSignature.ts': [1, "X-Sdk-Date is the client's clock, which nobody moves"],
  'iam/signatures/diagnosis/routes.ts': [2, 'as X-Sdk-Date is judged, and written'],
  'jobs/': 'times of jobs',
  'life/': 'when the process started',
  'mail/': 'claims, leases, and waits for a mail server',
  'network/': 'when something was made or changed',
  'orphans/': 'scans and times in the log',
  'persons/': 'times in the log',
  'scratch/': 'the age of files',
  'screens/connectionRecords.ts': [8, 'who was connected when, and whether a process lives'],
  'screens/readRecords.ts': [1, 'who was connected when'],
  'screens/recordRoutes.ts': [1, 'who was connected when'],
  'secrets/': 'when a key was made',
  'supervisor/': 'how long a start takes, and certificates, which others judge',
  'testDouble/': 'what was asked when, claims of deletions, and the way back',
  'users/createUser.ts': [1, 'when it was made'],
  'users/ensureDesktopUsers.ts': [1, 'when it was made'],
  'users/groups/': 'when something was made',
  'users/inviteUser.ts': [1, 'when it was asked for'],
  'workers/': 'leases',
  'workspace/': 'when something was made or changed',
};

const readsRealTime =
  /(?<![\w.])now\(\)(?!:)|\bambient\.now\(\)|clock_timestamp\(\)|current_timestamp|new Date\(\)|Date\.now\(\)/g;

describe('the two clocks', () => {
  it('A12: only what is listed reads the real time; what expires or is due at a set time asks the service’s clock', async () => {
    const files = (await readdir(sources, { recursive: true })).filter(
      (name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && !name.startsWith('testing/'),
    );
    assert.ok(files.length > 500);
    const used = new Set<string>();
    const wrong: string[] = [];
    for (const name of files) {
      const places = [...(await readFile(join(sources, name), 'utf8')).matchAll(readsRealTime)].length;
      if (places === 0) continue;
      const rule = Object.keys(realTime).find(
        (each) => name === each || (each.endsWith('/') && name.startsWith(each)),
      );
      const said = rule === undefined ? undefined : realTime[rule];
      if (rule !== undefined) used.add(rule);
      if (said === undefined || (typeof said !== 'string' && said[0] !== places))
        wrong.push(`${name}: ${places}`);
    }
    assert.deepEqual(wrong, []);
    assert.deepEqual(
      Object.keys(realTime).filter((each) => !used.has(each)),
      [],
      'listed for nothing',
    );
  });

  it('nothing that a deletion, a lease or the log is written with looks at the clock that tests move', async () => {
    const apart = [
      'deletion/carryOut',
      'deletion/finish',
      'deletion/accept',
      'deletion/retention',
      'workers',
      'audit',
    ];
    for (const folder of apart)
      for (const name of await readdir(join(sources, folder), { recursive: true })) {
        if (!name.endsWith('.ts') || name.endsWith('.test.ts')) continue;
        const text = await readFile(join(sources, folder, name), 'utf8');
        assert.ok(!/service_now\(\)|serviceNow\(\)/.test(text), `${folder}/${name}`);
      }
  });

  it('no trigger judges the end of a token, key or session by the real time', () => {
    const last = new Map<string, string>();
    for (const { sql } of migrations)
      for (const [text, trigger = '', table = ''] of sql.matchAll(
        /create trigger (\w+) (?:after|before)[^;]*? on (\w+)\s[^;]*;/g,
      ))
        last.set(`${trigger} on ${table}`, text);
    assert.ok(last.size > 20);
    for (const [name, text] of last)
      if (/expires_at|used_at/.test(text)) assert.match(text, /service_now\(\)/, name);
  });
});
