import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readSmtpUrl } from './smtpSettings.js';

describe('SMTP_URL', () => {
  it('gives server, port and a sender named after this machine', () => {
    assert.deepEqual(readSmtpUrl('smtp://mail.example.com', 'Desk.Example.com'), {
      host: 'mail.example.com',
      port: 587,
      secure: false,
      requireTls: false,
      ignoreTls: false,
      verifyCertificate: true,
      credentials: undefined,
      from: 'deskplane@desk.example.com',
    });
    assert.equal(readSmtpUrl('smtps://mail.example.com', 'x').port, 465);
    assert.equal(readSmtpUrl('smtp://[::1]:25', 'x').host, '::1');
    assert.equal(readSmtpUrl('smtp://h:25', 'no_domain name').from, 'deskplane@localhost');
  });

  it('gives the sender by ?from=', () => {
    assert.equal(readSmtpUrl('smtp://h?from=desks@corp.example', 'x').from, 'desks@corp.example');
  });

  it('decodes user name and password, and never sends them in the clear to another machine unasked', () => {
    const settings = readSmtpUrl('smtp://us%40er:p%3Aw%2F@mail.example.com', 'x');
    assert.deepEqual(settings.credentials, { user: 'us@er', password: 'p:w/' });
    assert.equal(settings.requireTls, true);
    assert.equal(readSmtpUrl('smtp://u:p@127.0.0.1:25', 'x').requireTls, false);
    assert.equal(readSmtpUrl('smtp://u:p@mail.example.com?requireTLS=false', 'x').requireTls, false);
    assert.equal(readSmtpUrl('smtp://u:p@mail.example.com?ignoreTLS=true', 'x').requireTls, false);
  });

  for (const [url, words] of [
    ['http://u:geheim@h', /must start with smtp:\/\/ or smtps:\/\//],
    ['smtp://u:geheim#1@h', /is not a URL|percent-encoded|names no server/],
    ['smtp://', /names no server|is not a URL/],
    ['smtp://u:geheim%@h', /percent-encoding/],
    ['smtp://u:geheim@h?form=a@b.example', /unknown option "form"/],
    ['smtp://u:geheim@h?logger=true', /unknown option "logger"/],
    ['smtp://u:geheim@h?from=a&from=b', /"from" twice/],
    ['smtp://u:geheim@h?from=Me%0d%0aBcc:x', /not a plain mail address/],
    ['smtp://u:geheim@h?requireTLS=yes', /neither true nor false/],
  ] as const) {
    it(`refuses ${JSON.stringify(url)} without repeating the password`, () => {
      assert.throws(
        () => readSmtpUrl(url, 'x'),
        (error: unknown) =>
          error instanceof Error && words.test(error.message) && !error.message.includes('geheim'),
      );
    });
  }
});
