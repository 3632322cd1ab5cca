import assert from 'node:assert/strict';
import type { TestService } from './startTestService.js';
import { waitUntil } from './waitUntil.js';

/** The image of the simulated engine that runs Linux. */
export const simulatedLinux = '6f1c2a5e-0d3b-4b7c-9a53-2f5d6f8c1b01';
/** The one that runs Windows. */
export const simulatedWindows = '6f1c2a5e-0d3b-4b7c-9a53-2f5d6f8c1b02';

let made = 0;

/**
 * Orders desktops as a client does and waits until they run.
 * @param wish what differs from one small desktop of nobody's, of which no mail tells
 * @returns their ids, in the order of the request
 */
export async function createDesktops(
  service: TestService,
  wish: Record<string, unknown>,
  options: { readonly wait?: boolean; readonly headers?: Record<string, string> } = {},
): Promise<[string, ...string[]]> {
  made += 1;
  const order = {
    desktop_type: 'DEDICATED',
    product_id: 'workspace.x86.small',
    image_type: 'gold',
    image_id: simulatedLinux,
    root_volume: { type: 'SAS', size: 80 },
    email_notification: false,
    ...(wish['desktops'] === undefined ? { size: 1, desktop_name: `test-${made}` } : {}),
    ...wish,
  };
  const answer = await service.call('POST', '/desktops', order, options.headers);
  assert.equal(answer.status, 200, answer.text);
  const jobs = await readSubJobs(service, answer.body.job_id);
  if (options.wait !== false) {
    await waitUntil(async () => {
      const now = await readSubJobs(service, answer.body.job_id);
      assert.ok(!now.some((job) => job.status === 'FAILED'), JSON.stringify(now));
      return now.every((job) => job.status === 'SUCCESS');
    }, 'the desktops to run');
  }
  const [first, ...others] = jobs.map((job) => job.entities.desktop_id);
  assert.ok(first !== undefined);
  return [first, ...others];
}

/** A sub-job as the API shows it. */
export interface SubJob {
  readonly status: string;
  readonly error_code: string | null;
  readonly fail_reason: string | null;
  readonly entities: { readonly desktop_id: string };
}

export async function readSubJobs(service: TestService, jobId: string): Promise<SubJob[]> {
  const answer = await service.call('GET', `/workspace-sub-jobs?job_id=${jobId}`);
  assert.equal(answer.status, 200, answer.text);
  return answer.body.jobs;
}

/** Shows a desktop again and again until it is answered 404. @returns what was shown before */
export async function showUntilGone(
  service: TestService,
  desktopId: string,
): Promise<{ readonly status: string; readonly task_status: string }[]> {
  const seen: { status: string; task_status: string }[] = [];
  await waitUntil(async () => {
    const answer = await service.call('GET', `/desktops/${desktopId}`);
    if (answer.status === 404) return true;
    assert.equal(answer.status, 200, answer.text);
    seen.push(answer.body.desktop);
    return false;
  }, `desktop ${desktopId} to be gone`);
  return seen;
}
