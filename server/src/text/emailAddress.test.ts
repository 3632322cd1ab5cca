import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isMailAddress, sendableAddress } from './emailAddress.js';

describe('a mail address', () => {
  for (const address of [
    'a@b.example',
    'li.lei+desk@mail.example.com',
    "o'brien@example.com",
    'root@localhost',
    '用户@例子.公司',
    'संपर्क@डाटामेल.भारत',
    'ผู้ใช้@ตัวอย่าง.ไทย',
    `${'a'.repeat(64)}@example.com`,
  ]) {
    it(`is ${address}`, () => assert.equal(isMailAddress(address), true));
  }
  for (const text of [
    '',
    ' ',
    '@',
    'a@',
    '@b.example',
    'plain',
    'a b@example.com',
    'a@b@example.com',
    'a..b@example.com',
    '.a@example.com',
    'a@-b.example',
    'a@b..example',
    'u@example.com.',
    'a\u0001@example.com',
    `a@${'例'.repeat(60)}.example`,
    'a@[127.0.0.1]',
    'a@127.0.0.1',
    'a@127.1',
    'a@0x7f.1',
    'a@1',
    'a@①②⑦.1',
    'a@\u0301b.example',
    '"a b"@example.com',
    'Li Lei <a@example.com>',
    'a@example.com, b@example.com',
    'a@example.com;b@example.com',
    'a@example.com\r\nBcc: b@example.com',
    'a@example.com>\r\nRCPT TO:<b@example.com',
    'a\u0000@example.com',
    'a@example.com\n',
    `${'a'.repeat(65)}@example.com`,
    `a@${'b.'.repeat(130)}example`,
  ]) {
    it(`is not ${JSON.stringify(text)}`, () => assert.equal(isMailAddress(text), false));
  }

  it('is where a mail goes, whatever blanks it was once stored with', () => {
    assert.equal(sendableAddress(' ann@example.com '), 'ann@example.com');
    assert.equal(sendableAddress('u@example.com.'), undefined);
    assert.equal(sendableAddress(''), undefined);
  });
});
