import { ApiError } from '../errors/errors.js';

/** How a user is reached; empty: not known, or not said. */
export interface Contact {
  readonly email: string;
  readonly phone: string;
}

/**
 * An order of desktops names its users; it is no way to change them. What it says of a user who is there must be what is
 * known, so that nothing is dropped without a word; the same again is no contradiction.
 * @param name the user, as the order has it
 * @param at where the order has it, such as `desktops.3.`
 * @throws {ApiError} DPL.0409 naming the field, without what is known
 */
export function refuseOtherContact(name: string, said: Contact, known: Contact, at = ''): void {
  if (said.email !== '' && said.email.toLowerCase() !== known.email.toLowerCase())
    throw otherContact(name, 'user_email', at);
  if (said.phone !== '' && said.phone !== known.phone) throw otherContact(name, 'user_phone', at);
}

function otherContact(name: string, field: 'user_email' | 'user_phone', at: string): ApiError {
  const reason = {
    en: `the user ${name} has another ${field}; leave it out, or change it first with UpdateUserInfo (PUT /v2/{project_id}/users/{user_id})`,
    zh: `用户${name}的${field}与此不同；请省略该字段，或先用UpdateUserInfo（PUT /v2/{project_id}/users/{user_id}）修改`,
  };
  return new ApiError('DPL.0409', [reason], `body: ${at}${field}`);
}
