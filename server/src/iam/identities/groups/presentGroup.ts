import type { Static } from 'typebox';
import type { Group } from './queries.js';
import type { GroupBody } from './schemas.js';

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
