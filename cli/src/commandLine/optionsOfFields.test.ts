import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { allCommands, quietTerminal } from '../testing/wholeProgram.js';
import { optionsOfFields } from './optionsOfFields.js';

describe('what is typed for the fields of the API', () => {
  it('is an option or an argument of that very command, and of a command that there is', () => {
    const commands = new Map(
      allCommands(quietTerminal('en')).map((placed) => [placed.words.join(' '), placed]),
    );
    let checked = 0;
    for (const [words, fields] of Object.entries(optionsOfFields)) {
      const placed = commands.get(words);
      assert.ok(placed !== undefined, words);
      const known = new Set([
        ...placed.options.map(({ long }) => long ?? ''),
        ...placed.command.registeredArguments.map((argument) => `<${argument.name()}>`),
      ]);
      for (const [, typed] of fields) {
        const named = typeof typed === 'string' ? /^(?:--[a-z0-9-]+|<[a-z]+>)/.exec(typed)?.[0] : undefined;
        if (named === undefined) continue;
        assert.ok(known.has(named), `${words}: ${named}`);
        checked += 1;
      }
    }
    assert.ok(checked > 60, String(checked));
  });
});
