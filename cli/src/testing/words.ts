import { inEnglish } from '../messages/en.js';
import { inChinese } from '../messages/zh.js';

const own = { deskplane: './deskplane', start: 'npm start' };

/** What the command says to a user in the clone. */
export const en = inEnglish(own);
export const zh = inChinese(own);
