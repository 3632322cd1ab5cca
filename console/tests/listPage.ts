import { waitUntil } from '@deskplane/server/testing/waitUntil.js';
import type { Locator, Page } from 'playwright-core';

/** A page that makes many things of a list, in English. */
export interface ListPage {
  readonly list: Locator;
  enter(rows: readonly string[]): Promise<void>;
  check(): Promise<void>;
  /** The row of a table that has the text in it. */
  row(text: string): Locator;
  /** Gives the page a file, and waits until its text stands in the list. */
  giveFile(name: string, bytes: Buffer, beginning: string): Promise<void>;
  /** What is said to be wrong: row, column, and what stands there. */
  faults(): Promise<readonly (readonly (string | null)[])[]>;
}

export function listPage(page: Page): ListPage {
  const list = page.getByRole('textbox', { name: /^One (user|desktop) a row/ });
  return {
    list,
    enter: (rows) => list.fill(rows.join('\n')),
    check: () => page.getByRole('button', { name: 'Check the list' }).click(),
    row: (text) => page.locator('tr', { hasText: text }),
    giveFile: async (name, buffer, beginning) => {
      await page.locator('input[type=file]').setInputFiles({ name, mimeType: 'text/plain', buffer });
      await waitUntil(async () => (await list.inputValue()).startsWith(beginning), 'the file is read');
    },
    faults: async () => {
      const table = page.getByRole('table', { name: 'What is wrong in the list' });
      await table.waitFor();
      return table
        .locator('tbody tr')
        .evaluateAll((rows) =>
          rows.map((each) =>
            [...each.querySelectorAll('td, th')].slice(0, 3).map((cell) => cell.textContent),
          ),
        );
    },
  };
}
