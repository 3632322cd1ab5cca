import assert from 'node:assert/strict';
import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { policyUserPassword } from '@deskplane/server/testing/policyUsers.js';
import { startBrowser } from '@deskplane/server/testing/screenBrowser.js';
import {
  startTestService,
  type TestService,
  type TestServiceOptions,
} from '@deskplane/server/testing/startTestService.js';
import { waitUntil } from '@deskplane/server/testing/waitUntil.js';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

/** The built console before a service of its own with the simulated engine, in a browser. */
export interface ConsoleBrowser {
  readonly service: TestService;
  readonly browser: Browser;
  /** A page of a browser that nobody has used, on the sign-in page. */
  open(path: string, how?: PageOptions): Promise<Page>;
  /** The same, signed in as the account's root user and showing the page. */
  openSignedIn(path: string, how?: PageOptions): Promise<Page>;
  /** What went wrong in any page so far: errors, and requests to other hosts. */
  readonly troubles: string[];
  close(): Promise<void>;
}

export interface PageOptions {
  readonly language?: 'en' | 'zh-CN';
  readonly mode?: 'light' | 'dark';
  /** In pixels. Default 1280. */
  readonly width?: number;
}

/** In milliseconds; a busy machine takes many times as long as a quiet one. */
const patience = 120_000;

export async function openConsole(options: TestServiceOptions = {}): Promise<ConsoleBrowser> {
  const service = await startTestService(options);
  const visitor = await visitService(service.endpoint);
  return {
    ...visitor,
    service,
    openSignedIn: async (path, how) => {
      const page = await visitor.open(path, how);
      await signIn(page, service);
      return page;
    },
    close: async () => {
      await visitor.close();
      await service.remove();
    },
  };
}

/** A browser before a service that runs already. */
export async function visitService(
  endpoint: string,
): Promise<Pick<ConsoleBrowser, 'browser' | 'open' | 'troubles' | 'close'>> {
  const browser = await startBrowser();
  const troubles: string[] = [];

  const open = async (path: string, { language = 'en', mode = 'light', width = 1280 }: PageOptions = {}) => {
    const context: BrowserContextOptions = {
      viewport: { width, height: 800 },
      locale: language === 'en' ? 'en-GB' : 'zh-CN',
      colorScheme: mode,
      reducedMotion: 'reduce',
      timezoneId: 'UTC',
    };
    const page = await (await browser.newContext(context)).newPage();
    page.setDefaultTimeout(patience);
    page.on('pageerror', (error) => troubles.push(`${page.url()}: ${error.stack ?? error.message}`));
    page.on('console', (message) => {
      if (message.type() !== 'error') return;
      const { url } = message.location();
      // That nobody is signed in is an answer 401; that the database is busy is one of the service's readiness.
      const isAnswer =
        /status of 4\d\d/.test(message.text()) ||
        (url === `${endpoint}/readyz` && /status of 503/.test(message.text()));
      if (!isAnswer) troubles.push(`${page.url()}: ${message.text()} ${url}`);
    });
    page.on('request', (request) => {
      const { origin, protocol } = new URL(request.url());
      if (origin !== endpoint && !['data:', 'blob:'].includes(protocol))
        troubles.push(`${page.url()} asked for ${request.url()}`);
    });
    await page.goto(endpoint + path);
    return page;
  };

  return { browser, troubles, open, close: () => browser.close() };
}

/** Fills in the sign-in page and waits for the page behind it. */
export async function signIn(
  page: Page,
  { credentials }: Pick<TestService, 'credentials'>,
  password = credentials.password,
) {
  await page.locator('input[name=account]').fill(credentials.domain_name);
  await page.locator('input[name=user]').fill(credentials.user_name);
  await page.locator('input[name=password]').fill(password);
  await page.keyboard.press('Enter');
  await page.locator('#content h1').waitFor();
}

/** A page of a browser that nobody has used, signed in as a user of `createPolicyUsers`. */
export async function openAs(console_: ConsoleBrowser, name: string, path: string): Promise<Page> {
  const { service } = console_;
  const page = await console_.open(path);
  const credentials = { ...service.credentials, user_name: name };
  await signIn(page, { ...service, credentials }, policyUserPassword);
  return page;
}

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Where every control is, and how far each animation that will end has come: the same twice when a page stands still. */
const layoutOf = (page: Page): Promise<string> =>
  page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        requestAnimationFrame(() => {
          const controls = [...document.querySelectorAll('a, button, input, select, textarea, [role]')];
          const places = controls.map((control) => Object.values(control.getBoundingClientRect().toJSON()));
          const ending = document
            .getAnimations()
            .filter(({ effect }) => effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY);
          resolve(JSON.stringify([places, ending.map(({ currentTime }) => currentTime)]));
        });
      }),
  );

/**
 * Holds what a page shows to WCAG 2.2 AA, or its dialog, behind which nothing can be reached while it is open, once it stands still. axe measures in several steps: where the page moves between two of
 * them, what it sees is of no moment, and it looks again.
 */
export async function assertAccessible(page: Page, what: string): Promise<void> {
  await page.evaluate(axe);
  const violations = await waitUntil(async () => {
    const before = await layoutOf(page);
    const found = await violationsOn(page);
    return before === (await layoutOf(page)) && { found };
  }, `${what} stands still`);
  assert.deepEqual(violations.found, [], what);
}

function violationsOn(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
    const shown = [...document.querySelectorAll('[role=dialog][aria-modal=true]')].at(-1) ?? document;
    const result = await Reflect.get(window, 'axe').run(shown, { runOnly: tags });
    return result.violations.map(
      ({
        id,
        help,
        nodes,
      }: {
        id: string;
        help: string;
        nodes: { html: string; failureSummary: string }[];
      }) =>
        `${id}: ${help}\n${nodes.map(({ html, failureSummary }) => `  ${html.slice(0, 300)}\n  ${failureSummary}`).join('\n')}`,
    );
  });
}

/** Holds a page to its width, once it has found its new form: it looks again at its space after the browser has given it another. */
export async function assertFits(page: Page, width: number, what: string): Promise<void> {
  await page.setViewportSize({ width, height: 800 });
  await waitUntil(
    () => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth),
    `${what} fits into ${width} px`,
  );
}

/**
 * Holds what is shown in a part of the page to words that stay whole: no single word takes two lines, unless it is alone and longer than
 * its line. Chinese has no words to keep; there, no column is so narrow that a line has one character of several.
 */
export async function assertWordsWhole(page: Page, part: string, what: string): Promise<void> {
  const broken = await page.locator(part).evaluateAll((parts) => {
    const found: string[] = [];
    for (const each of parts) {
      const walker = document.createTreeWalker(each, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node !== null; node = walker.nextNode())
        for (const { 0: word, index } of (node.textContent ?? '').matchAll(
          /[\p{Script=Han}]{2,}|[\w]{2,}/gu,
        )) {
          const range = document.createRange();
          range.setStart(node, index);
          range.setEnd(node, index + word.length);
          const lines = new Set(Array.from(range.getClientRects(), ({ top }) => Math.round(top))).size;
          const most = /\p{Script=Han}/u.test(word) ? Math.ceil(word.length / 2) : 1;
          if (lines > most) found.push(`${word} in ${lines} lines`);
        }
    }
    return found;
  });
  assert.deepEqual(broken, [], what);
}

/** Keeps a picture where somebody wants to look at it: in the folder that DESKPLANE_TEST_PICTURES names. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  const folder = process.env['DESKPLANE_TEST_PICTURES'];
  if (folder === undefined) return;
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`) });
}
