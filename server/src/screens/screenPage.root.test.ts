import assert from 'node:assert/strict';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { createDesktops } from '../testing/desktopCalls.js';
import { type EngineHostProcess, startEngineHost } from '../testing/engineHostProcess.js';
import { inside } from '../testing/localDesktop.js';
import { pixelsOf, startBrowser, untilDesktop } from '../testing/screenBrowser.js';
import { startTestService, type TestService } from '../testing/startTestService.js';
import { waitUntil } from '../testing/waitUntil.js';

/** Where pictures go when somebody wants to see them. */
const pictures = process.env['DESKPLANE_TEST_PICTURES'];

describe('the screen page, in a browser, on a desktop of the local engine', () => {
  let host: EngineHostProcess;
  let service: TestService;
  let browser: Browser;
  let page: Page;
  let desktop: string;

  before(async () => {
    host = await startEngineHost();
    service = await startTestService({ engine: () => host.engine });
    browser = await startBrowser();
    [desktop] = await createDesktops(service, {
      image_id: host.engine.offer.images[0]?.id,
      size: 1,
      desktop_name: 'anna-1',
    });
    const context = await browser.newContext({ viewport: { width: 1200, height: 760 }, locale: 'en-GB' });
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    page = await context.newPage();
    page.on('pageerror', (error) => process.stderr.write(`page: ${error.message}\n`));
    page.on('console', (message) => {
      if (message.type() === 'error') process.stderr.write(`page: ${message.text()}\n`);
    });
    await page.goto(await address());
    await untilDesktop(page);
  });
  after(async () => {
    await browser?.close();
    await service?.call('DELETE', `/desktops/${desktop}?is_force_delete=true`);
    await waitUntil(async () => (await host.engine.list('port')).length === 0, 'nothing is left').catch(
      () => undefined,
    );
    await service?.remove();
    await host?.dispose();
  });

  async function address(): Promise<string> {
    const answer = await service.call('GET', `/desktops/${desktop}/remote-consoles`);
    assert.equal(answer.status, 200, answer.text);
    assert.equal(answer.body.type, 'novnc');
    return answer.body.url;
  }

  async function picture(name: string): Promise<void> {
    if (pictures === undefined) return;
    await mkdir(pictures, { recursive: true });
    await page.screenshot({ path: join(pictures, `${name}.png`) });
  }

  /** Runs a program inside, by typing it into the terminal that is open there. */
  async function type(command: string): Promise<void> {
    await page.locator('#stage canvas').click();
    await page.keyboard.type(command, { delay: 15 });
    await page.keyboard.press('Enter');
  }

  it('shows the desktop, types into a program of it and shows what comes of it', async () => {
    await picture('connected');
    const before_ = await pixelsOf(page);
    await type('echo typed > ~/typed');
    await waitUntil(async () => (await pixelsOf(page)) !== before_, 'pixels change');
    await waitUntil(async () => {
      const found = await run('cat', '/home/desktop/typed').catch(() => '');
      return found === 'typed\n';
    }, 'the program got the keys');
    await picture('typed');
  });

  it('keeps the secret out of the address', async () => {
    assert.equal(new URL(page.url()).hash, '');
  });

  it('has the desktop follow the size of the window', async () => {
    await page.setViewportSize({ width: 900, height: 600 });
    await waitUntil(
      async () => (await sizeOf('#stage canvas', 'width', 'height')).startsWith('900x'),
      'the new width',
    );
    const [, height] = (await sizeOf('#stage', 'clientWidth', 'clientHeight')).split('x').map(Number);
    await waitUntil(async () => {
      const [, now = 0] = (await sizeOf('#stage canvas', 'width', 'height')).split('x').map(Number);
      // Of a height with a fraction the browser shows the nearest pixel, and the desktop gets the whole ones.
      return Math.abs(now - (height ?? 0)) <= 1;
    }, 'the new height');
    await page.setViewportSize({ width: 1200, height: 760 });
  });

  function sizeOf(selector: string, width: string, height: string): Promise<string> {
    return page
      .locator(selector)
      .evaluate(
        (element, names) => names.map((name) => Reflect.get(element, name)).join('x'),
        [width, height],
      );
  }

  /** Runs a program as the desktop's user, beside the screen. */
  async function run(...command: string[]): Promise<string> {
    const [server] = await host.engine.list('server');
    assert.ok(server);
    return inside(host, { server }, ...command);
  }

  it('takes what is copied on the desktop into the clipboard of the browser, and gives it back', async () => {
    const text = 'copied 复制 ✓';
    await run('sh', '-c', `printf '%s' '${text}' | DISPLAY=:0 xclip -selection clipboard >/dev/null 2>&1`);
    await waitUntil(
      async () => (await page.evaluate('navigator.clipboard.readText()')) === text,
      'the text in the browser',
    );
    await page.evaluate(`navigator.clipboard.writeText('from the browser 浏览器')`);
    await page.locator('#stage canvas').click();
    await waitUntil(
      async () =>
        (await run('env', 'DISPLAY=:0', 'xclip', '-selection', 'clipboard', '-o')) ===
        'from the browser 浏览器',
      'the text on the desktop',
    );
  });

  it('takes a file up, shows it inside, and brings it down as it was changed there, byte by byte', async () => {
    await page.locator('#files').click();
    await page.getByText(/There are no files yet/).waitFor();
    const bytes = Buffer.alloc(3_000_001, 'aé\0\n');
    const name = 'Bericht – 报告.bin';
    const file = { name, mimeType: 'application/octet-stream', buffer: bytes };
    await page.locator('#files-chosen').setInputFiles([file]);
    const row = page.locator('#files-list button');
    await row.filter({ hasText: '3 MB' }).waitFor();
    await run('sh', '-c', `cat ~/Transfer/Bericht* ~/Transfer/Bericht* > ~/Transfer/changed.bin`);
    await picture('files');
    const downloading = page.waitForEvent('download');
    await row.filter({ hasText: 'changed.bin' }).click();
    const download = await downloading;
    assert.equal(download.suggestedFilename(), 'changed.bin');
    assert.ok((await readFile(await download.path())).equals(Buffer.concat([bytes, bytes])));
  });

  it('takes files that are dropped onto the screen, and none twice under one name', async () => {
    await page.keyboard.press('Escape');
    await page.locator('#stage').dispatchEvent('dragenter', { dataTransfer: await droppable('a.txt') });
    await page.getByText('Drop files here').waitFor();
    await picture('drop');
    for (const shown of ['a.txt', 'a (1).txt']) {
      await page.locator('#stage').dispatchEvent('drop', { dataTransfer: await droppable('a.txt') });
      await page.locator('#files-list').getByText(shown, { exact: true }).waitFor();
    }
    assert.equal(await run('cat', '/home/desktop/Transfer/a (1).txt'), 'dropped');
    await picture('dropped');
  });

  function droppable(name: string) {
    return page.evaluateHandle(`(() => {
      const carried = new DataTransfer();
      carried.items.add(new File(['dropped'], ${JSON.stringify(name)}));
      return carried;
    })()`);
  }

  it('says in plain words that the disk is full, and leaves nothing of the file', async () => {
    const free = await run('df', '--output=avail', '-B1', '/home/desktop');
    const most = String(Number(free.trim().split('\n')[1]) - 100_000);
    await run('fallocate', '-l', most, '/home/desktop/fill');
    const file = {
      name: 'big.bin',
      mimeType: 'application/octet-stream',
      buffer: Buffer.alloc(1_500_000, 7),
    };
    await page.locator('#files-chosen').setInputFiles([file]);
    await page.locator('#files-transfers').getByText('The disk of the desktop is full.').waitFor();
    await picture('full');
    await run('rm', '/home/desktop/fill');
    await waitUntil(
      async () => !(await run('ls', '-A', '/home/desktop/Transfer')).includes('.deskplane'),
      'nothing is left of it',
    );
  });

  it('says in plain words that the desktop was deleted, and when', async () => {
    await service.call('DELETE', `/desktops/${desktop}?is_force_delete=true`);
    await page.getByText(/This desktop was deleted on /).waitFor();
    await picture('deleted');
  });
});
