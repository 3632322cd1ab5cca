import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { permissions } from '@deskplane/server/access/permissions/table.js';
import { auditEventNameOf } from '@deskplane/server/audit/events/auditEventNames.js';
import { jobTypes } from '@deskplane/server/jobs/jobTypes.js';

const source = fileURLToPath(new URL('../../src', import.meta.url));
const entries = await readdir(source, { recursive: true });
const subjects = entries
  .filter((path) => path.endsWith('texts.en.json'))
  .map((path) => path.split('/')[0] ?? '');

type Texts = ReadonlyMap<string, string>;

async function read(subject: string, language: string): Promise<Texts> {
  const content: unknown = JSON.parse(
    await readFile(join(source, subject, `texts.${language}.json`), 'utf8'),
  );
  const flat = (value: unknown, path: string): [string, string][] =>
    typeof value === 'string'
      ? [[path, value]]
      : Object.entries(Object(value)).flatMap(([key, each]) =>
          flat(each, path === '' ? key : `${path}.${key}`),
        );
  return new Map(flat(content, ''));
}

/** Without what only the grammar of a language asks for. */
const plain = (key: string): string => key.replace(/_(one|other)$/, '');
const keysOf = (texts: Texts): string[] => [...new Set([...texts.keys()].map(plain))].sort();
const gaps = (text: string): string[] =>
  [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name = '']) => name).sort();

describe('the texts of the console', () => {
  for (const subject of subjects)
    it(`${subject}: are the same in both languages, gaps included, and there for every use`, async () => {
      const [en, zh] = [await read(subject, 'en'), await read(subject, 'zh-CN')];
      assert.deepEqual(keysOf(zh), keysOf(en));
      for (const [key, text] of zh) assert.deepEqual(gaps(text), gaps(en.get(key) ?? ''), key);
      const files = entries.filter((path) => path.startsWith(`${subject}/`) && /\.tsx?$/.test(path));
      const known = new Set(keysOf(en));
      for (const file of files) {
        const text = await readFile(join(source, file), 'utf8');
        if (!text.includes(`useTranslation('${subject}')`)) continue;
        for (const [, key = ''] of text.matchAll(/\bt\('([\w.]+)'/g))
          assert.ok(known.has(key), `${file}: ${key}`);
      }
    });
});

describe('a job', () => {
  for (const language of ['en', 'zh-CN'])
    it(`has words for what it does, whatever that is, in ${language}`, async () => {
      const named = [...(await read('desktops', language)).keys()]
        .filter((key) => key.startsWith('jobs.type.'))
        .map((key) => key.replace('jobs.type.', ''));
      assert.deepEqual(named.sort(), [...jobTypes].sort());
    });
});

describe('the history of a desktop', () => {
  it('has words for events by the names that they have', async () => {
    const names = new Set(Object.keys(permissions).map(auditEventNameOf));
    const named = [...(await read('desktops', 'en')).keys()]
      .filter((key) => key.startsWith('history.event.'))
      .map((key) => key.replace('history.event.', ''));
    // What is no call of the API, but done by the service itself, or happens on a screen that is open.
    assert.deepEqual(
      named.filter((name) => !names.has(name)),
      [
        'runScheduledTask',
        'watchDesktopScreen',
        'leaveDesktopScreen',
        'uploadDesktopFile',
        'downloadDesktopFile',
      ],
    );
  });
});
