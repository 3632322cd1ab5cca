import { ApiError } from '../http/errors.js';
import type { CreateDesktopBody } from './createSchemas.js';
import { type NameWish, prefixOf } from './nameDesktops.js';

/** One desktop of an order: whom it is for, and how it is to be called. */
export interface OrderedDesktop {
  readonly wish: NameWish;
  /** Undefined: a desktop that is nobody's yet. */
  readonly user: OrderedUser | undefined;
}

export interface OrderedUser {
  readonly name: string;
  readonly email: string;
  readonly phone: string;
  readonly group: string;
}

/**
 * The desktops that an order asks for: one per entry of `desktops`, or `size` unassigned ones (api-facts §2.2).
 * @throws {ApiError} WKS.0001 when it asks for none, or names one twice
 */
export function expandOrder(body: CreateDesktopBody): OrderedDesktop[] {
  const ordered = body.desktops?.map(fromEntry) ?? unassigned(body);
  if (ordered.length === 0) throw new ApiError('WKS.0001', ['desktops'], 'body: desktops');
  const names = ordered.flatMap((desktop) => desktop.wish.name?.toLowerCase() ?? []);
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated !== undefined)
    throw new ApiError('WKS.0001', [`computer_name: "${repeated}"`], 'body: desktops.computer_name');
  return ordered;
}

function fromEntry(entry: NonNullable<CreateDesktopBody['desktops']>[number]): OrderedDesktop {
  const prefix = (entry.desktop_name_prefix ?? '') || prefixOf(entry.user_name ?? '');
  return {
    wish: { name: entry.computer_name, prefix },
    user:
      entry.user_name === undefined
        ? undefined
        : {
            name: entry.user_name,
            email: entry.user_email ?? '',
            phone: entry.user_phone ?? '',
            group: (entry.user_group ?? '') || 'default',
          },
  };
}

function unassigned(body: CreateDesktopBody): OrderedDesktop[] {
  const size = body.size ?? 0;
  const name = body.desktop_name;
  const wish: NameWish =
    size === 1 ? { name, prefix: 'desktop' } : { name: undefined, prefix: name ?? 'desktop' };
  return Array.from({ length: size }, () => ({ wish, user: undefined }));
}
