/** What a call does, in the words of the permission pages (docs/reference/policies.md#access-levels). */
export type AccessLevel = 'list' | 'read' | 'write' | 'tagging' | 'permission_management';

/** What actions are done to, as URNs name it: `workspace:<region>:<account>:desktop:<id>`. */
export type ResourceType = 'desktop' | 'user' | 'userGroup' | 'scheduledTask';

/**
 * What of an account's IAM a call changes, to be looked up in the request by what its path and body name. What is the account
 * root's is changed by nobody but the root itself, whatever policies say (`decisions/protectRoot.ts`).
 */
export type Changed =
  /** Nothing that belongs to somebody. */
  | 'nobody'
  /** A user: the account of the user itself, its memberships, what is given to it, a key that it gets. */
  | 'user'
  | 'access-key'
  /** A group that goes, and its memberships with it. */
  | 'group'
  /** A policy, and with it what those have to whom it is given. */
  | 'policy';

/** What a caller of one operation needs. */
export interface Permission {
  /** Undefined: being signed in is enough; for anonymous routes not even that is asked. */
  readonly action: string | undefined;
  readonly level: AccessLevel;
  /** Undefined: the action has none, and only `*` in a policy stands for it. */
  readonly resource: ResourceType | undefined;
  /** Condition keys that the call brings besides those of the caller; `<tag-key>` stands for any. */
  readonly keys: readonly string[];
  /** Actions that identity policies must allow besides (D13). */
  readonly dependencies: readonly string[];
  /**
   * Who asks. `admission`: admission does, before anything else. `list`: admission, and the route shows what it was let through to.
   * `route`: once it knows what it is about, before any effect (S4).
   */
  readonly asked: 'admission' | 'list' | 'route';
  /** What a session policy must allow for a call that needs no policy otherwise: it narrows what is one's own, too. */
  readonly sessionAction: string | undefined;
  /**
   * Actions whose effect the call may have besides its own, because it makes or removes something that is another action's.
   * Nobody need allow them to the caller, but a Deny that applies to one refuses the call, and so do, for desktops, policies that allow one
   * for other desktops only.
   */
  readonly effects: readonly Effect[];
  readonly changes: Changed;
}

/** The actions that calls of other actions may carry out besides. */
export type Effect =
  | 'workspace:users:create'
  | 'workspace:users:update'
  | 'workspace:users:delete'
  | 'workspace:userGroups:operate'
  | 'workspace:desktops:operate'
  | 'workspace:desktops:update'
  | 'iam:policies:setDefaultVersionV5';

type Further = Partial<Pick<Permission, 'keys' | 'dependencies' | 'effects' | 'changes'>>;

const plain = {
  resource: undefined,
  keys: [],
  dependencies: [],
  sessionAction: undefined,
  effects: [],
  changes: 'nobody',
} as const;

/** A look-up for which being signed in is enough. */
export function unasked(level: 'list' | 'read'): Permission {
  return { ...plain, action: undefined, level, asked: 'admission' };
}

const changing: ReadonlySet<AccessLevel> = new Set(['write', 'tagging', 'permission_management']);

/** Whether calls of it may change something, whatever their method: some that do are published as GET. */
export function mayChange({ level }: Pick<Permission, 'level'>): boolean {
  return changing.has(level);
}

/** Needs no credentials, or has ways of its own to prove who asks. */
export function anonymous(level: AccessLevel): Permission {
  return { ...plain, action: undefined, level, asked: 'admission' };
}

/** What everyone may do with what is his own, without a policy; only a session policy is asked. */
export function ownOnly(level: AccessLevel, sessionAction: string): Permission {
  return { ...plain, action: undefined, level, asked: 'admission', sessionAction };
}

/** An action without a resource. */
export function general(level: AccessLevel, action: string, further: Further = {}): Permission {
  return { ...plain, action, level, asked: 'admission', ...further };
}

/** As {@link general}, asked by the route: for what users may do to themselves without. */
export function unlessOwn(
  level: AccessLevel,
  action: string,
  further: Pick<Further, 'changes'> = {},
): Permission {
  return { ...plain, action, level, asked: 'route', ...further };
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
