import { deletions } from '../deletions/subject';
import { desktops } from '../desktops/subject';
import type { Subject } from '../layout/subject';

/** In the order of the navigation. */
export const subjects: readonly Subject[] = [desktops, deletions];
