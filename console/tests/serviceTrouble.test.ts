import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Browser, openBrowser, rootSignIn } from '@deskplane/server/testing/browser.js';
import type { Page, Route } from 'playwright-core';
import { assertAccessible, type ConsoleBrowser, keepPicture, openConsole, signIn } from './consoleBrowser.js';

let console_: ConsoleBrowser;
let administrator: Browser;
before(async () => {
  console_ = await openConsole();
  administrator = openBrowser(console_.service.endpoint);
  await administrator.signIn(rootSignIn(console_.service));
});
after(() => console_?.close());

const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name });
const notReady = {
  status: 503,
  contentType: 'application/json',
  body: JSON.stringify({ error_code: 'DPL.0503', error_msg: 'The service is not ready: the database hangs' }),
};

describe('without a connection', () => {
  it('a page that cannot be loaded leaves the one before it as it is, and is gone to once it can', async () => {
    const page = await console_.openSignedIn('/console/desktops/create');
    const name = page.locator('#content input').first();
    await name.fill('half-typed');
    await page.context().setOffline(true);
    await page.getByRole('link', { name: 'Mailbox' }).click();
    await page.getByText('The page could not be loaded').waitFor();
    await assertAccessible(page, 'a page that could not be loaded');
    await keepPicture(page, 'unreached');
    assert.equal(await name.inputValue(), 'half-typed');
    assert.equal(new URL(page.url()).pathname, '/console/desktops/create');
    await page.context().setOffline(false);
    await page.getByRole('button', { name: 'Try again' }).first().click();
    await heading(page, /^Mailbox/).waitFor();
    assert.equal(await page.getByText('The page could not be loaded').count(), 0);
    await page.context().close();
  });
});

describe('while the service is not ready', () => {
  it('a new tab says that it takes long, then why, and goes on by itself', async () => {
    const page = await console_.openSignedIn('/console/desktops');
    const session = '**/console/api/session';
    const held: Route[] = [];
    let isStuck = true;
    await page.route(session, async (route) => {
      if (isStuck) held.push(route);
      else await route.fulfill(notReady);
    });
    await page.reload();
    await page.getByText('The service is taking long to answer.').waitFor();
    await keepPicture(page, 'session-slow');
    isStuck = false;
    for (const route of held) await route.fulfill(notReady);
    await heading(page, 'The service cannot say who is signed in').waitFor();
    await page.getByText('the database hangs').first().waitFor();
    await assertAccessible(page, 'a session that cannot be read');
    await keepPicture(page, 'session-unknown');
    await page.unroute(session);
    await heading(page, /^Desktops/).waitFor();
    await page.context().close();
  });

  it('an open page says why, and no longer once it is', async () => {
    const page = await console_.openSignedIn('/console/desktops');
    const calls = /\/v2\/|\/console\/api\//;
    await page.route(calls, (route) => route.fulfill(notReady));
    const why = page.getByText('The service does not answer as it should');
    await why.waitFor();
    await page.getByText('the database hangs').first().waitFor();
    await keepPicture(page, 'service-trouble');
    await page.unroute(calls);
    await why.waitFor({ state: 'detached' });
    await heading(page, /^Desktops/).waitFor();
    await page.getByText('the database hangs').waitFor({ state: 'detached' });
    await page.context().close();
  });
});

describe('a project that is disabled', () => {
  const enable = async (enabled: boolean): Promise<void> => {
    const path = `/v3/projects/${console_.service.credentials.project_id}`;
    const answer = await administrator.call('PATCH', path, { project: { enabled } });
    assert.equal(answer.status, 200, answer.text);
  };

  it('takes nothing from the page that is open, which says so until it is enabled again', async () => {
    const page = await console_.openSignedIn('/console/desktops');
    await heading(page, /^Desktops/).waitFor();
    await page.getByPlaceholder('Find desktops').fill('half');
    await enable(false);
    await heading(page, 'Every project of the account is disabled').waitFor();
    assert.equal(await heading(page, /^Desktops/).count(), 0);
    await enable(true);
    await heading(page, /^Desktops/).waitFor();
    assert.equal(await page.getByPlaceholder('Find desktops').inputValue(), 'half');
    await page.context().close();
  });

  it('lets an administrator in although it is the only one, and be enabled again where projects are', async () => {
    await enable(false);
    const chinese = await console_.open('/console/desktops', { language: 'zh-CN' });
    await signIn(chinese, console_.service);
    await heading(chinese, '账号的所有项目均已禁用').waitFor();
    await keepPicture(chinese, 'no-project-zh');
    await chinese.context().close();
    const page = await console_.openSignedIn('/console/desktops');
    await heading(page, 'Every project of the account is disabled').waitFor();
    await assertAccessible(page, 'an account without a project');
    await keepPicture(page, 'no-project');
    await page.getByRole('link', { name: 'Look at the projects' }).click();
    const { project_name: name } = console_.service.credentials;
    await page.getByRole('button', { name: `Enable ${name}` }).click();
    await page.getByRole('button', { name: `Enable ${name}` }).waitFor({ state: 'detached' });
    await keepPicture(page, 'project-enabled');
    await page.getByRole('link', { name: 'Desktops', exact: true }).click();
    await heading(page, /^Desktops/).waitFor();
    await page.context().close();
  });
});
