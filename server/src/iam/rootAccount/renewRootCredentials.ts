import { randomPassword } from '../../secrets/randomText.js';
import { createAccessKey } from '../credentials/accessKey.js';
import { forgetFailures } from '../lockOut/loginLockOut.js';
import { type AccountCredentials, type AccountParts, credentialsOf, findAccount } from './openAccount.js';

/**
 * The way back when the credentials were lost or seen: a new password and access key for the root user of the first
 * account. His old access keys and tokens are refused from then on.
 * @throws when no account was opened yet
 */
export async function renewRootCredentials(parts: AccountParts): Promise<AccountCredentials> {
  const account = await findAccount(parts);
  if (account === undefined) throw new Error('There is no account yet whose credentials could be renewed.');
  const password = randomPassword(parts.ambient);
  const passwordHash = await parts.passwords.hash(password);
  const key = await parts.database.transaction().execute(async (transaction) => {
    // First the user row: it is what a login in progress holds, so no token made with the old password survives.
    await transaction
      .updateTable('iam_users')
      .set({ password_hash: passwordHash, password_changed_at: parts.ambient.now(), enabled: true })
      .where('id', '=', account.rootUserId)
      .execute();
    await forgetFailures(transaction, account.rootUserId);
    await transaction.deleteFrom('tokens').where('user_id', '=', account.rootUserId).execute();
    await transaction
      .updateTable('access_keys')
      .set({ enabled: false })
      .where('user_id', '=', account.rootUserId)
      .execute();
    return createAccessKey(transaction, parts, account.rootUserId);
  });
  return credentialsOf(parts.region, account, password, key);
}
