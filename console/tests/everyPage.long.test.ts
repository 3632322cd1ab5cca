import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createDesktops, readSubJobs } from '@deskplane/server/testing/desktopCalls.js';
import type { TestService } from '@deskplane/server/testing/startTestService.js';
import { waitUntil } from '@deskplane/server/testing/waitUntil.js';
import {
  assertAccessible,
  assertFits,
  type ConsoleBrowser,
  keepPicture,
  openConsole,
  signIn,
} from './consoleBrowser.js';

/** Every page, with something of a desktop in the place of `$desktop`, its user in that of `$user`, and so on. Those who add a page add it here. */
const pages = [
  '/console/overview',
  '/console/desktops',
  '/console/desktops/create',
  '/console/desktops/create-many',
  '/console/desktops/$desktop',
  '/console/desktops/$desktop/screen',
  '/console/users',
  '/console/users/import',
  '/console/users/$user',
  '/console/name-policies',
  '/console/scheduled-tasks',
  '/console/scheduled-tasks/$task',
  '/console/user-groups',
  '/console/user-groups/$group',
  '/console/persons',
  '/console/persons/$user',
  '/console/deletions',
  '/console/deletions/plan?desktops=$desktop',
  '/console/restores/$restore',
  '/console/images',
  '/console/networks',
  '/console/mails',
  '/console/access',
  '/console/access/policies/create',
  '/console/access/roles/create',
  '/console/jobs',
  '/console/orphans',
  '/console/audit',
  '/console/settings',
  '/console/help',
  '/console/nowhere',
  '/explorer',
  '/explorer/operations/CreateDesktop',
  '/explorer/errors',
  '/explorer/errors/DPL.0423',
  '/explorer/signature',
];

/** Puts the disk of a desktop that is off back to a snapshot. @returns how the page of that is addressed */
async function restoreOf(service: TestService): Promise<string> {
  const [desktop] = await createDesktops(service, { desktop_name: 'frozen' });
  const ended = async (job: string) => {
    const jobs = await readSubJobs(service, job);
    return jobs.every(({ status }) => status === 'SUCCESS');
  };
  const made = await service.call('POST', '/snapshots/batch-create', {
    desktop_ids: [desktop],
    disk_type: 'ALL',
  });
  await waitUntil(() => ended(made.body.job_id), 'the snapshot');
  const off = { desktop_ids: [desktop], op_type: 'os-stop', type: 'HARD' };
  const stopped = await service.call('POST', '/desktops/action', off);
  await waitUntil(() => ended(stopped.body.job_id), 'the desktop to be off');
  const [{ snapshot_id: snapshot }] = (await service.call('GET', '/snapshots')).body.desktop_snapshots;
  const begun = await service.call('POST', '/snapshots/batch-restore', { snapshot_ids: [snapshot] });
  await waitUntil(() => ended(begun.body.job_id), 'the restore');
  return `${desktop}/${snapshot}/${begun.body.job_id}`;
}

describe('every page of the console and the Explorer', () => {
  let console_: ConsoleBrowser;
  let desktop: string;
  let user: string;
  let group: string;
  let task: string;
  let restore: string;
  before(async () => {
    console_ = await openConsole();
    [desktop] = await createDesktops(console_.service, {
      desktops: [{ computer_name: 'anna-1', user_name: 'anna' }],
      tags: [{ key: 'team', value: 'blue' }],
    });
    user = (await console_.service.call('GET', '/users')).body.users[0].id;
    const naming = { policy_name: 'Lab', name_prefix: 'lab-', digit_number: 2, start_number: 1 };
    await console_.service.call('POST', '/desktop-name-policies', { ...naming, single_domain_user_inc: 0 });
    const daily = { scheduled_type: 'DAY', day_interval: 1, scheduled_time: '20:00:00' };
    const stop = { task_name: 'Night', task_type: 'STOP', ...daily };
    const objects = { apply_objects: [{ object_id: desktop, object_type: 'DESKTOP' }] };
    const scheduled = await console_.service.call('POST', '/scheduled-tasks', { ...stop, ...objects });
    task = scheduled.body.task_id;
    const made = { group_name: 'Blue team', platform_type: 'LOCAL' };
    group = (await console_.service.call('POST', '/groups', made)).body.id;
    const joining = { op_type: 'ADD', user_ids: [user] };
    await console_.service.call('POST', `/groups/${group}/actions`, joining);
    restore = await restoreOf(console_.service);
  });
  after(() => console_?.close());

  for (const language of ['en', 'zh-CN'] as const)
    for (const mode of ['light', 'dark'] as const)
      it(`has no barriers on any page in ${language}, ${mode}, from 390 to 2560 pixels`, async () => {
        const page = await console_.open('/console', { language, mode });
        await page.locator('input[name=account]').waitFor();
        await assertAccessible(page, 'sign-in');
        await keepPicture(page, `sign-in-${language}-${mode}`);
        await signIn(page, console_.service);
        for (const path of pages.map((each) =>
          each
            .replace('$desktop', desktop)
            .replace('$user', user)
            .replace('$group', group)
            .replace('$task', task)
            .replace('$restore', restore),
        )) {
          await page.goto(console_.service.endpoint + path);
          await page.locator('#content h1').waitFor();
          await waitUntil(
            async () => (await page.getByText(/^(Reading|正在读取)/).count()) === 0,
            'it is loaded',
          );
          assert.equal(await page.locator('html').getAttribute('lang'), language);
          await assertAccessible(page, path);
          for (const width of [2560, 390, 1280]) {
            await assertFits(page, width, path);
            // Narrow pages have another navigation, and tables that are lists.
            if (width === 390) await assertAccessible(page, `${path} at 390 px`);
            await keepPicture(page, `${path.replaceAll(/\W+/g, '-')}-${language}-${mode}-${width}`);
          }
        }
        await page.context().close();
      });

  it('asks no other host for anything, and nothing fails', () => {
    assert.deepEqual(console_.troubles, []);
  });
});
