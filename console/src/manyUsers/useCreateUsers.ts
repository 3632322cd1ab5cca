import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useProjectId } from '../api/project';
import { pause } from '../lists/pause';
import { useKeptOpen } from '../lists/useKeptOpen';
import type { ListedUser } from './checkUsers';
import { createUsers, type UserState } from './createUsers';

export interface UserCreation {
  /** By row. */
  readonly states: ReadonlyMap<number, UserState>;
  readonly isRunning: boolean;
  /** How long the service asks to wait now, in seconds; 0: it does not. */
  readonly patience: number;
  /** Creates those that are not there so far. */
  readonly start: () => Promise<void>;
  /** Creates no more of them than those who are on the way. */
  readonly stop: () => void;
  /** Something that no answer of the service explains. */
  readonly error: Error | undefined;
}

const waiting: UserState = { kind: 'waiting' };

/** Whether a user is there because of this list. */
export function isMade(state: UserState | undefined): boolean {
  return state?.kind === 'created' || state?.kind === 'invited';
}

/** Creates the users of a list, and knows how far that is. */
export function useCreateUsers(rows: readonly ListedUser[]): UserCreation {
  const projectId = useProjectId();
  const client = useQueryClient();
  const [states, setStates] = useState<ReadonlyMap<number, UserState>>(
    () => new Map(rows.map(({ row }) => [row, waiting])),
  );
  const [isRunning, setRunning] = useState(false);
  const [patience, setPatience] = useState(0);
  const [error, setError] = useState<Error>();
  const stopped = useRef(false);
  useKeptOpen(isRunning);

  const start = async (): Promise<void> => {
    stopped.current = false;
    setRunning(true);
    setError(undefined);
    const left = rows.filter(({ row }) => !isMade(states.get(row)));
    try {
      await createUsers(left, {
        projectId,
        pause,
        onPatience: setPatience,
        wasLost: ({ row }) => states.get(row)?.kind === 'lost',
        isStopped: () => stopped.current,
        onState: ({ row }, state) => setStates((known) => new Map(known).set(row, state)),
      });
    } catch (caught) {
      setError(caught instanceof Error ? caught : new Error(String(caught)));
    } finally {
      setRunning(false);
      void client.invalidateQueries({ queryKey: [projectId, 'ListUsers'] });
    }
  };
  const stop = (): void => {
    stopped.current = true;
  };
  return { states, isRunning, patience, start, stop, error };
}
