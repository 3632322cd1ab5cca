import { element } from './elements.js';
import { FileTrouble } from './fileCalls.js';
import { safeName, writeSize } from './fileText.js';
import type { OnProgress } from './fileTransfers.js';
import { words } from './words.js';

/** What goes up or down: begun when it is its turn. @returns what is said once it is through */
export interface Transfer {
  readonly name: string;
  readonly bytes: number;
  readonly run: (onProgress: OnProgress, signal: AbortSignal) => Promise<string>;
}

/** Transfers of this page: those that wait, go on, or failed. */
export interface TransferList {
  add(transfer: Transfer): void;
  /** Says why something is no transfer at all. */
  complain(name: string, why: string): void;
  cancelAll(): void;
}

const atOnce = 2;

interface Entry {
  readonly transfer: Transfer;
  readonly item: HTMLLIElement;
  readonly controller: AbortController;
  done: number;
}

/** @param onEnd told after each transfer */
export function createTransferList(onEnd: () => void): TransferList {
  const list = element('files-transfers', HTMLUListElement);
  const status = element('files-status', HTMLElement);
  const badge = element('files-badge', HTMLElement);
  const waiting: Entry[] = [];
  const running = new Set<Entry>();

  const showBadge = (): void => {
    const open = [...running, ...waiting];
    const all = open.reduce((sum, { transfer }) => sum + transfer.bytes, 0);
    const done = open.reduce((sum, entry) => sum + entry.done, 0);
    badge.hidden = open.length === 0;
    badge.textContent = `${all === 0 ? 0 : Math.floor((100 * done) / all)} %`;
  };

  const fail = (entry: Entry, error: unknown): void => {
    if (entry.controller.signal.aborted) return entry.item.remove();
    const why = error instanceof FileTrouble ? error.message : words.lost;
    showFailure(entry.item, entry.transfer.name, why);
    status.textContent = `${safeName(entry.transfer.name)}: ${why}`;
  };

  const begin = async (entry: Entry): Promise<void> => {
    running.add(entry);
    const { transfer, item, controller } = entry;
    const show = showProgress(item, transfer, () => controller.abort());
    show(0);
    try {
      status.textContent = await transfer.run((bytes) => {
        entry.done = bytes;
        show(bytes);
        showBadge();
      }, controller.signal);
      item.remove();
    } catch (error) {
      fail(entry, error);
    }
    running.delete(entry);
    showBadge();
    onEnd();
    next();
  };

  const next = (): void => {
    while (running.size < atOnce) {
      const entry = waiting.shift();
      if (entry === undefined) break;
      // It says itself how it fails.
      void begin(entry);
    }
    showBadge();
  };

  addEventListener('beforeunload', (event) => {
    if (running.size + waiting.length > 0) event.preventDefault();
  });

  return {
    add: (transfer) => {
      const item = document.createElement('li');
      const entry: Entry = { transfer, item, controller: new AbortController(), done: 0 };
      list.append(item);
      showProgress(item, transfer, () => {
        waiting.splice(waiting.indexOf(entry), 1);
        item.remove();
        showBadge();
      })(0);
      waiting.push(entry);
      next();
    },
    complain: (name, why) => {
      const item = document.createElement('li');
      list.append(item);
      showFailure(item, name, why);
      status.textContent = `${safeName(name)}: ${why}`;
    },
    cancelAll: () => {
      for (const { item } of waiting.splice(0)) item.remove();
      for (const { controller } of running) controller.abort();
      showBadge();
    },
  };
}

/** @returns shows how many bytes are through */
function showProgress(item: HTMLLIElement, transfer: Transfer, onCancel: () => void): OnProgress {
  const bar = document.createElement('progress');
  bar.max = Math.max(transfer.bytes, 1);
  bar.setAttribute('aria-label', safeName(transfer.name));
  const figures = document.createElement('span');
  figures.className = 'quiet';
  item.replaceChildren(nameOf(transfer.name), figures, closing(words.cancel, onCancel), bar);
  return (bytes) => {
    bar.value = bytes;
    figures.textContent = words.ofSize(writeSize(bytes), writeSize(transfer.bytes));
  };
}

function showFailure(item: HTMLLIElement, name: string, why: string): void {
  const text = document.createElement('p');
  text.className = 'trouble';
  text.textContent = why;
  item.replaceChildren(
    nameOf(name),
    closing(words.close, () => item.remove()),
    text,
  );
}

/** In a direction of its own, whatever script it has. */
export function nameOf(name: string): HTMLElement {
  const shown = document.createElement('bdi');
  shown.className = 'name';
  shown.textContent = safeName(name);
  shown.title = shown.textContent;
  return shown;
}

function closing(label: string, onClick: () => void): HTMLButtonElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'small';
  button.textContent = '✕';
  button.title = label;
  button.setAttribute('aria-label', label);
  button.addEventListener('click', onClick);
  return button;
}
