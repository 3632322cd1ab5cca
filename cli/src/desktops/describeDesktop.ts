import { at, listAt, numberAt, textAt } from '../api/json.js';
import type { Messages } from '../messages/en.js';

/** What a desktop is doing, in a word: its running task if there is one, else its status. */
export function describeStatus(detail: unknown, messages: Messages): string {
  const task = textAt(detail, 'task_status');
  if (task !== '') return textAt(messages.tasks, task) || task;
  const status = textAt(detail, 'status');
  return textAt(messages.statuses, status) || status;
}

/** `2 vCPU, 4 GB`. */
export function describeSize(detail: unknown, messages: Messages): string {
  const memory = numberAt(detail, 'product', 'memory');
  if (memory === undefined) return textAt(detail, 'product_id');
  const gigabytes = Math.round((memory / 1024) * 10) / 10;
  return messages.size(textAt(detail, 'product', 'cpu'), String(gigabytes));
}

/** Every disk, the system disk first: `80 + 50 GB`. */
export function describeDisks(detail: unknown): string {
  const sizes = [at(detail, 'root_volume'), ...listAt(detail, 'data_volumes')]
    .map((volume) => textAt(volume, 'size'))
    .filter((size) => size !== '');
  return sizes.length === 0 ? '' : `${sizes.join(' + ')} GB`;
}

/** A disk's size for a user. */
export function describeVolume(volume: unknown): string {
  return `${textAt(volume, 'size')} GB`;
}

/** The names of the users that a desktop is assigned to. */
export function userNamesOf(detail: unknown): string[] {
  const names = listAt(detail, 'attach_user_infos').map((user) => textAt(user, 'user_name'));
  const only = textAt(detail, 'user_name');
  return names.length === 0 && only !== '' ? [only] : names;
}

/** Its addresses, one at least if it has any. */
export function addressesOf(detail: unknown): string[] {
  return listAt(detail, 'ip_addresses').map((address) => textAt(address));
}
