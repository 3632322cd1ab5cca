import assert from 'node:assert/strict';
import { done, refused } from './networkCalls.js';
import type { TestAnswer, TestService } from './startTestService.js';
import { waitUntil } from './waitUntil.js';

export async function showDesktop(service: TestService, id: string) {
  return (await service.call('GET', `/desktops/${id}`)).body.desktop;
}

/** Waits for the end of a desktop's task. @returns the desktop as it is then */
export async function untilIdle(service: TestService, id: string) {
  return waitUntil(async () => {
    const desktop = await showDesktop(service, id);
    return desktop.task_status === '' ? desktop : undefined;
  }, `${id} to be idle`);
}

/** @returns the job of a call that is accepted */
export async function jobOf(answer: Promise<TestAnswer>): Promise<string> {
  return (await done(answer)).job_id;
}

/** Holds a call to its refusal, and that to its words. */
export async function assertRefused(
  answer: Promise<TestAnswer>,
  status: number,
  code: string,
  words = /./,
): Promise<void> {
  await refused(answer, status, code);
  assert.match((await answer).body.error_msg, words);
}

/** How much of a quota is used. */
export async function usedOf(service: TestService, type: string): Promise<number> {
  const { resources } = (await service.call('GET', '/quotas')).body.quotas;
  return resources.find((resource: { type: string }) => resource.type === type).used;
}

/** The disks that the simulated engine has of a desktop, and how many of them its server uses. */
export async function engineDisks(
  service: TestService,
  id: string,
): Promise<{ readonly there: number; readonly used: number }> {
  const { rows } = await service.database.pool.query<{ there: number; used: number }>(
    `select count(*)::int as there, (count(*) filter (where exists (
       select from simulated_items s where s.kind = 'server' and s.spec -> 'uses' ? v.id
         and not (s.changes_to = 'gone' and s.changes_at <= now()) is true)))::int as used
     from simulated_items v where v.kind = 'volume' and v.spec ->> 'desktopId' = $1
       and not (v.changes_to = 'gone' and v.changes_at <= now()) is true`,
    [id],
  );
  return rows[0] ?? { there: 0, used: 0 };
}

/** Lets a desktop's task have its next turn now, until it has ended. */
export async function turnAgain(service: TestService, id: string): Promise<void> {
  await waitUntil(async () => {
    await service.database.pool.query('update desktops set task_due_at = now() where id = $1', [id]);
    return (await showDesktop(service, id)).task_status === '';
  }, 'another turn');
}
