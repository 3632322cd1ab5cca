import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createDesktops } from '@deskplane/server/testing/desktopCalls.js';
import { waitUntil } from '@deskplane/server/testing/waitUntil.js';
import { assertAccessible, type ConsoleBrowser, keepPicture, openConsole } from './consoleBrowser.js';

describe('jobs in the console', () => {
  let console_: ConsoleBrowser;
  before(async () => {
    console_ = await openConsole({ simulated: { delayMs: 5 } });
  });
  after(() => console_?.close());

  it('has a row for each job, its parts behind it, and the reason of a failure in the words of the service', async () => {
    const { service } = console_;
    const [one, other] = await createDesktops(service, {
      desktops: ['anna-1', 'bert-1'].map((computer_name) => ({ computer_name, user_name: 'anna' })),
    });
    assert.ok(other !== undefined);
    await service.call('PUT', `/desktops/${other}`, { desktop: { deletion_protection: true } });
    const answer = await service.call('POST', '/desktops/batch-delete', { desktop_ids: [one, other] });
    assert.equal(answer.status, 202, answer.text);
    const failed = await waitUntil(async () => {
      const { body } = await service.call('GET', '/workspace-sub-jobs?status=FAILED');
      const gone = await service.call('GET', `/desktops/${one}`);
      return gone.status === 404 && body.jobs.length === 1 ? body.jobs[0] : undefined;
    }, 'one is gone and the other one has failed');
    const page = await console_.openSignedIn('/console/jobs');
    await page.getByRole('heading', { name: /^Jobs \(2\)/ }).waitFor();
    assert.equal(await page.getByRole('link', { name: 'bert-1' }).count(), 0);
    const job = page.getByRole('row').filter({ hasText: 'Delete' });
    await job.getByText('Failed').waitFor();
    await job.getByRole('button').click();
    const part = page.getByRole('row').filter({ hasText: 'bert-1' });
    await part.getByText(failed.fail_reason).waitFor();
    await page.getByRole('row').filter({ hasText: 'anna-1' }).getByText('Done').waitFor();
    await assertAccessible(page, 'jobs');
    await keepPicture(page, 'jobs');
    await page.getByRole('button', { name: 'Under way' }).click();
    await page.getByText('No jobs').waitFor();
    await page.context().close();
  });

  it('asked for no other host and met no error', () => assert.deepEqual(console_.troubles, []));
});
