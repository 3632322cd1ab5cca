import type { Snapshot } from '../../database/oneSnapshot.js';
import type { ProjectId } from '../../ids.js';
import { type DesktopFilter, filterDesktops } from './desktopFilter.js';
import { type DesktopRow, liveDesktops, withDetails } from './desktopRow.js';

/** Which part of a list is wanted, and in which order. Equal ones are ordered by id, so that pages never overlap. */
export interface DesktopPage {
  /** Index of the first desktop, from 0; past the end gives an empty page. */
  readonly offset: number;
  readonly limit: number;
  readonly sortField: 'created' | 'computer_name';
  readonly descending: boolean;
}

/** A page of the project's desktops and how many there are on all pages. */
export async function listDesktops(
  database: Snapshot,
  projectId: ProjectId,
  filter: DesktopFilter,
  page: DesktopPage,
): Promise<{ total: number; desktops: DesktopRow[] }> {
  const matching = filterDesktops(liveDesktops(database, projectId), filter);
  const direction = page.descending ? 'desc' : 'asc';
  const { total } = await matching
    .select((eb) => eb.fn.countAll<string>().as('total'))
    .executeTakeFirstOrThrow();
  const desktops = await withDetails(matching)
    .orderBy(
      (eb) => (page.sortField === 'created' ? eb.ref('d.created_at') : eb.fn('lower', ['d.computer_name'])),
      direction,
    )
    .orderBy('d.id', direction)
    .offset(page.offset)
    .limit(page.limit)
    .execute();
  return { total: Number(total), desktops };
}
