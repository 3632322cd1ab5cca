import { Type } from 'typebox';
import { PageNumber } from '../../http/schemas/paging.js';
import { oneLineText } from '../../http/schemas/text.js';
import { ListLinks, pageFields } from '../keystone/keystonePage.js';

const Filter = oneLineText(255);

export const ProjectBody = Type.Object({
  id: Type.String(),
  name: Type.String(),
  domain_id: Type.String(),
  parent_id: Type.String(),
  is_domain: Type.Boolean(),
  enabled: Type.Boolean(),
  description: Type.String(),
  links: ListLinks,
});

export const ProjectList = Type.Object({ projects: Type.Array(ProjectBody), links: ListLinks });

export const ProjectQuery = Type.Object({
  name: Type.Optional(Filter),
  domain_id: Type.Optional(Filter),
  parent_id: Type.Optional(Filter),
  enabled: Type.Optional(Type.Boolean()),
  is_domain: Type.Optional(Type.Boolean()),
  page: Type.Optional(PageNumber),
  per_page: Type.Optional(Type.Integer({ minimum: 1, maximum: 5_000 })),
  ...pageFields,
});

const ProjectName = Type.String({
  pattern: '^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$',
  description: 'Letters, digits, - and _; at most 64. Usually <region>_<suffix>.',
});

export const NewProjectBody = Type.Object({
  project: Type.Object({
    name: ProjectName,
    domain_id: Type.Optional(Filter),
    parent_id: Type.Optional(Filter),
    description: Type.Optional(Filter),
  }),
});

export const ProjectChangesBody = Type.Object({
  project: Type.Object({
    name: Type.Optional(ProjectName),
    description: Type.Optional(Filter),
    enabled: Type.Optional(Type.Boolean({ description: 'A disabled project lets nobody in.' })),
  }),
});
