/** What happened, so that a failing world can be read and two runs of one seed compared. */
export interface Trace {
  note(line: string): void;
  /** The last lines. */
  tail(): readonly string[];
  /** Of every line so far: equal for two runs only if the same happened in both. */
  hash(): string;
}

const kept = 120;

export function createTrace(now: () => number): Trace {
  const lines: string[] = [];
  let count = 0;
  let high = 0x811c9dc5;
  let low = 0x2545f491;
  return {
    note: (text) => {
      const line = `${(now() / 1000).toFixed(3)} ${text}`;
      for (let index = 0; index < line.length; index += 1) {
        high = Math.imul(high ^ line.charCodeAt(index), 0x01000193);
        low = Math.imul(low ^ line.charCodeAt(index), 0x5bd1e995) ^ (low >>> 15);
      }
      lines[count % kept] = line;
      count += 1;
    },
    tail: () => [...lines.slice(count % kept), ...lines.slice(0, count % kept)],
    hash: () => [high, low].map((half) => (half >>> 0).toString(16).padStart(8, '0')).join(''),
  };
}
