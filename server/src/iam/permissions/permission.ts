/** What a call does, in the words of the permission pages (api-facts §8.2). */
export type AccessLevel = 'list' | 'read' | 'write' | 'tagging' | 'permission_management';

/** What actions are done to, as URNs name it: `workspace:<region>:<account>:desktop:<id>`. */
export type ResourceType = 'desktop' | 'user';

/** What a caller of one operation needs. */
export interface Permission {
  /** Undefined: being signed in is enough; for anonymous routes not even that is asked. */
  readonly action: string | undefined;
  readonly level: AccessLevel;
  /** Undefined: the action has none, and only `*` in a policy stands for it. */
  readonly resource: ResourceType | undefined;
  /** Condition keys that the call brings besides those of the caller; `<tag-key>` stands for any. */
  readonly keys: readonly string[];
  /** Actions that identity policies must allow besides (design D13). */
  readonly dependencies: readonly string[];
  /**
   * Who asks. `guard`: before anything else. `list`: the guard, and the route shows what it was let through to.
   * `route`: once it knows what it is about, before any effect (S4).
   */
  readonly asked: 'guard' | 'list' | 'route';
}

type Further = Partial<Pick<Permission, 'keys' | 'dependencies'>>;

const plain = { resource: undefined, keys: [], dependencies: [] } as const;

/** Being signed in is enough, or nothing at all where the route is anonymous. */
export function unasked(level: AccessLevel): Permission {
  return { ...plain, action: undefined, level, asked: 'guard' };
}

/** An action without a resource. */
export function general(level: AccessLevel, action: string, further: Further = {}): Permission {
  return { ...plain, action, level, asked: 'guard', ...further };
}

/** As {@link general}, asked by the route: for what users may do to themselves without. */
export function unlessOwn(level: AccessLevel, action: string): Permission {
  return { ...plain, action, level, asked: 'route' };
}

/** A list, of which policies may show a part. */
export function listing(resource: ResourceType, action: string, further: Further = {}): Permission {
  return { ...plain, action, level: 'list', resource, asked: 'list', ...further };
}

/** What is done to resources that are there, or to ones to come. */
export function on(
  resource: ResourceType,
  level: AccessLevel,
  action: string,
  further: Further = {},
): Permission {
  return { ...plain, action, level, resource, asked: 'route', ...further };
}

const enterpriseProject = 'g:EnterpriseProjectId';
/** What a desktop brings with it. */
export const ofDesktop: readonly string[] = ['g:ResourceTag/<tag-key>', enterpriseProject];
/** What a user brings with him. */
export const ofUser: readonly string[] = [enterpriseProject];
/** What a request brings that gives tags. */
export const ofRequest: readonly string[] = ['g:RequestTag/<tag-key>', 'g:TagKeys'];
