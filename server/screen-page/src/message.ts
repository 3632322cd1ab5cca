import { element } from './elements.js';
import { words } from './words.js';

export interface Message {
  readonly text: string;
  readonly hint?: string;
  /** Something is under way. */
  readonly busy?: boolean;
  /** What the button does; without it there is none. */
  readonly onRetry?: () => void;
  /** What is on the button, where it does more than connecting. */
  readonly action?: string;
}

const card = element('message', HTMLElement);
const text = element('message-text', HTMLElement);
const hint = element('message-hint', HTMLElement);
const spinner = element('message-spinner', HTMLElement);
const button = element('message-retry', HTMLButtonElement);
let onRetry: (() => void) | undefined;
button.addEventListener('click', () => onRetry?.());

/** Says in plain words what is the matter, in place of the screen. */
export function showMessage(message: Message): void {
  text.textContent = message.text;
  showHint(message.hint ?? '');
  spinner.hidden = message.busy !== true;
  onRetry = message.onRetry;
  button.hidden = onRetry === undefined;
  button.textContent = message.action ?? words.retry;
  card.hidden = false;
}

export function showHint(said: string): void {
  hint.textContent = said;
  hint.hidden = said === '';
}

export function hideMessage(): void {
  card.hidden = true;
}
