import { access } from '../access/subject';
import { deletions } from '../deletions/subject';
import { desktops } from '../desktops/subject';
import { help } from '../help/subject';
import type { Subject } from '../layout/subject';
import { mails } from '../mails/subject';
import { users } from '../users/subject';

/** In the order of the navigation. */
export const subjects: readonly Subject[] = [desktops, users, deletions, mails, access, help];
