import { element } from './elements.js';
import type RFB from './novnc-1.7.0/core/rfb.js';

/** Both clipboards as one, as far as the browser lets a page touch its own; the panel does the rest. */
export interface SharedClipboard {
  /** The desktop that is connected now; undefined: none is. */
  connect(desktop: RFB | undefined): void;
}

/** More is no text that anybody pastes. */
const maxCharacters = 256 * 1024;

export function shareClipboard(): SharedClipboard {
  const panel = element('clipboard-text', HTMLTextAreaElement);
  let desktop: RFB | undefined;
  let last = '';

  const send = (text: string): void => {
    if (desktop === undefined || text === last || text.length > maxCharacters) return;
    last = text;
    desktop.clipboardPasteFrom(text);
  };

  /** What was copied elsewhere while the page had not the focus. */
  const fetchOwn = async (): Promise<void> => {
    if (desktop === undefined || !(await mayRead())) return;
    const text = await navigator.clipboard.readText();
    if (text === '' || text === last) return;
    panel.value = text;
    send(text);
  };
  const fetchQuietly = (): void => {
    // Refused, or not in focus any more: the panel is there.
    fetchOwn().catch(() => undefined);
  };

  panel.addEventListener('input', () => send(panel.value));
  addEventListener('focus', fetchQuietly);
  document.addEventListener('pointerdown', fetchQuietly);

  return {
    connect: (connected) => {
      desktop = connected;
      last = '';
      connected?.addEventListener('clipboard', ({ detail: { text } }) => {
        last = text;
        panel.value = text;
        navigator.clipboard?.writeText(text).catch(() => undefined);
      });
      fetchQuietly();
    },
  };
}

/** Only where the browser asks once and for all: others would ask at every look. */
async function mayRead(): Promise<boolean> {
  if (navigator.clipboard === undefined || !document.hasFocus()) return false;
  try {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the types know fewer names than browsers do
    const { state } = await navigator.permissions.query({ name: 'clipboard-read' as PermissionName });
    return state !== 'denied';
  } catch {
    return false;
  }
}
