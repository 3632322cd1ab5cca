import { Type } from 'typebox';
import { TextOrNull } from '../../http/schemas/values.js';
import { ListLinks } from '../keystone/keystonePage.js';

const SelfLink = Type.Object({ self: Type.String() });

export const DomainList = Type.Object({
  domains: Type.Array(
    Type.Object({
      id: Type.String(),
      name: Type.String(),
      enabled: Type.Boolean(),
      description: Type.String(),
      links: SelfLink,
    }),
  ),
  links: ListLinks,
});

export const RegionList = Type.Object({
  regions: Type.Array(
    Type.Object({
      id: Type.String(),
      type: Type.String(),
      locales: Type.Object({ 'zh-cn': Type.String(), 'en-us': Type.String() }),
      description: Type.String(),
      parent_region_id: TextOrNull,
      links: SelfLink,
    }),
  ),
  links: ListLinks,
});

export const CallerIdentity = Type.Object({
  account_id: Type.String(),
  principal_urn: Type.String(),
  principal_id: Type.String(),
});

export const VersionBody = Type.Object({
  id: Type.String(),
  status: Type.String(),
  updated: Type.String(),
  links: Type.Array(Type.Object({ rel: Type.String(), href: Type.String() })),
  'media-types': Type.Array(Type.Object({ type: Type.String(), base: Type.String() })),
});
