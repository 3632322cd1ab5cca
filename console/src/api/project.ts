import { createContext, useContext } from 'react';

export interface ProjectChoice {
  readonly id: string;
  /** The name of the account that it belongs to. */
  readonly account: string;
  readonly choose: (id: string) => void;
}

export const ProjectContext = createContext<ProjectChoice | undefined>(undefined);

/** The project that is looked at. */
export function useProject(): ProjectChoice {
  const choice = useContext(ProjectContext);
  if (choice === undefined) throw new Error('No project is chosen.');
  return choice;
}

export function useProjectId(): string {
  return useProject().id;
}
