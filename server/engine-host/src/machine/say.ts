let lost = 0;
let untold = false;

/** Whoever reads our words may be gone, or the disk full that they go to; that must not end us. */
export function outliveReaders(): void {
  process.stderr.on('error', () => undefined);
}

/** Writes a line to the log. Lines that cannot be written are counted, and told of once one can be again. */
export function say(text: string): void {
  process.stderr.write(`${text}\n`, (error) => {
    if (error !== null && error !== undefined) {
      lost += 1;
      untold = true;
    } else if (untold) {
      untold = false;
      say(`engine host: the log can be written again; so far ${lost} lines were dropped`);
    }
  });
}
