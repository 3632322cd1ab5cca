export type Mode = 'light' | 'dark';

const key = 'deskplane.mode';

/** What was chosen on this browser, otherwise what the system prefers. */
export function storedMode(): Mode {
  const stored = localStorage.getItem(key);
  if (stored === 'light' || stored === 'dark') return stored;
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

/** Shows all of the page in a mode. */
export function applyMode(mode: Mode): void {
  document.body.classList.toggle('awsui-dark-mode', mode === 'dark');
}

/** Shows and remembers a mode. */
export function chooseMode(mode: Mode): void {
  localStorage.setItem(key, mode);
  applyMode(mode);
}
