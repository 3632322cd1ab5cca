/** Devices as the desktop sees them are its own, `/dev/vda`; every other absolute path is the machine's. */
const path = /(?<![\w./:-])\/(?!dev\/vd[a-z]+\b)[^\s"'`,;:()]+/g;
/** Ids of the engine and what follows from them; clients know others. */
const engineId = / ?\b(?:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{32})\b/g;

/** An engine's words for a client: without the machine's paths and without ids that mean nothing to clients. */
export function withoutMachine(words: string): string {
  return words.replaceAll(path, '…').replaceAll(engineId, '');
}
