import { element } from './elements.js';
import type RFB from './novnc-1.7.0/core/rfb.js';

/** Keys by X11 keysym and by the name that browsers give their place. */
const keys = {
  Esc: [0xff1b, 'Escape'],
  Tab: [0xff09, 'Tab'],
  Ctrl: [0xffe3, 'ControlLeft'],
  Alt: [0xffe9, 'AltLeft'],
  Shift: [0xffe1, 'ShiftLeft'],
  Super: [0xffeb, 'MetaLeft'],
  Del: [0xffff, 'Delete'],
  F4: [0xffc1, 'F4'],
  F11: [0xffc8, 'F11'],
  Space: [0x0020, 'Space'],
  Print: [0xff61, 'PrintScreen'],
  W: [0x0077, 'KeyW'],
} as const satisfies Record<string, readonly [number, string]>;

type Key = keyof typeof keys;

/** What browsers or the viewer's own system keep for themselves. */
const combinations: readonly (readonly Key[])[] = [
  ['Esc'],
  ['Super'],
  ['Alt', 'Tab'],
  ['Alt', 'F4'],
  ['Ctrl', 'W'],
  ['Ctrl', 'Space'],
  ['F11'],
  ['Print'],
];

/** Fills the list of keys. @param desktop which is connected now */
export function offerKeys(desktop: () => RFB | undefined): void {
  const list = element('keys-list', HTMLElement);
  for (const combination of combinations) {
    const button = document.createElement('button');
    button.type = 'button';
    for (const [index, name] of combination.entries()) {
      if (index > 0) button.append(' + ');
      const cap = document.createElement('kbd');
      cap.textContent = name;
      button.append(cap);
    }
    button.addEventListener('click', () => {
      const connected = desktop();
      if (connected !== undefined) press(connected, combination);
      connected?.focus();
    });
    list.append(button);
  }
}

function press(desktop: RFB, combination: readonly Key[]): void {
  const send = (name: Key, down: boolean): void => {
    const [keysym, code] = keys[name];
    desktop.sendKey(keysym, code, down);
  };
  for (const name of combination) send(name, true);
  for (const name of combination.toReversed()) send(name, false);
}

/** Lets the keyboard of a device without keys type on the desktop. */
export function offerKeyboard(desktop: () => RFB | undefined): void {
  const field = element('keyboard-field', HTMLInputElement);
  element('keyboard', HTMLButtonElement).addEventListener('click', () => field.focus());
  field.addEventListener('beforeinput', (event) => {
    const connected = desktop();
    event.preventDefault();
    if (connected === undefined) return;
    if (event.inputType === 'deleteContentBackward') connected.sendKey(0xff08, 'Backspace');
    if (event.inputType === 'insertLineBreak') connected.sendKey(0xff0d, 'Enter');
    for (const character of event.data ?? '') connected.sendKey(keysymOf(character), null);
  });
  field.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') desktop()?.sendKey(0xff0d, 'Enter');
  });
}

/** Latin-1 is itself, the rest of Unicode is above a mark (X11, "Keysym encoding"). */
function keysymOf(character: string): number {
  const point = character.codePointAt(0) ?? 0;
  return point >= 0x20 && point <= 0xff ? point : 0x01000000 + point;
}
