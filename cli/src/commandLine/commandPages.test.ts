import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import { allCommands, quietTerminal } from '../testing/wholeProgram.js';

describe('the page of the command', () => {
  for (const language of ['en', 'zh'] as const)
    it(`has every command (${language})`, async () => {
      const page = await readFile(new URL(`../../../docs/${language}/command.md`, import.meta.url), 'utf8');
      // The commands of each row: its first cell, which may leave out a group that it has named.
      const rows = page
        .split('\n')
        .flatMap((line) => /^\| (`.*?) \| /.exec(line)?.[1] ?? [])
        .map((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, text = '']) => text.split(' ')));
      const isThere = ([group, verb]: readonly string[]): boolean =>
        rows.some(
          (commands) =>
            commands.some(([first]) => first === group) &&
            (verb === undefined || commands.some((typed) => typed.slice(0, 2).includes(verb))),
        );
      const missing = allCommands(quietTerminal(language))
        .map(({ words }) => words)
        .filter((words) => words.length > 0 && !isThere(words));
      assert.deepEqual(
        missing.map((words) => words.join(' ')),
        [],
      );
    });
});
