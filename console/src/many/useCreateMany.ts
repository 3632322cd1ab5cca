import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useProjectId } from '../api/project';
import type { Order } from '../desktops/order';
import { pause } from '../lists/pause';
import { useKeptOpen } from '../lists/useKeptOpen';
import type { ListedRow } from './checkList';
import { createMany, type RowState } from './createMany';

export interface Creation {
  /** By row. */
  readonly states: ReadonlyMap<number, RowState>;
  readonly isRunning: boolean;
  /** Orders those that were not accepted so far. */
  readonly start: () => Promise<void>;
  /** Something that no answer of the service explains. */
  readonly error: Error | undefined;
}

const waiting: RowState = { kind: 'waiting' };

/** Orders the desktops of a list, and knows how far that is. */
export function useCreateMany(
  rows: readonly ListedRow[],
  orderOf: (rows: readonly ListedRow[]) => Order,
): Creation {
  const projectId = useProjectId();
  const client = useQueryClient();
  const [states, setStates] = useState<ReadonlyMap<number, RowState>>(
    () => new Map(rows.map(({ row }) => [row, waiting])),
  );
  const [isRunning, setRunning] = useState(false);
  const [error, setError] = useState<Error>();
  const begun = useRef(false);
  useKeptOpen(isRunning);

  const start = async (): Promise<void> => {
    const isRepeated = begun.current;
    begun.current = true;
    setRunning(true);
    setError(undefined);
    const left = rows.filter(({ row }) => states.get(row)?.kind !== 'accepted');
    try {
      await createMany(left, {
        projectId,
        orderOf,
        isRepeated,
        pause,
        onState: (changed, state) => {
          setStates((known) => new Map([...known, ...changed.map(({ row }) => [row, state] as const)]));
          void client.invalidateQueries({ queryKey: [projectId, 'ListItaSubJobs'] });
        },
      });
    } catch (caught) {
      setError(caught instanceof Error ? caught : new Error(String(caught)));
    } finally {
      setRunning(false);
      for (const each of ['ListDesktopsDetail', 'ListUsers'])
        void client.invalidateQueries({ queryKey: [projectId, each] });
    }
  };
  return { states, isRunning, start, error };
}
