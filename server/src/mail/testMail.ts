import type { Language } from '../errors/errors.js';
import { layOut, type MailText } from './layout.js';

/** What a mail is called that only shows that mails arrive. It states nothing. */
export const testMailTemplate = 'testMail';

/** Words the mail that somebody sends to see whether mails arrive. */
export function writeTestMail(language: Language): MailText {
  return language === 'zh'
    ? layOut(
        'Deskplane 测试邮件',
        [
          '您好：',
          '这是一封测试邮件，用于确认 Deskplane 能够发送邮件。无需任何操作。',
          '本邮件由 Deskplane 自动发送，请勿回复。',
        ],
        'zh',
      )
    : layOut(
        'A test mail from Deskplane',
        [
          'Hello,',
          'this mail was sent to see whether mails from Deskplane arrive. There is nothing to do.',
          'This message was sent automatically by Deskplane; replies are not read.',
        ],
        'en',
      );
}
