import type { Session } from './session.js';
import { language, words } from './words.js';

/** Asks the service to start the desktop. @returns why it was not, in words; undefined: it is being started */
export async function startDesktop({ secret }: Session): Promise<string | undefined> {
  const headers = { 'x-deskplane-screen': secret, 'x-language': language === 'zh' ? 'zh-cn' : 'en-us' };
  const answer = await fetch('start', { method: 'POST', headers }).catch(() => undefined);
  if (answer === undefined) return words.lost;
  if (answer.ok) return undefined;
  const said: unknown = await answer.json().catch(() => undefined);
  const fields = typeof said === 'object' && said !== null ? said : {};
  return 'error_msg' in fields ? String(fields.error_msg) : words.lost;
}
