import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Engine } from '../../engines/contract.js';
import { commitWithoutWaiting } from '../../testing/commitWithoutWaiting.js';
import { type Failure, failures } from '../../testing/crashAtStep.js';
import { restoreWithCrash } from '../../testing/crashRestore.js';
import { addProject, addService, type TestProject } from '../../testing/desktopRows.js';
import { createPromptEngine } from '../../testing/openedProject.js';
import { addRestorable, type RestorableDesktop, tellRestores } from '../../testing/restorableRows.js';
import { createTestDatabase, type TestDatabase } from '../../testing/testDatabase.js';

describe('a restore whose every step goes wrong once', () => {
  let test: TestDatabase;
  let engine: Engine;
  let project: TestProject;
  before(async () => {
    test = await createTestDatabase();
    await commitWithoutWaiting(test);
    project = await addProject(test.database);
    await addService(test.database, project);
    engine = createPromptEngine(test.pool);
  });
  after(() => test.drop());

  const whole = [
    'desktop SHUTOFF t t t',
    'disk old',
    'disk old',
    'job SUCCESS',
    'job SUCCESS',
    'log restore',
    'log restore',
    'log restore-receipt restored',
    'log restore-receipt restored',
  ];

  /** Whatever happened so far: no statement of something that was not done, none twice, none without a request. */
  async function check(restorable: RestorableDesktop): Promise<void> {
    const lines = await tellRestores(test, restorable);
    const count = (line: string): number => lines.filter((each) => each === line).length;
    const receipts = count('log restore-receipt restored');
    assert.ok(receipts <= count('disk old'), `a receipt without the effect: ${lines.join('; ')}`);
    assert.equal(receipts, count('job SUCCESS'), lines.join('; '));
    assert.ok([0, 2].includes(count('log restore')), lines.join('; '));
    if (count('log restore') === 0) assert.equal(count('disk new'), 2, lines.join('; '));
  }

  async function run(at: number, failure: Failure) {
    const restorable = await addRestorable(test, engine, project, 2);
    const outcome = await restoreWithCrash({
      test,
      engine,
      project,
      restorable,
      at,
      failure,
      check: () => check(restorable),
    });
    return { outcome, end: await tellRestores(test, restorable) };
  }

  let steps = 0;
  it('S8: takes more than 20 steps when none goes wrong', async () => {
    const { outcome, end } = await run(0, 'dies before');
    assert.deepEqual(end, whole);
    steps = outcome.steps;
    assert.ok(steps > 20, `${steps} steps`);
  });

  for (const failure of failures)
    it(`S8: ends the same when a process ${failure} any step, each disk with one statement`, async () => {
      for (let at = 1; at <= steps; at += 1) {
        const { outcome, end } = await run(at, failure);
        assert.ok(outcome.struck, `step ${at} was not reached`);
        assert.deepEqual(end, whole, `a process that ${failure} step ${at}`);
      }
    });
});
