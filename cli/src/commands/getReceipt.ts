import { setTimeout as pause } from 'node:timers/promises';
import { canonicalJson, type JsonValue } from '@deskplane/verify/canonicalJson.js';
import type { Envelope } from '@deskplane/verify/envelope.js';
import { printable } from '@deskplane/verify/text/printable.js';
import { at, numberAt, textAt } from '../api/json.js';
import { Refusal } from '../api/sendRequest.js';
import { findDeletion } from '../desktops/findDeletion.js';
import { exitCodes, Failure } from '../failure.js';
import { type Session, sayJson } from '../session.js';
import { readOlderHead } from './readOlderHead.js';

/** How long a receipt that is written may take to get into the log. */
const sealedWithinMs = 30_000;

/**
 * `deskplane receipt get`: prints the file that `receipt verify` checks, in its canonical form.
 * @param word ID of the desktop, or its name
 * @param headPath a file with an older head
 */
export async function getReceipt(
  session: Session,
  word: string,
  headPath: string | undefined,
): Promise<void> {
  const { terminal } = session;
  const older = headPath === undefined ? undefined : await readOlderHead(headPath, terminal.messages);
  const bundle = await awaitReceipt(session, await findDeletion(session, word), word);
  terminal.print(canonicalJson(toJson(await withHistory(session, older, bundle))));
}

/**
 * The content of a file, with the proof that the log has only grown since an older head.
 * @param older undefined: nothing is proven
 */
export async function withHistory(
  session: Session,
  older: Envelope | undefined,
  bundle: object,
): Promise<object> {
  return older === undefined ? bundle : { ...bundle, ...(await proveHistory(session, older, bundle)) };
}

/** `deskplane receipt head`. */
export async function showLogHead(session: Session): Promise<void> {
  sayJson(session, (await session.api.getService('/log/head')).body);
}

/** `deskplane receipt keys`. */
export async function showSigningKeys(session: Session): Promise<void> {
  sayJson(session, (await session.api.look('/.well-known/jwks.json')).body);
}

async function awaitReceipt(
  { api, terminal }: Session,
  desktopId: string,
  /** What was typed. */
  word: string,
): Promise<object> {
  const { receipt: words } = terminal.messages;
  const until = performance.now() + sealedWithinMs;
  for (;;) {
    const { body } = await api.get(`/deletions/${encodeURIComponent(desktopId)}`).catch((error: unknown) => {
      if (!(error instanceof Refusal) || error.status !== 404) throw error;
      throw new Failure(exitCodes.notFound, words.noDeletion(desktopId));
    });
    const receipt = at(body, 'receipt');
    if (typeof receipt === 'object' && receipt !== null) {
      if (textAt(body, 'engine') === 'simulated') terminal.note(terminal.messages.deletion.simulated.done);
      return receipt;
    }
    if (textAt(body, 'receipt_state') === 'replayed') {
      throw new Failure(exitCodes.failed, words.replayed(desktopId));
    }
    if (textAt(body, 'receipt_state') !== 'unsealed' || performance.now() > until) {
      throw new Failure(exitCodes.failed, words.running(printable(word)));
    }
    terminal.progress(words.unsealed);
    await pause(500);
  }
}

async function proveHistory({ api }: Session, older: Envelope, bundle: object): Promise<object> {
  const first = sizeOf(older.payload);
  const second = sizeOf(textAt(bundle, 'head', 'payload'));
  if (first === undefined || second === undefined || first === 0 || first >= second) return {};
  const { body } = await api.getService('/log/consistency', { first, second });
  return { consistency: { first, path: at(body, 'path') } };
}

/** How many entries a head speaks of; whether it tells the truth is for `receipt verify` to say. */
function sizeOf(payload: string): number | undefined {
  try {
    const head: unknown = JSON.parse(Buffer.from(payload, 'base64').toString('utf8'));
    return numberAt(head, 'size');
  } catch {
    return undefined;
  }
}

/** As it would be in a file. */
export function toJson(value: object): JsonValue {
  const json: JsonValue = JSON.parse(JSON.stringify(value));
  return json;
}
