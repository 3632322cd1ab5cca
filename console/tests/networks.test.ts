import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createDesktops } from '@deskplane/server/testing/desktopCalls.js';
import { createPolicyUsers } from '@deskplane/server/testing/policyUsers.js';
import { assertAccessible, assertFits, type ConsoleBrowser, openAs, openConsole } from './consoleBrowser.js';

describe('the page of networks', () => {
  let console_: ConsoleBrowser;
  before(async () => {
    console_ = await openConsole();
  });
  after(() => console_?.close());

  it('makes a network with a subnet, and deletes them', async () => {
    const page = await console_.openSignedIn('/console/networks');
    await page.getByRole('button', { name: 'Create a network' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Range').fill('nowhere');
    await dialog.getByRole('button', { name: 'Create', exact: true }).click();
    await dialog.getByText('A name of 1 to 64 characters.').waitFor();
    await dialog.getByText(/^A range such as/).waitFor();
    await dialog.getByLabel('Name').fill('blue');
    await dialog.getByLabel('Range').fill('192.168.0.0/16');
    await assertAccessible(page, 'the dialog of a network');
    await assertFits(page, 390, 'the dialog of a network');
    await page.setViewportSize({ width: 1280, height: 900 });
    await dialog.getByRole('button', { name: 'Create', exact: true }).click();
    await page.getByText('blue is there.').waitFor();

    await page.getByRole('button', { name: 'Create a subnet of blue' }).click();
    await dialog.getByLabel('Name').fill('blue-1');
    await dialog.getByLabel('Range').fill('10.0.0.0/24');
    await dialog.getByRole('button', { name: 'Create', exact: true }).click();
    await dialog.getByText(/10\.0\.0\.0\/24 is not within 192\.168\.0\.0\/16/).waitFor();
    await dialog.getByLabel('Range').fill('192.168.1.0/24');
    await dialog.getByLabel('DNS servers').fill('9.9.9.9, 1.1.1.1');
    await assertFits(page, 390, 'the dialog of a subnet');
    await page.setViewportSize({ width: 1280, height: 900 });
    await dialog.getByRole('button', { name: 'Create', exact: true }).click();
    const subnets = page.getByRole('grid', { name: 'Subnets of blue' });
    await subnets.getByText('9.9.9.9, 1.1.1.1').waitFor();
    await subnets.getByText('192.168.1.1', { exact: true }).waitFor();

    await page.getByRole('button', { name: 'Change the subnet blue-1' }).click();
    await dialog.getByLabel('Name').fill('blue-2');
    await dialog.getByRole('button', { name: 'Change', exact: true }).click();
    await subnets.getByText('blue-2').waitFor();
    // What is not empty cannot go, and the button says so.
    const removal = page.getByRole('button', { name: 'Delete the network blue?' });
    assert.equal(await removal.getAttribute('aria-disabled'), 'true');
    await page.getByRole('button', { name: 'Delete the subnet blue-2?' }).click();
    await dialog.getByRole('button', { name: 'Delete', exact: true }).click();
    await subnets.getByText('No subnets').waitFor();
    await removal.click();
    await dialog.getByRole('button', { name: 'Delete', exact: true }).click();
    await page.getByText('The network blue is deleted.').waitFor();
    await page.context().close();
  });

  it('makes a security group with a rule, for a desktop, and in Chinese', async () => {
    const page = await console_.openSignedIn('/console/networks', { language: 'zh-CN' });
    await page.getByRole('button', { name: '创建安全组' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('名称').fill('web');
    await dialog.getByRole('button', { name: '创建', exact: true }).click();
    // With the message everything below is where it stays.
    await page.getByText('web 已创建。').waitFor();
    await page.getByRole('button', { name: '为 web 添加规则' }).click();
    await dialog.getByLabel(/^端口/).fill('22,80-');
    await dialog.getByRole('button', { name: '添加', exact: true }).click();
    await dialog.getByText(/^应为 1 到 65535 的端口/).waitFor();
    await dialog.getByLabel(/^端口/).fill('22,80-90');
    await dialog.getByLabel(/^对端网段/).fill('10.1.0.0/16');
    await assertAccessible(page, 'the dialog of a rule');
    await assertFits(page, 390, 'the dialog of a rule');
    await page.setViewportSize({ width: 1280, height: 900 });
    await dialog.getByRole('button', { name: '添加', exact: true }).click();
    const rules = page.getByRole('table', { name: 'web 的规则' });
    await rules.getByText('22,80–90').waitFor();
    await rules.getByText('10.1.0.0/16').waitFor();
    const { body } = await console_.service.call(
      'GET',
      `//v1/${console_.service.credentials.project_id}/security-groups`,
    );
    const group = body.security_groups.find(({ name }: { name: string }) => name === 'web');
    await createDesktops(console_.service, { security_groups: [{ id: group.id }] });
    await page.reload();
    const removal = page.getByRole('button', { name: '删除安全组 web？' });
    await removal.waitFor();
    await page.locator('[aria-disabled=true]', { hasText: '删除' }).first().waitFor();
    await page.context().close();
  });

  it('offers nothing to those who may not change it', async () => {
    const users = await createPolicyUsers(console_.service);
    await users.add('reader', {
      identity: [{ Effect: 'Allow', Action: ['vpc:*:list', 'vpc:*:get', 'workspace:*:list'] }],
    });
    const page = await openAs(console_, 'reader', '/console/networks');
    const create = page.getByRole('button', { name: 'Create a network' });
    await create.waitFor();
    await page.locator('button[aria-disabled=true]', { hasText: 'Create a network' }).waitFor();
    await page.context().close();
  });
});
