/** What is done once before a sample runs, as comments at its head: its packages, and the keys that `deskplane env` puts in the environment. */
export function setUpLines(mark: '#' | '//', install: readonly string[]): readonly string[] {
  return ['eval "$(./deskplane env)"', ...install].map((line) => `${mark} ${line}`);
}
