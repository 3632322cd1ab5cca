import type { CollectionPreferencesProps } from '@cloudscape-design/components/collection-preferences';
import { useState } from 'react';

export type TablePreferences = CollectionPreferencesProps.Preferences;

/** Columns, page size and density of a table, remembered on this browser. */
export function useTablePreferences(
  table: string,
  usual: TablePreferences,
): [TablePreferences, (preferences: TablePreferences) => void] {
  const key = `deskplane.table.${table}`;
  const [preferences, setPreferences] = useState<TablePreferences>(() => ({ ...usual, ...readStored(key) }));
  return [
    preferences,
    (changed) => {
      localStorage.setItem(key, JSON.stringify(changed));
      setPreferences(changed);
    },
  ];
}

function readStored(key: string): TablePreferences {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(key) ?? '{}');
    return typeof stored === 'object' && stored !== null ? stored : {};
  } catch {
    return {};
  }
}
