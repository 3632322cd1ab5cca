import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { languageOf } from './language.js';

const accepting = (value: string) => languageOf({ 'accept-language': value });

describe('the language of an answer', () => {
  it('is the one that Accept-Language weighs most (RFC 9110 §12.5.4), the first of two that weigh the same', () => {
    assert.equal(accepting('zh-CN;q=0.1,en;q=0.9'), 'en');
    assert.equal(accepting('en;q=0.1, zh-CN;q=0.9'), 'zh');
    assert.equal(accepting('zh-CN,zh;q=0.9,en;q=0.8'), 'zh');
    assert.equal(accepting('en-US,en;q=0.9,zh-CN;q=0.8'), 'en');
    assert.equal(accepting('ZH-hans , en'), 'zh');
    assert.equal(accepting('de, fr;q=0.9, zh;q=0.001'), 'zh');
    assert.equal(accepting('zh; Q=0.5, en; q=0.500'), 'zh');
  });

  it('is never one that is ruled out, and * stands for what is not named', () => {
    assert.equal(accepting('zh;q=0, *;q=0.5'), 'en');
    assert.equal(accepting('en;q=0, *;q=0.5'), 'zh');
    assert.equal(accepting('*, zh;q=0.5'), 'en');
    assert.equal(accepting('zh;q=0'), 'en');
  });

  it('does not follow a range whose weight is malformed', () => {
    for (const weight of ['q=2', 'q=-1', 'q=0.1234', 'q', 'x=1', 'q=0.5;q=1'])
      assert.equal(accepting(`zh;${weight}, en;q=0.1`), 'en', weight);
  });

  it('is that of X-Language first, unless that is empty or names none of ours', () => {
    const both = (x: string) => languageOf({ 'x-language': x, 'accept-language': 'zh-CN' });
    assert.equal(both('en-us'), 'en');
    assert.equal(both(''), 'zh');
    assert.equal(both(' '), 'zh');
    assert.equal(both('fr-fr'), 'zh');
    assert.equal(languageOf({ 'x-language': 'zh-cn', 'accept-language': 'en' }), 'zh');
    assert.equal(languageOf({ 'x-language': 'zh_CN' }), 'zh');
    assert.equal(languageOf({}), 'en');
    assert.equal(accepting(''), 'en');
    assert.equal(accepting(',;q=,'), 'en');
  });
});
