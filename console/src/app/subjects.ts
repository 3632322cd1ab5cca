import { deletions } from '../deletions/subject';
import { desktops } from '../desktops/subject';
import { explorer } from '../explorer/subject';
import { help } from '../help/subject';
import type { Subject } from '../layout/subject';

/** In the order of the navigation. */
export const subjects: readonly Subject[] = [desktops, deletions, explorer, help];
