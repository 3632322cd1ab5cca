import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isFinalRefusal, statusOf } from './smtpRefusal.js';

const refused = (response: string, command = 'RCPT TO'): boolean => isFinalRefusal({ command, response });

describe('what an SMTP server says', () => {
  it('ends a mail when it speaks of its recipient or of the mail itself', () => {
    for (const response of [
      '550 no such user here',
      '550 5.1.1 <ann@example.com>: Recipient address rejected: User unknown',
      '550-5.1.1 The email account that you tried to reach\r\n550 5.1.1 does not exist',
      '550 5.1.2 bad destination system',
      '553 5.1.3 bad address syntax',
      '556 5.1.10 domain takes no mail',
      '552 5.2.2 mailbox full',
      '550 5.4.4 domain not found',
      '554 5.4.14 hop count exceeded',
      '553 5.6.7 non-ASCII addresses not permitted',
      '501 bad address',
      '551 user not local',
      '554 5.0.0 no',
    ])
      assert.equal(refused(response), true, response);
    for (const response of ['554 transaction failed', '552 5.3.4 too large', '554 5.6.0 content'])
      assert.equal(refused(response, 'DATA'), true, response);
  });

  it('ends none when it speaks of the session, the sender or a policy, or may pass', () => {
    for (const response of [
      '450 4.2.1 mailbox busy',
      '421 4.3.2 shutting down',
      '500 unknown command',
      '503 bad sequence of commands',
      '521 5.3.2 takes no mail',
      '530 5.7.0 must issue a STARTTLS command first',
      '530 authentication required',
      '550 5.1.8 sender refused',
      '550 5.7.1 unable to relay',
      '554 5.7.1 service unavailable; client host blocked',
      '550 5.7.26 unauthenticated sender',
      '550 relay not permitted',
      '550 please log in first',
      '550 5.3.2 system not accepting messages',
      '550 5.5.1 invalid command',
      '',
      'nonsense',
    ])
      assert.equal(refused(response), false, response);
    for (const command of ['CONN', 'EHLO', 'STARTTLS', 'AUTH PLAIN', 'MAIL FROM', 'RSET'])
      assert.equal(refused('554 5.1.1 no', command), false, command);
    assert.equal(isFinalRefusal({ command: 'RCPT TO', response: undefined }), false);
    assert.equal(isFinalRefusal({ command: undefined, response: '550 5.1.1 no' }), false);
  });

  it('has a reply code and perhaps an enhanced status (RFC 3463)', () => {
    assert.equal(statusOf('550 5.1.1 no'), '550 5.1.1');
    assert.equal(statusOf('550-5.1.1 no'), '550 5.1.1');
    assert.equal(statusOf('550 no'), '550');
    assert.equal(statusOf('550 5.1.1.1 no'), '550');
    assert.equal(statusOf('250 10.0.0.1 hello'), '250');
    assert.equal(statusOf('no'), undefined);
    assert.equal(statusOf(undefined), undefined);
  });
});
