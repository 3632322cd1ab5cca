import { type Browser, chromium, type Page } from 'playwright-core';
import { waitUntil } from './waitUntil.js';

/**
 * Debian's Chromium in the build that has no window and no menus of its own: those cost three times what our pages do. Its sandbox wants
 * another user than root.
 */
export function startBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: '/usr/bin/chromium-headless-shell',
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
  });
}

/** What a page shows of the desktop, as text that differs when a pixel does. */
export function pixelsOf(page: Page): Promise<string> {
  return page.locator('#stage canvas').evaluate((canvas) => Reflect.get(canvas, 'toDataURL').call(canvas));
}

/** Waits until the page shows the desktop, and returns once the picture stands still. */
export async function untilDesktop(page: Page): Promise<void> {
  await page.locator('body.connected').waitFor({ timeout: 60_000 });
  let last = '';
  await waitUntil(async () => {
    const now = await pixelsOf(page);
    const still = now === last;
    last = now;
    return still;
  }, 'a picture that stands still');
}
