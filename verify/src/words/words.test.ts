import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import { faultsZh } from './faultsZh.js';
import { inOtherWords } from './inOtherWords.js';

/** The sentences of a source, with `{}` for what they are told with. */
function faultsIn(source: string): string[] {
  const literals = source.matchAll(/new MalformedBundle\(\s*(`(?:[^`\\]|\\.)*`|'(?:[^'\\]|\\.)*')/g);
  return [...literals].map(([, literal = '']) => {
    let text = literal.slice(1, -1);
    // From the inside out: what is told may be made of literals itself.
    for (let before = ''; before !== text; ) {
      before = text;
      text = text.replaceAll(/\$\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}/g, '{}');
    }
    return text;
  });
}

describe('what is wrong with a file', () => {
  it('has words in Chinese, whatever the verifier finds', async () => {
    const directory = new URL('../../src/', import.meta.url);
    const names = (await readdir(directory)).filter((name) => /(?<!\.test)\.ts$/.test(name));
    const sources = await Promise.all(names.map((name) => readFile(new URL(name, directory), 'utf8')));
    const faults = sources.flatMap(faultsIn);
    assert.ok(faults.length > 60, String(faults.length));
    const known = new Set(faultsZh.map(([english]) => english));
    assert.deepEqual(
      faults.filter((fault) => !known.has(fault)),
      [],
    );
  });

  it('keeps what was found, and what nobody has words for', () => {
    for (const [english, chinese] of faultsZh)
      assert.equal(english.split('{}').length, chinese.split('{}').length, english);
    const word = (text: string) => inOtherWords(faultsZh, text);
    assert.equal(word('the key abc is not in the key set'), '密钥 abc 不在密钥集中');
    assert.equal(word('the older head: bad-signature'), '旧日志头：签名无效');
    assert.equal(word('item 1: state differs from the accepted plan'), '项 1：state 与已受理计划不符');
    assert.equal(word('something new'), 'something new');
    assert.equal(word('x'.repeat(5000)), 'x'.repeat(5000));
  });
});
