import { access } from '../access/subject';
import { audit } from '../audit/subject';
import { deletions } from '../deletions/subject';
import { desktops } from '../desktops/subject';
import { explorer } from '../explorer/subject';
import { help } from '../help/subject';
import { images } from '../images/subject';
import { jobs } from '../jobs/subject';
import type { Subject } from '../layout/subject';
import { mails } from '../mails/subject';
import { many } from '../many/subject';
import { manyUsers } from '../manyUsers/subject';
import { namePolicies } from '../namePolicies/subject';
import { networks } from '../networks/subject';
import { orphans } from '../orphans/subject';
import { overview } from '../overview/subject';
import { persons } from '../persons/subject';
import { schedules } from '../schedules/subject';
import { settings } from '../settings/subject';
import { userGroups } from '../userGroups/subject';
import { users } from '../users/subject';

/** In the order of the navigation; the first one is where the console starts. */
export const subjects: readonly Subject[] = [
  overview,
  desktops,
  many,
  namePolicies,
  schedules,
  users,
  userGroups,
  manyUsers,
  persons,
  deletions,
  jobs,
  orphans,
  images,
  networks,
  mails,
  access,
  audit,
  settings,
  explorer,
  help,
];
