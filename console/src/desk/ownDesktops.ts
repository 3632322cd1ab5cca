import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Answer, Parameters } from '../api/operations';
import { type ShownStatus, shownStatus } from '../desktops/desktop';
import { callDesk } from './session';

export type OwnDesktop = Answer<'ListOwnDesktops'>['desktops'][number];
type Operation = NonNullable<Parameters<'OperateOwnDesktop'>['body']>['operation'];

const listKey = ['own-desktops'] as const;

/** In milliseconds: often while something goes on. */
const soon = 1_000;
const later = 10_000;

/** The desktops of whoever is signed in, kept up to date. */
export function useOwnDesktops() {
  return useQuery({
    queryKey: listKey,
    queryFn: async ({ signal }) => (await callDesk('ListOwnDesktops', {}, signal)).desktops,
    refetchInterval: ({ state }) =>
      state.data?.some(({ task_status }) => task_status !== '') === true ? soon : later,
  });
}

/** Starts, stops, restarts one; done once the list shows it. */
export function useOperate(desktopId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (operation: Operation) =>
      callDesk('OperateOwnDesktop', {
        path: { desktop_id: desktopId },
        body: operation === 'os-start' ? { operation } : { operation, type: 'SOFT' },
      }),
    onSettled: () => client.invalidateQueries({ queryKey: listKey }),
  });
}

/** Asks for the address of a screen, which is good once and for a minute. */
export function useScreenAddress(desktopId: string) {
  return useMutation({
    mutationFn: async () => (await callDesk('OpenOwnDesktop', { path: { desktop_id: desktopId } })).url,
  });
}

/** What a desktop is at, as its user thinks of it. */
export type Condition = 'on' | 'off' | 'busy' | 'broken';

const conditions: Readonly<Partial<Record<ShownStatus, Condition>>> = {
  running: 'on',
  stopped: 'off',
  hibernated: 'off',
  deleting: 'broken',
  deleteFailed: 'broken',
  failed: 'broken',
  unknown: 'broken',
};

export function conditionOf(desktop: OwnDesktop): Condition {
  if (desktop.in_maintenance_mode) return 'broken';
  return conditions[shownStatus(desktop)] ?? 'busy';
}

/** The page that opens a screen, in a tab of its own. */
export function openPath(desktopId: string): string {
  return `/desk/open/${desktopId}`;
}

/** What it is at, in a word of the page. */
export function statusOf(desktop: OwnDesktop): ShownStatus | 'maintenance' {
  return desktop.in_maintenance_mode ? 'maintenance' : shownStatus(desktop);
}
