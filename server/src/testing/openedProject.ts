import type pg from 'pg';
import { realAmbient } from '../ambient.js';
import type { Engine } from '../engines/contract.js';
import { createSimulatedEngine } from '../engines/simulated/simulatedEngine.js';
import { openWorkspace } from '../workspace/openWorkspace.js';
import { commitWithoutWaiting } from './commitWithoutWaiting.js';
import { addProject, type TestProject } from './desktopRows.js';
import { createTestDatabase, type TestDatabase } from './testDatabase.js';

/** A database with one project, in which the Workspace service is open. */
export async function createOpenedProject(): Promise<{
  readonly test: TestDatabase;
  readonly project: TestProject;
}> {
  const test = await createTestDatabase();
  await commitWithoutWaiting(test);
  const project = await addProject(test.database);
  await test.database.deleteFrom('security_groups').execute();
  await openWorkspace(test.database, realAmbient, { projectId: project.projectId, language: 'en' });
  return { test, project };
}

/** A simulated engine that is done by the time it answers, and fails only where a test makes it fail. */
export function createPromptEngine(pool: pg.Pool): Engine {
  const settings = { seed: 1, delayMs: 0, faultRate: 0 };
  return createSimulatedEngine({ pool, ambient: realAmbient, region: 'test-1', settings });
}
