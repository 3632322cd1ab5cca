import type { DesktopId } from '../../ids.js';

/** Rows by what they are about, in the order they came. */
export function groupByDesktop<Row extends { readonly desktopId: DesktopId }>(
  rows: readonly Row[],
): ReadonlyMap<DesktopId, readonly Row[]> {
  const grouped = new Map<DesktopId, Row[]>();
  for (const row of rows) {
    const known = grouped.get(row.desktopId);
    if (known === undefined) grouped.set(row.desktopId, [row]);
    else known.push(row);
  }
  return grouped;
}
