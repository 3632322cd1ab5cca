import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { EngineError } from '@deskplane/server/engines/contract.js';
import type { EngineImage } from '@deskplane/server/engines/images.js';
import { createDesktops } from '@deskplane/server/testing/desktopCalls.js';
import { createPolicyUsers } from '@deskplane/server/testing/policyUsers.js';
import {
  assertAccessible,
  assertFits,
  type ConsoleBrowser,
  keepPicture,
  openAs,
  openConsole,
} from './consoleBrowser.js';

const gib = 2 ** 30;

describe('the pages of the console about the installation', () => {
  let console_: ConsoleBrowser;
  const imported: EngineImage[] = [];
  const uploads = new Map<string, number>();
  let breaks = 1;
  before(async () => {
    console_ = await openConsole({
      environment: { DESKPLANE_DNS: '192.0.2.53', SMTP_URL: 'smtps://desk:geheim@mail.example.com' },
      engine: (simulated) => ({
        ...simulated,
        room: async () => ({
          sizeBytes: 100 * gib,
          freeBytes: 14 * gib,
          reserveBytes: 10 * gib,
          promisedBytes: 640 * gib,
          promisableBytes: 1800 * gib,
        }),
        offer: {
          ...simulated.offer,
          get images() {
            return [...simulated.offer.images, ...imported];
          },
        },
        images: {
          addPiece: async (upload, offset, bytes) => {
            if (offset > 0 && breaks-- > 0) throw new EngineError('unreachable', 'the host is away');
            const stands = uploads.get(upload) ?? 0;
            uploads.set(upload, stands === offset ? stands + bytes.length : stands);
            return uploads.get(upload) ?? 0;
          },
          import: async ({ upload, name, minimumDiskGiB, minimumMemoryMiB }) => {
            if (name === 'evil')
              throw new EngineError('refused', 'the archive is damaged', { imageFault: 'archive-damaged' });
            const image: EngineImage = {
              id: randomUUID(),
              name,
              osType: 'Linux',
              osVersion: 'Debian GNU/Linux 12',
              minimumDiskGiB,
              minimumMemoryMiB,
              createdAt: '2026-11-28T10:00:00.000Z',
              imported: { digest: `sha256:${'5'.repeat(64)}`, bytes: uploads.get(upload) ?? 0 },
            };
            imported.push(image);
            return image;
          },
          remove: async (id) => {
            imported.splice(
              imported.findIndex((image) => image.id === id),
              1,
            );
          },
        },
      }),
    });
    await createDesktops(console_.service, {
      desktops: ['anna-1', 'bert-1'].map((computer_name) => ({ computer_name, user_name: 'anna' })),
    });
  });
  after(() => console_?.close());

  it('import an image in pieces although one is lost, show whose it is, and delete it', async () => {
    const page = await console_.openSignedIn('/console/images');
    const table = page.getByRole('grid', { name: 'Images' });
    await table.getByRole('link', { name: 'anna-1' }).waitFor();
    await page.getByText('workspace.x86.large', { exact: false }).first().waitFor();
    await page.getByRole('button', { name: 'Import an image' }).click();
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await page.getByText('Choose an archive that is not empty.').waitFor();
    await page.locator('input[type=file]').setInputFiles({
      name: 'desk.tar',
      mimeType: 'application/x-tar',
      buffer: Buffer.alloc(2_621_440, 7),
    });
    await page.getByLabel('Name').fill('desk');
    await assertAccessible(page, 'the dialog that imports an image');
    await keepPicture(page, 'images-import');
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await page.getByText('The image desk is there.').waitFor();
    assert.deepEqual([...uploads.values()], [2_621_440]);
    const row = table.getByRole('row').filter({ hasText: 'desk' }).filter({ hasText: '2.5 MiB' });
    await row.getByText('20 GB disk, 2048 MB memory').waitFor();
    await page.getByRole('button', { name: 'Build an image on the server' }).click();
    await page.getByText('./deskplane image build desktop').waitFor();
    await assertAccessible(page, 'the images');
    await page.setViewportSize({ width: 1280, height: 1100 });
    await keepPicture(page, 'images');
    await assertFits(page, 390, 'the images');
    await keepPicture(page, 'images-390');
    await page.setViewportSize({ width: 1280, height: 800 });
    await row.getByRole('radio').click();
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click();
    await page.getByText('The image desk is deleted.').waitFor();
    assert.deepEqual(imported, []);
    await page.context().close();
  });

  it('show what the service says of an archive that it refuses', async () => {
    const page = await console_.openSignedIn('/console/images');
    await page.getByRole('button', { name: 'Import an image' }).click();
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'evil.tar', mimeType: 'application/x-tar', buffer: Buffer.alloc(100) });
    await page.getByLabel('Name').fill('evil');
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await page.getByText(/the archive is damaged/).waitFor();
    await page.getByText(/DPL\.4001/).waitFor();
    await page.context().close();
  });

  it('show networks with their addresses, used and free, and what may pass', async () => {
    const page = await console_.openSignedIn('/console/networks');
    const subnets = page.getByRole('grid', { name: /^Subnets of/ });
    await subnets.getByRole('link', { name: 'bert-1' }).waitFor();
    const used = page.getByRole('grid', { name: 'Addresses in use' });
    assert.equal(await used.getByRole('row').count(), 3);
    const projectId = console_.service.credentials.project_id;
    const { body } = await console_.service.call('GET', `//v1/${projectId}/subnets`);
    await subnets.getByText(String(body.subnets[0].available_ip_address_count), { exact: true }).waitFor();
    await page
      .getByRole('table', { name: 'Rules of WorkspaceUserSecurityGroup' })
      .getByText('Out')
      .first()
      .waitFor();
    await assertAccessible(page, 'the networks');
    await page.setViewportSize({ width: 1280, height: 1700 });
    await keepPicture(page, 'networks');
    await assertFits(page, 390, 'the networks');
    await keepPicture(page, 'networks-390');
    await page.context().close();
  });

  for (const [language, environment, secret] of [
    ['en', 'Environment', 'Set, not shown'],
    ['zh-CN', '环境变量', '已设置，不显示'],
  ] as const)
    it(`show every setting and its source, and no secret, in ${language}`, async () => {
      const page = await console_.openSignedIn('/console/settings', { language });
      const table = page.getByRole('grid', { name: language === 'en' ? 'Settings' : '配置项' });
      const dns = table.getByRole('row').filter({ hasText: 'DESKPLANE_DNS' });
      await dns.getByText('192.0.2.53').waitFor();
      await dns.getByText(environment).waitFor();
      await table.getByRole('row').filter({ hasText: 'SMTP_URL' }).getByText(secret).waitFor();
      assert.doesNotMatch(await page.content(), /geheim/);
      await assertAccessible(page, 'the settings');
      await page.setViewportSize({ width: 1280, height: 1200 });
      await keepPicture(page, `settings-${language}`);
      await assertFits(page, 390, 'the settings');
      await page.context().close();
    });

  it('show on the overview how much room there is, and warn of what runs out', async () => {
    const page = await console_.openSignedIn('/console/overview');
    const disk = page.getByRole('meter', { name: 'Disk of the desktops' });
    await disk.waitFor();
    assert.equal(await disk.getAttribute('aria-valuetext'), '86 GiB of 100 GiB used (86 %)');
    await page.getByText('Little space is left.').waitFor();
    await page.getByText('640 GiB of 1.8 TiB used (36 %)').waitFor();
    await assertAccessible(page, 'the overview with room');
    await page.setViewportSize({ width: 1280, height: 1300 });
    await keepPicture(page, 'overview-room');
    await page.context().close();
  });

  it('say why to those who may not be told, and show them no room', async () => {
    const users = await createPolicyUsers(console_.service);
    await users.add('visitor', {
      identity: [
        {
          Effect: 'Allow',
          Action: ['workspace:desktops:*', 'workspace:images:list', 'workspace:products:*'],
        },
      ],
    });
    const page = await openAs(console_, 'visitor', '/console/settings');
    await page.getByRole('alert').filter({ hasText: 'workspace:service:get' }).waitFor();
    await keepPicture(page, 'settings-refused');
    await page.goto(`${console_.service.endpoint}/console/overview`);
    await page.getByRole('heading', { name: 'Desktops (2)' }).waitFor();
    assert.equal(await page.getByRole('meter').count(), 0);
    await page.context().close();
  });

  it('ask no other host and meet no error but the one that was planted', () =>
    assert.deepEqual(
      console_.troubles.filter((trouble) => !/images: .* status of 503/.test(trouble)),
      [],
    ));
});
