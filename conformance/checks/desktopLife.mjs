import { check, expect, until } from './check.mjs';
import { refusal } from './desktops.mjs';

/**
 * A desktop's life: created, listed, shown, deleted with every flag, seen gone.
 * @param desktops what `desktopsBy` gives
 * @param {string} prefix of the names of users and desktops
 * @param {string} by how the caller signs in, for the checks' names
 */
export async function checkDesktopLife(desktops, prefix, by) {
  const names = [1, 2, 3].map((number) => `${prefix}${number}`);
  const ids =
    (await check(`desktops are created with ${by}`, () => desktops.create(names, { team: prefix }))) ?? [];
  await check(`they are in both lists, with ${by}`, async () => {
    const { total_count: total, desktops: listed } = await desktops.list({ tag: `team=${prefix}` });
    const missing = ids.filter((id) => !listed.some((one) => one.desktop_id === id));
    expect([missing, listed.length], [[], 3], 'what the list lacks, and its length');
    expect(total, 3, 'the total');
    const { desktops: detailed } = await desktops.listDetail({ desktop_id: ids.slice(0, 2) });
    expect(detailed.length, 2, "the long list's length");
  });
  await check(`one is shown with its owner, disks and tags, with ${by}`, async () => {
    const shown = await desktops.show(ids[0]);
    expect([shown.attach_user_infos[0].user_name, shown.tags[0].value], [names[0], prefix], 'owner and tag');
    expect([shown.root_volume.size, shown.data_volumes.length], [80, 1], 'the disks');
  });
  await check(
    `DeleteDesktop with every flag answers 204, and desktop and user are gone, with ${by}`,
    async () => {
      const flags = { delete_users: true, email_notification: false, is_force_delete: true };
      expect((await desktops.remove(ids[0], flags)).status, 204, 'the HTTP status');
      await desktops.waitUntilGone(ids[0]);
      expect(await desktops.usersCalled(names[0]), [], 'the users of that name');
    },
  );
  await check(`a second DeleteDesktop is refused with 404, with ${by}`, async () => {
    const { errorCode } = await refusal(desktops.remove(ids[0]), 404);
    expect(typeof errorCode, 'string', "the error code's type");
  });
  await check(
    `BatchDeleteDesktops answers 202 with a job that succeeds, and keeps the users, with ${by}`,
    async () => {
      const { status, body } = await desktops.removeBatch(ids.slice(1), { email_notification: false });
      expect(status, 202, 'the HTTP status');
      const done = await until("the batch's end", () => desktops.subJobs(body.job_id));
      expect(
        done.map((job) => job.status),
        ['SUCCESS', 'SUCCESS'],
        'the sub-jobs',
      );
      for (const id of ids.slice(1)) await desktops.waitUntilGone(id);
      expect(await desktops.usersCalled(names[1]), [names[1]], 'the users of that name');
    },
  );
}
