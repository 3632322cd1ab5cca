import { join } from 'node:path';

/**
 * What `deskplane backup` and `deskplane restore` are asked for, with one file in a directory that is also the service's.
 * @param tombstones a file of them; undefined: it is restored without any
 */
export function backupRequest(url: string, directory: { readonly path: string }, tombstones?: string) {
  return {
    progress: () => undefined,
    environment: { DATABASE_URL: url, DESKPLANE_DATA_DIR: directory.path },
    file: join(directory.path, 'backup'),
    tombstones,
    withoutTombstones: tombstones === undefined,
  };
}
