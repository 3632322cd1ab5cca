import type { CreateDesktopBody } from './createSchemas.js';
import { maxPrefixLength, type NameWish, prefixOf } from './nameDesktops.js';
import { badOrder } from './orderRefusals.js';

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
  /** Where the order has it. */
  readonly at: string;
}

/**
 * The desktops that an order asks for: one per entry of `desktops`, or `size` unassigned ones
 * (docs/reference/desktops.md#creating).
 * @throws {ApiError} WKS.0001 when it asks for none, names one or the key of a tag twice, has more addresses than desktops, or says what
 * nothing of it follows
 */
export function expandOrder(body: CreateDesktopBody): OrderedDesktop[] {
  refuseContradictions(body);
  refuseRepeatedKeys(body.tags ?? []);
  const ordered = body.desktops?.map(fromEntry) ?? unassigned(body);
  if (ordered.length === 0) {
    throw badOrder('desktops', { en: 'desktops or size is required', zh: '缺少desktops或size' });
  }
  refuseRepeatedNames(ordered);
  refusePrefixBesidePolicy(body, ordered);
  if ((body.desktop_ips ?? []).length > ordered.length) {
    throw badOrder('desktop_ips', {
      en: `desktop_ips has more addresses than the ${ordered.length} desktops ordered`,
      zh: `desktop_ips中的地址多于所订购的${ordered.length}个桌面`,
    });
  }
  return ordered;
}

/** What would be taken and ignored: fields of unassigned desktops beside `desktops`, fields of a user without the user. */
function refuseContradictions({ desktops, size, desktop_name: name = '' }: CreateDesktopBody): void {
  if (desktops === undefined) return;
  if (size !== undefined && size !== desktops.length)
    throw badOrder('size', {
      en: `size must be left out or ${desktops.length}, as desktops has that many entries`,
      zh: `desktops中有${desktops.length}项：请去掉size或使其等于${desktops.length}`,
    });
  if (name !== '')
    throw badOrder('desktop_name', {
      en: 'desktop_name goes with size only: give computer_name or desktop_name_prefix in desktops',
      zh: 'desktop_name仅与size一起使用：请在desktops中指定computer_name或desktop_name_prefix',
    });
  for (const [index, entry] of desktops.entries()) {
    if (entry.user_name !== undefined) continue;
    const field = (['user_email', 'user_phone', 'user_group'] as const).find((each) => entry[each]);
    if (field !== undefined)
      throw badOrder(`desktops.${index}.${field}`, {
        en: `${field} goes with user_name only: desktops.${index} names no user`,
        zh: `${field}须与user_name一起使用：desktops.${index}未指定用户`,
      });
  }
}

/** Of two values of one key neither is the one that was meant. A change of tags overwrites instead (`TagChange`). */
function refuseRepeatedKeys(tags: NonNullable<CreateDesktopBody['tags']>): void {
  const index = tags.findIndex(({ key }, at) => tags.findIndex((tag) => tag.key === key) < at);
  const again = tags[index];
  if (again === undefined) return;
  const field = `tags.${index}.key`;
  throw badOrder(field, {
    en: `${field} ${again.key} is the key of another tag, too; give each key once`,
    zh: `${field} ${again.key}与另一标签的键相同，每个键只能出现一次`,
  });
}

function refuseRepeatedNames(ordered: readonly OrderedDesktop[]): void {
  const seen = new Set<string>();
  for (const { wish } of ordered) {
    if (wish.name === undefined) continue;
    const name = wish.name.toLowerCase();
    if (seen.has(name)) {
      throw badOrder(wish.field ?? 'desktops', {
        en: `computer_name ${wish.name} is used for two desktops; give each desktop its own name`,
        zh: `computer_name ${wish.name}被用于两个桌面`,
      });
    }
    seen.add(name);
  }
}

/** A policy says what its names begin with; a name that is chosen as a whole counts instead of it. */
function refusePrefixBesidePolicy(body: CreateDesktopBody, ordered: readonly OrderedDesktop[]): void {
  if ((body.desktop_name_policy_id ?? '') === '') return;
  const index = ordered.findIndex(({ wish }) => wish.name === undefined && wish.choosesPrefix === true);
  if (index === -1) return;
  const field = body.desktops === undefined ? 'desktop_name' : `desktops.${index}.desktop_name_prefix`;
  throw badOrder(field, {
    en: `${field} must be left out with desktop_name_policy_id: the policy says what names begin with`,
    zh: `使用desktop_name_policy_id时请去掉${field}：名称的开头由命名策略决定`,
  });
}

function fromEntry(entry: NonNullable<CreateDesktopBody['desktops']>[number], index: number): OrderedDesktop {
  const at = `desktops.${index}.`;
  const chosen = entry.desktop_name_prefix ?? '';
  return {
    wish: {
      name: (entry.computer_name ?? '') || undefined,
      field: `${at}computer_name`,
      prefix: chosen || prefixOf(entry.user_name ?? ''),
      ...(chosen === '' ? {} : { choosesPrefix: true }),
    },
    user:
      entry.user_name === undefined
        ? undefined
        : {
            name: entry.user_name,
            email: entry.user_email ?? '',
            phone: entry.user_phone ?? '',
            group: (entry.user_group ?? '') || 'default',
            at,
          },
  };
}

function unassigned(body: CreateDesktopBody): OrderedDesktop[] {
  const size = body.size ?? 0;
  const name = body.desktop_name ?? '';
  if (size > 1 && name.length > maxPrefixLength) {
    throw badOrder('desktop_name', {
      en: `desktop_name must have at most ${maxPrefixLength} characters when several desktops are ordered`,
      zh: `订购多个桌面时，desktop_name长度不能大于${maxPrefixLength}`,
    });
  }
  const wish: NameWish =
    size === 1 && name !== ''
      ? { name, field: 'desktop_name', prefix: name }
      : name === ''
        ? { name: undefined, prefix: 'desktop' }
        : { name: undefined, prefix: name, choosesPrefix: true };
  return Array.from({ length: size }, () => ({ wish, user: undefined }));
}
