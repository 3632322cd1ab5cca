import type { Language } from '../../errors/errors.js';

/** Why an item is still there that its engine has promised to let go, as it is kept. @param asks how often it was asked */
export function askedInVain(asks: number): string {
  return `asked to go ${asks} times and still there`;
}

/** Why an item is still there that another deletion has, its own or that of its disk: this one goes on once that has ended. */
export const leftToItsOwn = 'left to a deletion of its own, which has not ended yet';

/** Why an item is still there, in the reader's language where the words are ours; an engine's own words stay as they are. */
export function describeLastError(text: string | null, language: Language): string | null {
  if (text === leftToItsOwn && language === 'zh') return '由单独删除它的任务处理，该任务尚未结束';
  const asks = /^asked to go (\d+) times and still there$/.exec(text ?? '')?.[1];
  return asks !== undefined && language === 'zh' ? `已请求删除${asks}次，但仍然存在` : text;
}
