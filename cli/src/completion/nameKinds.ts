import type { Argument, Option } from 'commander';

/** What names there are to complete. */
export const nameKinds = [
  'desktops',
  'deletions',
  'users',
  'groups',
  'tasks',
  'namePolicies',
  'images',
  'products',
  'enterpriseProjects',
  'profiles',
  'admins',
  'policies',
  'mails',
  'networks',
  'subnets',
  'securityGroups',
] as const;
export type NameKind = (typeof nameKinds)[number];

/** The word behind `deskplane` by which a shell asks for names; no command, so that no help shows it. */
export const namesWord = '__names';

/** By the argument's name; `deletion watch` and the like mean desktops that may be gone already. */
const ofArguments: Readonly<Record<string, NameKind>> = {
  desktop: 'desktops',
  desktops: 'desktops',
  user: 'users',
  users: 'users',
  who: 'users',
  group: 'groups',
  groups: 'groups',
  task: 'tasks',
  tasks: 'tasks',
  images: 'images',
  profile: 'profiles',
  profiles: 'profiles',
  mails: 'mails',
  network: 'networks',
  networks: 'networks',
  subnet: 'subnets',
  subnets: 'subnets',
  words: 'desktops',
};

/** Where an argument's name alone does not tell. */
const ofPlaces: Readonly<Record<string, NameKind>> = {
  'deletion watch ': 'deletions',
  'deletion release ': 'deletions',
  'receipt get ': 'deletions',
  'admin password ': 'admins',
  'name-policy edit ': 'namePolicies',
  'name-policy delete ': 'namePolicies',
  'security-group show ': 'securityGroups',
  'security-group edit ': 'securityGroups',
  'security-group delete ': 'securityGroups',
  'security-group allow ': 'securityGroups',
};

/** By the verbs, and the option behind them. */
const ofOptions: Readonly<Record<string, NameKind>> = {
  'desktop create --user': 'users',
  'fault add --desktop': 'desktops',
  'snapshot list --desktop': 'desktops',
  'desktop detach --user': 'users',
  'second-factor add --user': 'users',
  'second-factor add --group': 'groups',
  'second-factor remove --user': 'users',
  'second-factor remove --group': 'groups',
  'desktop attach --group': 'groups',
  'desktop detach --group': 'groups',
  'desktop create --image': 'images',
  'desktop create --product': 'products',
  'desktop create --subnet': 'subnets',
  'desktop create --security-group': 'securityGroups',
  'desktop create --name-policy': 'namePolicies',
  'desktop rebuild --image': 'images',
  'desktop resize --product': 'products',
  'desktop move --enterprise-project': 'enterpriseProjects',
  'desktop network --subnet': 'subnets',
  'desktop network --security-group': 'securityGroups',
  'subnet list --network': 'networks',
  'subnet create --network': 'networks',
  'security-group allow --group': 'securityGroups',
  'can-i --as': 'admins',
  'audit list --user': 'admins',
  'admin add --policy': 'policies',
};

/** Which names an argument takes; undefined: none that the service knows. @param verbs with a space behind each */
export function namesOfArgument(verbs: string, argument: Argument | undefined): NameKind | undefined {
  return argument === undefined ? undefined : (ofPlaces[verbs] ?? ofArguments[argument.name()]);
}

/** Which names an option takes as its value; undefined: none that the service knows. */
export function namesOfOption(verbs: string, { long }: Option): NameKind | undefined {
  return long === '--profile' ? 'profiles' : ofOptions[`${verbs}${long ?? ''}`];
}
