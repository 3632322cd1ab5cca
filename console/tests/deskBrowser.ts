import assert from 'node:assert/strict';
import { createDesktops } from '@deskplane/server/testing/desktopCalls.js';
import type { Locator, Page } from 'playwright-core';
import { type ConsoleBrowser, openConsole, type PageOptions } from './consoleBrowser.js';

/** The password of everybody that {@link DeskBrowser.addUser} makes. */
export const own = 'Chosen-by-user-2';

/** The page of those who work on desktops, and people who use it. */
export interface DeskBrowser {
  readonly desk: ConsoleBrowser;
  readonly enterprise: string;
  /** Somebody with a password, and as many desktops as he is to have. */
  readonly addUser: (
    desktops: number,
    more?: object,
  ) => Promise<{ readonly name: string; readonly desktops: string[] }>;
  /** Opens the page and signs in. */
  readonly enter: (name: string, how?: PageOptions, path?: string) => Promise<Page>;
}

export async function openDesk(options: Parameters<typeof openConsole>[0] = {}): Promise<DeskBrowser> {
  const desk = await openConsole(options);
  const enterprise: string = (await desk.service.call('GET', '/workspaces')).body.enterprise_id;
  let made = 0;
  return {
    desk,
    enterprise,
    addUser: async (desktops, more = {}) => {
      const name = `worker-${(made += 1)}`;
      const user_email = `${name}@example.com`;
      const user = {
        user_name: name,
        user_email,
        active_type: 'ADMIN_ACTIVATE',
        password: own,
        next_login_change_password: false,
      };
      const answer = await desk.service.call('POST', '/users', { ...user, ...more });
      assert.equal(answer.status, 201, answer.text);
      if (desktops === 0) return { name, desktops: [] };
      const ids = await createDesktops(desk.service, {
        desktops: Array.from({ length: desktops }, (_, index) => ({
          user_name: name,
          user_email,
          computer_name: `${name}-${index + 1}`,
        })),
      });
      return { name, desktops: [...ids] };
    },
    enter: async (name, how, path = '/desk') => {
      const page = await desk.open(`${path}?enterprise=${enterprise}`, how);
      await fillIn(page, name);
      return page;
    },
  };
}

export async function fillIn(page: Page, name: string, password = own): Promise<void> {
  await page.locator('input[name=user]').fill(name);
  await page.locator('input[name=password]').fill(password);
  await page.keyboard.press('Enter');
}

export const heading = (page: Page, name: string): Locator =>
  page.getByRole('heading', { name, exact: true });
export const card = (page: Page, name: string): Locator =>
  page.getByRole('listitem').filter({ hasText: name });
