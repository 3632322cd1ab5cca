import type { Session } from './session';

const key = 'deskplane.project';

/** The project of the link (`?project=`), of this tab, or of the last tab, if the user has it. */
export function storedProject({ projects }: Session, link: string | null): string | undefined {
  const wanted = [link, sessionStorage.getItem(key), localStorage.getItem(key)];
  return wanted.find((id) => projects.some((project) => project.id === id)) ?? undefined;
}

export function storeProject(id: string): void {
  sessionStorage.setItem(key, id);
  localStorage.setItem(key, id);
}
