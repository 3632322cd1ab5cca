import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { describeError } from '../errors/errors.js';

const clone = fileURLToPath(new URL('../../../', import.meta.url));
const left = new Set(['node_modules', 'dist', 'vectors', 'built']);

async function filesIn(folder: string, fits: (path: string) => boolean): Promise<string[]> {
  const paths = await readdir(join(clone, folder), { recursive: true });
  return paths
    .filter((path) => !path.split(sep).some((part) => left.has(part)) && fits(path))
    .map((path) => join(folder, path))
    .toSorted();
}

const isSource = (path: string): boolean => /(?<!\.test|\.generated|\.d)\.tsx?$/.test(path);

/** Without code and quoted formats, which are written as they are. In a program backquotes may stand around a text that is made. */
const withoutCode = (line: string): string => {
  const plain = line.replaceAll(/“[^”]*”/g, '“”');
  return plain.trimStart().startsWith('`')
    ? plain.replaceAll(/`[^`\p{Script=Han}]*`/gu, '``')
    : plain.replaceAll(/`[^`$]*`/g, '``');
};

const han = String.raw`[\p{Script=Han}）】》”]`;
/** A half-width mark behind a Chinese character, with another one or a gap for something behind it. */
const halfWidth = new RegExp(
  `${han} ?[,;!?](?=\\s*(?:\\p{Script=Han}|\\$\\{|\\{\\{))|${han} ?:(?=\\s*(?:\\p{Script=Han}|\\$\\{|\\{\\{))|${han} ?\\((?=[^()]*\\p{Script=Han})`,
  'u',
);

/** The texts in which Chinese is written, line by line: what people read, not the tables that they import. */
async function chineseLines(): Promise<readonly (readonly [place: string, line: string])[]> {
  const files = [
    ...(await filesIn('docs/zh', (path) => path.endsWith('.md'))),
    'README.zh-CN.md',
    ...(await filesIn('console/src', (path) => path.endsWith('.zh-CN.json') || isSource(path))),
    ...(await filesIn('cli/src', isSource)),
    ...(await filesIn('verify/src', isSource)),
    ...(await filesIn('server/src', (path) => isSource(path) && !path.startsWith(`testing${sep}`))),
    'deskplane',
  ];
  const lines: (readonly [string, string])[] = [];
  for (const file of files) {
    const text = await readFile(join(clone, file), 'utf8');
    // Blocks of code in pages show what programs say, and files.
    const whole = file.endsWith('.md')
      ? text.replaceAll(/^(```|    ).*?$(?:[^]*?^```$)?/gm, (all) => all.replaceAll(/.+/g, ''))
      : text;
    whole.split('\n').forEach((line, index) => {
      if (/\p{Script=Han}/u.test(line)) lines.push([`${file}:${index + 1}`, line]);
    });
  }
  return lines;
}

describe('Chinese', () => {
  it('is written with full-width marks everywhere', async () => {
    const lines = await chineseLines();
    assert.ok(lines.length > 5_000, String(lines.length));
    const wrong = lines.filter(
      ([, line]) => !line.includes('"example"') && halfWidth.test(withoutCode(line)),
    );
    assert.deepEqual(
      wrong.map(([place, line]) => `${place}: ${line.trim()}`),
      [],
    );
    for (const text of ['名称: 甲', '磁盘,快照', '桌面 (已关机)', '`${kind}磁盘: ${why}`'])
      assert.match(withoutCode(text), halfWidth);
  });

  it('is there for every sentence that an error says', async () => {
    const sources = await filesIn(
      'server/src',
      (path) => isSource(path) && !path.startsWith(`testing${sep}`),
    );
    const prose =
      /(?:new ApiError\(\s*'[\w.]+',\s*\[|\binvalid\()\s*(['`])((?:(?!\1)[^\n])*[a-z] [a-z]+ [a-z](?:(?!\1)[^\n])*)\1(?!,\s*')/g;
    const said: string[] = [];
    let errors = 0;
    for (const file of sources) {
      const text = await readFile(join(clone, file), 'utf8');
      errors += text.split('new ApiError(').length - 1;
      for (const [, , sentence = ''] of text.matchAll(prose)) said.push(`${file}: ${sentence}`);
    }
    assert.ok(errors > 300, String(errors));
    assert.deepEqual(
      said.filter((sentence) => !sentence.endsWith('security group rule')),
      [],
    );
  });

  it('is there for everything that an error says is not there', async () => {
    const sources = await filesIn(
      'server/src',
      (path) => isSource(path) && !path.startsWith(`testing${sep}`),
    );
    const named = /(?:'DPL\.0404', \[|requireFound\([^;{}]*?,\s*)'([a-z ]+)'\s*[\])]/g;
    const things = new Set<string>();
    for (const file of sources)
      for (const [, thing = ''] of (await readFile(join(clone, file), 'utf8')).matchAll(named))
        things.add(thing);
    assert.ok(things.size > 20, String(things.size));
    // The word is the same in Chinese.
    things.delete('token');
    for (const thing of things)
      assert.match(describeError('DPL.0404', 'zh', [thing]), /^资源不存在（[^a-z]*\p{Script=Han}/u, thing);
  });
});
