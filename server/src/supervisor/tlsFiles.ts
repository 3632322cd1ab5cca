import { readFile } from 'node:fs/promises';
import type { TlsFiles } from '../config/config.js';
import { errorCode, StartError } from '../system/errorCode.js';
import { judgeTlsPair, type TlsPair } from '../system/tlsPair.js';
import type { Terminal } from './terminal.js';

/** The certificate in use, as its files have it. Read here: a key that only root may read need not be opened to the service's user. */
export interface TlsSource {
  current(): TlsPair;
  /** Calls back with each new pair that can be used. */
  onRenewal(callback: (pair: TlsPair) => void): void;
  /** Looks no more. */
  close(): void;
}

/**
 * Reads certificate and key, and again every few seconds: by content, since those who renew certificates replace files, links or
 * directories. A new pair counts when it was found twice alike, as its two files are written one after the other; one that cannot be
 * used is told once, and the pair in use stays.
 * @param everyMs how often to look
 * @throws {StartError} when there is no pair to begin with, naming the file at fault
 */
export async function openTlsFiles(
  files: TlsFiles,
  terminal: Pick<Terminal, 'event' | 'step'>,
  everyMs = 2_000,
): Promise<TlsSource> {
  let current = await readPair(files);
  const facts = judgeTlsPair(current);
  if (typeof facts === 'string') throw new StartError(`${describeFiles(files)} cannot be used: ${facts}.`);
  terminal.step(`TLS with a certificate that ${describeEnd(facts.validTo)}`);
  const callbacks: ((pair: TlsPair) => void)[] = [];
  let seen: TlsPair | string = current;
  let judged: TlsPair | string = current;

  const look = async (): Promise<void> => {
    const found = await readPair(files).catch(wordsOf);
    const settled = isSame(found, seen);
    seen = found;
    if (!settled || isSame(found, judged)) return;
    judged = found;
    if (typeof found !== 'string' && isSame(found, current)) return;
    const good = typeof found === 'string' ? found : judgeTlsPair(found);
    if (typeof found === 'string' || typeof good === 'string' || good.validTo <= new Date()) {
      const why = typeof good === 'string' ? good : `the certificate ${describeEnd(good.validTo)}`;
      terminal.event(
        `${describeFiles(files)} changed and cannot be used, the certificate from before stays: ${why}`,
      );
      return;
    }
    current = found;
    for (const callback of callbacks) callback(found);
    terminal.event(`The TLS certificate was renewed: it ${describeEnd(good.validTo)}`);
  };

  let looking = false;
  const timer = setInterval(() => {
    if (looking) return;
    looking = true;
    void look().finally(() => {
      looking = false;
    });
  }, everyMs).unref();
  return {
    current: () => current,
    onRenewal: (callback) => callbacks.push(callback),
    close: () => clearInterval(timer),
  };
}

async function readPair({ certificate, key }: TlsFiles): Promise<TlsPair> {
  return {
    cert: await readSetting('DESKPLANE_TLS_CERTIFICATE', certificate),
    key: await readSetting('DESKPLANE_TLS_KEY', key),
  };
}

async function readSetting(setting: string, path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const why =
      { ENOENT: 'it does not exist', EACCES: 'this user may not read it', EISDIR: 'it is a directory' }[
        errorCode(error) ?? ''
      ] ?? wordsOf(error);
    throw new StartError(`${setting}: ${path} cannot be read: ${why}.`, { cause: error });
  }
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function isSame(one: TlsPair | string, other: TlsPair | string): boolean {
  if (typeof one === 'string' || typeof other === 'string') return one === other;
  return one.cert === other.cert && one.key === other.key;
}

const describeFiles = ({ certificate, key }: TlsFiles): string =>
  `The TLS certificate ${certificate} with the key ${key}`;

const describeEnd = (validTo: Date): string =>
  `${validTo <= new Date() ? 'expired on' : 'is valid until'} ${validTo.toISOString()}`;
