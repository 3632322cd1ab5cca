import { ApiError } from '../../../errors/errors.js';
import { requireFound } from '../../../errors/requireFound.js';
import { type AccessKeyParts, type OpenAccessKey, readAccessKey } from '../../credentials/readAccessKey.js';

/**
 * An access key of the caller himself, opened. One of another user looks like one that is not there (S16).
 * @throws {ApiError} DPL.0404; DPL.0409 for one of his own that may not be used
 */
export async function findOwnKey(
  parts: AccessKeyParts,
  userId: string,
  accessKey: string,
  kinds: 'permanent' | 'any',
): Promise<OpenAccessKey> {
  const { rows } = await parts.pool.query<{ permanent: boolean }>({
    name: 'iam-own-access-key',
    text: `select true as permanent from access_keys where access_key = $1 and user_id = $2
           union all
           select false from temporary_keys where access_key = $1 and user_id = $2`,
    values: [accessKey, userId],
  });
  const found = kinds === 'any' ? rows[0] : rows.find(({ permanent }) => permanent);
  requireFound(found, { en: 'access key', zh: '访问密钥' });
  const key = await readAccessKey(parts, accessKey);
  if (key === undefined)
    throw new ApiError('DPL.0409', [
      {
        en: 'the access key is disabled, or its user may not use keys',
        zh: '访问密钥已停用，或其用户不能使用密钥',
      },
    ]);
  return key;
}
