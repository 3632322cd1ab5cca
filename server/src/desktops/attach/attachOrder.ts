import { ApiError, type ErrorArgument } from '../../errors/errors.js';
import type { DesktopId } from '../../ids.js';
import { type AttachBody, assignedNamePattern } from './attachSchemas.js';

/** Which people are to get which desktop. */
export interface AttachOrder {
  readonly desktopId: DesktopId;
  /** In the order of the request, each once. */
  readonly users: readonly AttachedUser[];
  /** The name that the caller believes the desktop to have; '' when none was given. */
  readonly computerName: string;
  /** The data of whoever had the desktop before are to be gone. */
  readonly clearsData: boolean;
}

export interface AttachedUser {
  /** '' when the id alone decides. */
  readonly name: string;
  /** '' when the name alone decides. */
  readonly id: string;
  /** With an address, a user who is not there is created; '' otherwise. */
  readonly email: string;
  readonly group: string;
  /** Where the order has it: `desktops.3.`, `desktops.3.attach_user_infos.1.` */
  readonly at: string;
  /** A group of users instead of a user. */
  readonly isGroup: boolean;
}

/**
 * What an AttachInstances call asks for.
 * @throws {ApiError} WKS.0001 for an order that contradicts itself; DPL.0501 for another image or encryption, which no
 * engine here gives a desktop that runs
 */
export function readAttachOrders(body: AttachBody): AttachOrder[] {
  const seen = new Set<DesktopId>();
  return body.desktops.map((desktop, index) => {
    const at = `desktops.${index}`;
    if (seen.has(desktop.desktop_id))
      throw invalid({ en: `${at}.desktop_id is named twice`, zh: `${at}.desktop_id重复` }, at);
    seen.add(desktop.desktop_id);
    const users = readUsers(desktop, at);
    if (users.length === 0)
      throw invalid({ en: `${at}.user_name is missing`, zh: `缺少${at}.user_name` }, at);
    const nameless = users.find(({ name, id }) => name === '' && id === '');
    if (nameless !== undefined)
      throw invalid(
        {
          en: `${nameless.at}user_name or user_id is missing`,
          zh: `缺少${nameless.at}user_name或user_id`,
        },
        `${nameless.at}user_name`,
      );
    refuseNamedTwice(users, at);
    const unfit = users.findIndex(({ isGroup, name }) => !isGroup && name !== '' && !userNameForm.test(name));
    if (unfit >= 0)
      throw invalid(
        {
          en: `${at}.attach_user_infos.${unfit}.user_name is no name of a user`,
          zh: `${at}.attach_user_infos.${unfit}.user_name不是有效的用户名`,
        },
        at,
      );
    return {
      desktopId: desktop.desktop_id,
      users,
      computerName: desktop.computer_name ?? '',
      clearsData: desktop.is_clear_data ?? false,
    };
  });
}

/** @throws {ApiError} WKS.0001 for a desktop that is given to somebody twice */
export function refuseNamedTwice(users: readonly AttachedUser[], at: string): void {
  const kinds = users.map(({ isGroup, name, id }) =>
    JSON.stringify([isGroup, ...(name === '' ? ['', id] : [name.toLowerCase()])]),
  );
  if (new Set(kinds).size < users.length)
    throw invalid({ en: `${at} names a user or group twice`, zh: `${at}中的用户或用户组重复` }, at);
}

/** The list counts if there is one; the single fields are those of clients that know no list. */
function readUsers(desktop: AttachBody['desktops'][number], at: string): AttachedUser[] {
  const { attach_user_infos: listed = [] } = desktop;
  if (listed.length > 0)
    return listed.map((user, index) => ({
      name: user.user_name ?? '',
      id: user.user_id ?? '',
      email: '',
      group: groupOf(user.user_group),
      at: `${at}.attach_user_infos.${index}.`,
      isGroup: user.type === 'GROUP',
    }));
  if (desktop.user_name === undefined && (desktop.user_id ?? '') === '') return [];
  return [
    {
      name: desktop.user_name ?? '',
      id: desktop.user_id ?? '',
      email: desktop.user_email ?? '',
      group: groupOf(desktop.user_group),
      at: `${at}.`,
      isGroup: false,
    },
  ];
}

/** What `user_name` of a desktop may be; a group's name may be more. */
const userNameForm = new RegExp(assignedNamePattern);

function groupOf(given: string | undefined): string {
  return given === undefined || given === '' ? 'default' : given;
}

function invalid(reason: ErrorArgument, field: string): ApiError {
  return new ApiError('WKS.0001', [reason], `body: ${field}`);
}
