import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { type Plant } from './plant.js';
import { plants } from './plants.js';
import { readArguments } from './readArguments.js';
import { runSeed, type SeedResult } from './runSeed.js';

/** Within so many worlds every planted bug must have shown itself. */
const maxSeeds = 1_500;

async function firstViolation(plant: Plant): Promise<SeedResult | undefined> {
  for (let seed = 1; seed <= maxSeeds; seed += 1) {
    const result = await runSeed(seed, plant);
    if (result.violation !== undefined) return result;
  }
  return undefined;
}

describe('the deletion core in a hostile world', () => {
  it('S1 to S15, S18, A2, L1 to L6: holds what it promises in 500 worlds', async () => {
    let deletions = 0;
    let agreed = 0;
    let parts = 0;
    for (let seed = 1; seed <= 500; seed += 1) {
      const result = await runSeed(seed);
      assert.equal(result.violation, undefined, `seed ${seed}:\n${result.tail.join('\n')}`);
      deletions += result.deletions;
      agreed += result.joins.agreed;
      parts += result.parts;
    }
    assert.ok(deletions > 500, `${deletions} deletions are too few to prove anything`);
    assert.ok(parts > 50, `${parts} deletions of disks and snapshots alone are too few to prove anything`);
    assert.ok(agreed > 50, `${agreed} calls that joined by a digest are too few to prove anything`);
  });

  it('runs the same for the same seed, and not for another', async () => {
    const [one, again, other] = [await runSeed(42), await runSeed(42), await runSeed(43)];
    assert.equal(one.hash, again.hash);
    assert.equal(one.steps, again.steps);
    assert.notEqual(one.hash, other.hash);
  });
});

describe('the simulation itself', () => {
  const caughtBy: Record<string, RegExp> = {
    'time-out is absence': /^S[59]$/,
    'a host that is down has nothing': /^S[59]$/,
    'drop after 16 tries': /^S[59]$/,
    'any key is the right one': /^S[59]$/,
    'what is gone has no key left': /^S6$/,
    'no fence': /^S8$/,
    'decide the user before the desktop ends': /^S10$/,
    'count without locking the user': /^S10$/,
    'ask by id without generation': /^S[123]$/,
    'end after one lagging look': /^S5$/,
    'two deletions look at one disk': /^S5$/,
    'looks need not follow each other': /^S5$/,
    'detach treated as delete': /^S2$/,
    'accept without revision check': /^S1[45]$/,
    'crash forgets claim': /^L2$/,
    'a claim that was granted is for ever': /^L2$/,
    'nobody asked, says who took over': /^S17$/,
    'the next stage begins off the record': /^S17$/,
    'a time is whatever the clock says': /^A12$/,
    'mail before the end': /^S12$/,
    'a creation in flight is never made': /^S[569]$/,
    'the asking process tells the age of a creation': /^S[569]$/,
    'a lost answer is a refusal': /^S[569]$/,
    'a living worker never forgets a creation': /^L2$/,
    'force leaves the ports': /^S1[35]$/,
    'a running deletion forgets its plan': /^A2$/,
    'protection is not looked at': /^S14$/,
    'a disk does not wait for its snapshots': /^S18$/,
    'snapshots are forgotten': /^S1[35]$/,
  };

  for (const plant of plants)
    it(`finds the planted bug "${plant.name}"`, async () => {
      const found = await firstViolation(plant);
      assert.match(found?.violation?.invariant ?? 'nothing', caughtBy[plant.name] ?? /never/);
    });

  it('shows a failing world again by the command that it names', () => {
    const main = fileURLToPath(new URL('./main.js', import.meta.url));
    const run = (...args: string[]) => spawnSync(process.execPath, [main, ...args], { encoding: 'utf8' });
    const first = run('--seeds', '20', '--plant', 'detach treated as delete');
    assert.equal(first.status, 1);
    const told = /^Seed \d+ violates S2: .*\n(Trace \w+)\. Again: npm run simulate -- (.*)$/m.exec(
      first.stdout,
    );
    const [, trace = '', command = ''] = told ?? [];
    assert.match(command, /^--seeds 1 --seed \d+ --plant "detach treated as delete"$/);
    const again = run(
      ...command.replaceAll('"detach treated as delete"', 'detach').split(' ').slice(0, -1),
      'detach treated as delete',
    );
    assert.ok(again.stdout.includes(trace), again.stdout);
    assert.match(again.stdout, /\n1 seeds, \d+ steps, 1 violations\n$/);
  });

  it('refuses arguments that it cannot make sense of', () => {
    assert.deepEqual(readArguments(['--seeds', '5']), { first: 1, count: 5, plant: 'none' });
    for (const args of [['--seeds', '0'], ['--seed', 'x'], ['--plant', 'no such'], ['--nothing'], ['5']])
      assert.equal(typeof readArguments(args), 'string');
  });
});
