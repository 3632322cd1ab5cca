import { execInside } from './execInside.js';
import type { RunningDesktop } from './transferFiles.js';

/** A line without control characters: a terminal obeys those. */
export const noticeText = /^[^\p{Cc}]{1,1000}$/u;

/**
 * Shows a message in a window of its own, in front of what runs there. Whoever works there closes it.
 * @throws {HostFault} `internal` where the desktop has nothing to show it with
 */
export async function showNotice({ places, short }: RunningDesktop, text: string): Promise<void> {
  await execInside(places, short, ['/run/deskplane/notice'], { input: Buffer.from(`${text}\n`, 'utf8') });
}
