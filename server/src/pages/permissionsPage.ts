import type { AccessLevel, Permission } from '../access/permissions/permission.js';
import { permissions } from '../access/permissions/table.js';
import type { Language } from '../errors/errors.js';
import type { DescribedRoute } from './describedRoute.js';

const words = {
  en: {
    title: 'Permissions',
    intro: [
      'What each call needs. This page is made from the table that the service decides by; a test fails when it is out of date.',
      'How policies are written and how they decide is told in [policies.md](policies.md).',
    ],
    reading: [
      'An identity policy (Version 5.0) must allow the action and every action that it depends on; a role policy (Version 1.1) the action alone.',
      'An empty resource means that only `*` stands for it. A desktop is `workspace:<region>:<account-id>:desktop:<desktop-id>`, a desktop user `workspace:<region>:<account-id>:user:<user-id>`; a port of a desktop is `vpc:<region>:<account-id>:port:<port-id>` and carries the tags and the enterprise project of its desktop. One that is still to be created has the id `*`.',
      'Lists show what the policies of the caller let him see, and are refused when that can be nothing.',
      'Keys that every call brings: `g:CurrentTime`, `g:DomainId`, `g:DomainName`, `g:MFAPresent` (always false), `g:PrincipalAccount`, `g:PrincipalId`, `g:PrincipalUrn`, `g:ProjectName` (in a project), `g:ServiceName`, `g:SourceIp`, `g:UserId`, `g:UserName`.',
      'Calls marked ¹ need it only for other users: everyone may do them for himself. A session policy must allow them all the same.',
      'What belongs to the root user of the account is changed by the root user alone: see [policies.md](policies.md#the-accounts-root-user).',
    ],
    effects: 'What calls do besides',
    effectsText:
      'These calls can have the effect of another action. Nothing need allow that action to the caller, but an explicit `Deny` on it refuses the call: see [policies.md](policies.md#what-a-call-does-besides).',
    columns: ['Operation', 'Call', 'Action', 'Level', 'Resource', 'Condition keys', 'Dependent actions'],
    signedIn: 'Calls that need no action',
    signedInText:
      'Whoever is signed in may make them; those marked ² need not even that. Where an action stands in brackets, a session policy must allow it.',
    levels: {
      list: 'list',
      read: 'read',
      write: 'write',
      tagging: 'tagging',
      permission_management: 'permission management',
    },
  },
  zh: {
    title: '权限',
    intro: [
      '各个调用所需的权限。本页由服务鉴权所用的同一张表生成，过期时测试会失败。',
      '策略的写法与判定方式见 [policies.md](policies.md)。',
    ],
    reading: [
      '身份策略（Version 5.0）必须同时允许该授权项及其全部依赖的授权项；角色与策略（Version 1.1）只需允许该授权项。',
      '资源为空表示只能用 `*` 指代。桌面为 `workspace:<region>:<account-id>:desktop:<desktop-id>`，桌面用户为 `workspace:<region>:<account-id>:user:<user-id>`；桌面的端口为 `vpc:<region>:<account-id>:port:<port-id>`，视为带有所属桌面的标签和企业项目。尚未创建的资源其 ID 为 `*`。',
      '列表只显示调用者的策略允许其查看的内容；若什么都不允许，则拒绝访问。',
      '每个调用都带有的条件键：`g:CurrentTime`、`g:DomainId`、`g:DomainName`、`g:MFAPresent`（恒为 false）、`g:PrincipalAccount`、`g:PrincipalId`、`g:PrincipalUrn`、`g:ProjectName`（在项目中时）、`g:ServiceName`、`g:SourceIp`、`g:UserId`、`g:UserName`。',
      '标有 ¹ 的调用仅在针对其他用户时需要权限：任何人都可以对自己进行该操作。会话策略仍须允许该授权项。',
      '属于账号根用户的一切只能由根用户本人修改，见 [policies.md](policies.md#账号的根用户)。',
    ],
    effects: '调用的附带效果',
    effectsText:
      '以下调用可能带来另一授权项的效果。调用者无需被允许该授权项，但对它的显式 `Deny` 会拒绝整个调用，见 [policies.md](policies.md#调用的附带效果)。',
    columns: ['操作', '调用', '授权项', '访问级别', '资源', '条件键', '依赖的授权项'],
    signedIn: '无需授权项的调用',
    signedInText: '登录后即可调用；标有 ² 的调用无需登录。括号中有授权项的，会话策略须允许该授权项。',
    levels: {
      list: '列表',
      read: '只读',
      write: '写',
      tagging: '标签',
      permission_management: '权限管理',
    },
  },
} as const;

/** The page of permissions, in Markdown. */
export function permissionsPage(language: Language, routes: readonly DescribedRoute[]): string {
  const text = words[language];
  const asked = routes.filter(({ operation }) => permissions[operation].action !== undefined);
  const free = routes.filter(({ operation }) => permissions[operation].action === undefined);
  const services = [...new Set(asked.map(({ operation }) => serviceOf(permissions[operation])))];
  const rows = (service: string): string[] =>
    asked
      .filter(({ operation }) => serviceOf(permissions[operation]) === service)
      .map((route) => row(route, text.levels));
  const header = [`| ${text.columns.join(' | ')} |`, `|${'---|'.repeat(text.columns.length)}`];
  return [
    `# ${text.title}`,
    '',
    ...text.intro,
    '',
    ...text.reading.map((line) => `- ${line}`),
    ...services.flatMap((service) => ['', `## ${service}`, '', ...header, ...rows(service)]),
    '',
    `## ${text.effects}`,
    '',
    text.effectsText,
    '',
    ...asked.flatMap(({ operation }) => {
      const effects = permissions[operation].effects.map((effect) => `\`${effect}\``);
      return effects.length === 0 ? [] : [`- ${operation}: ${effects.join(', ')}`];
    }),
    '',
    `## ${text.signedIn}`,
    '',
    text.signedInText,
    '',
    ...free.map(({ operation, method, path, open }) => {
      const { sessionAction } = permissions[operation];
      const needed = sessionAction === undefined ? '' : ` (\`${sessionAction}\`)`;
      return `- ${operation}${open ? '²' : ''}: \`${method} ${path}\`${needed}`;
    }),
    '',
  ].join('\n');
}

function serviceOf({ action = '' }: Permission): string {
  return action.slice(0, action.indexOf(':'));
}

function row(
  { operation, method, path }: DescribedRoute,
  levels: Readonly<Record<AccessLevel, string>>,
): string {
  const { action = '', level, resource, keys, dependencies, asked } = permissions[operation];
  const own = asked === 'route' && resource === undefined ? '¹' : '';
  const cells = [
    `${operation}${own}`,
    `\`${method} ${path}\``,
    `\`${action}\``,
    levels[level],
    resource ?? '',
    keys.map((key) => `\`${key}\``).join(', '),
    dependencies.map((name) => `\`${name}\``).join(', '),
  ];
  return `| ${cells.join(' | ')} |`;
}
