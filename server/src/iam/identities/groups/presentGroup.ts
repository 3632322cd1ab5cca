import type { Static } from 'typebox';
import type { Group } from './queries.js';
import type { GroupBody, GroupList } from './schemas.js';

export function presentGroup(group: Group, endpoint: string): Static<typeof GroupBody> {
  return {
    id: group.id,
    name: group.name,
    domain_id: group.domain_id,
    description: group.description,
    create_time: group.created_at.getTime(),
    links: { self: `${endpoint}/v3/groups/${group.id}`, next: null, previous: null },
  };
}

export function presentGroups(
  groups: readonly Group[],
  endpoint: string,
  path: string,
): Static<typeof GroupList> {
  return {
    groups: groups.map((group) => presentGroup(group, endpoint)),
    links: { next: null, previous: null, self: `${endpoint}${path}` },
  };
}
