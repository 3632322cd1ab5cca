import { element } from './elements.js';
import { createFileCalls, type DesktopFile, type FileCalls, FileTrouble } from './fileCalls.js';
import { safeName, writeSize, writeWhen } from './fileText.js';
import { fetchFile, sendFile } from './fileTransfers.js';
import { createTransferList, nameOf } from './transferList.js';
import { words } from './words.js';

/** Files up and down. */
export interface SharedFiles {
  /** This page may come back with the secret, and transfer files with it. */
  begin(secret: string): void;
  /** Ends everything. */
  end(): void;
}

/** While the list is open, what changes on the desktop shows after so long. */
const lookMs = 4_000;

/** @param openPanel shows the panel */
export function shareFiles(openPanel: () => void): SharedFiles {
  const panel = element('files-panel', HTMLElement);
  const list = element('files-list', HTMLUListElement);
  const note = element('files-note', HTMLElement);
  const chosen = element('files-chosen', HTMLInputElement);
  let calls: FileCalls | undefined;
  let looking: AbortController | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let shown = '';

  const transfers = createTransferList(() => look());

  const look = (): void => {
    clearTimeout(timer);
    looking?.abort();
    if (calls === undefined || panel.hidden) return;
    looking = new AbortController();
    const { signal } = looking;
    calls.list(signal).then(showFiles, (error: unknown) => {
      if (signal.aborted) return;
      say(error instanceof FileTrouble ? error.message : words.lost);
    });
    timer = setTimeout(look, lookMs);
  };

  const say = (text: string): void => {
    note.textContent = text;
    note.hidden = text === '';
  };

  const showFiles = (files: readonly DesktopFile[]): void => {
    say(files.length === 0 ? words.filesNone : '');
    // What has the keyboard's focus stays what it is while nothing changes.
    const now = JSON.stringify(files);
    if (now === shown) return;
    shown = now;
    const newest = files.toSorted((one, other) => other.modified.localeCompare(one.modified));
    list.replaceChildren(...newest.map((file) => rowOf(file, () => download(file))));
  };

  const download = (file: DesktopFile): void => {
    const from = calls;
    if (from === undefined) return;
    transfers.add({
      name: file.name,
      bytes: file.bytes,
      run: async (onProgress, signal) => {
        await fetchFile(from, file, onProgress, signal);
        return words.downloaded(safeName(file.name));
      },
    });
  };

  const upload = (files: readonly File[]): void => {
    const to = calls;
    if (to === undefined || files.length === 0) return;
    openPanel();
    for (const file of files)
      transfers.add({
        name: file.name,
        bytes: file.size,
        run: async (onProgress, signal) =>
          words.uploaded(safeName(await sendFile(to, file, onProgress, signal))),
      });
  };

  element('files-upload', HTMLButtonElement).addEventListener('click', () => chosen.click());
  chosen.addEventListener('change', () => {
    upload([...(chosen.files ?? [])]);
    chosen.value = '';
  });
  panel.addEventListener('panelopen', look);
  panel.addEventListener('panelclose', look);
  takeDrops((dropped, folders) => {
    upload(dropped);
    if (folders.length > 0) openPanel();
    for (const name of folders) transfers.complain(name, words.filesFolder);
  });

  return {
    begin: (secret) => {
      calls = createFileCalls(secret);
    },
    end: () => {
      calls = undefined;
      transfers.cancelAll();
      look();
    },
  };
}

function rowOf(file: DesktopFile, onClick: () => void): HTMLLIElement {
  const item = document.createElement('li');
  const button = document.createElement('button');
  button.type = 'button';
  button.title = words.download(safeName(file.name));
  const facts = document.createElement('span');
  facts.className = 'quiet';
  facts.textContent = `${writeSize(file.bytes)} · ${writeWhen(file.modified)}`;
  button.append(nameOf(file.name), facts);
  button.addEventListener('click', onClick);
  item.append(button);
  return item;
}

/** Takes files that are dropped anywhere on the page, while the desktop is shown. */
function takeDrops(onDrop: (files: readonly File[], folders: readonly string[]) => void): void {
  const sign = element('drop', HTMLElement);
  const carriesFiles = (event: DragEvent): boolean =>
    event.dataTransfer?.types.includes('Files') === true && document.body.classList.contains('connected');
  const show = (event: DragEvent): void => {
    if (event.dataTransfer?.types.includes('Files') === true) event.preventDefault();
    if (!carriesFiles(event)) return;
    if (event.dataTransfer !== null) event.dataTransfer.dropEffect = 'copy';
    sign.hidden = false;
  };
  addEventListener('dragenter', show);
  addEventListener('dragover', show);
  addEventListener('dragleave', (event) => {
    if (event.relatedTarget === null) sign.hidden = true;
  });
  addEventListener('drop', (event) => {
    sign.hidden = true;
    // Nothing that is dropped here may take the place of the page.
    event.preventDefault();
    if (!carriesFiles(event)) return;
    const files: File[] = [];
    const folders: string[] = [];
    for (const item of event.dataTransfer?.items ?? []) {
      const file = item.getAsFile();
      if (item.webkitGetAsEntry()?.isDirectory === true) folders.push(file?.name ?? '');
      else if (file !== null) files.push(file);
    }
    onDrop(files, folders);
  });
}
