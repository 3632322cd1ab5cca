import { readFile } from 'node:fs/promises';
import type pg from 'pg';
import type { Passwords } from '../../secrets/passwords.js';
import { errorCode } from '../../system/errorCode.js';

/** Whether the credentials file opens the service of this database: its key and password do, or not, or there is no file. */
export type CredentialsState = 'working' | 'refused' | 'missing';

/** Compares the key and the password of a credentials file with what the database knows. Changes nothing. */
export async function checkCredentials(
  pool: pg.Pool,
  passwords: Pick<Passwords, 'verify'>,
  path: string,
): Promise<CredentialsState> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return 'missing';
  const { key, password } = readSecrets(text);
  if (key === undefined || password === undefined) return 'refused';
  const { rows } = await pool.query<{ hash: string }>(
    `select u.password_hash as hash from access_keys k join iam_users u on u.id = k.user_id
     where k.access_key = $1 and k.enabled and u.enabled`,
    [key],
  );
  return (await passwords.verify(rows[0]?.hash, password)) ? 'working' : 'refused';
}

function readSecrets(text: string): { readonly key?: string; readonly password?: string } {
  try {
    const value: unknown = JSON.parse(text);
    const fields = new Map(typeof value === 'object' && value !== null ? Object.entries(value) : []);
    const [key, password] = [fields.get('access_key'), fields.get('password')];
    return typeof key === 'string' && typeof password === 'string' ? { key, password } : {};
  } catch {
    // No credentials file of ours: nothing in it opens anything.
    return {};
  }
}
