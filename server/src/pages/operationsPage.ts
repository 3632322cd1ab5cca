import type { Language } from '../errors/errors.js';
import { operationSections } from '../http/openapi/operationSections.js';
import type { DescribedRoute } from './describedRoute.js';
import { type PublishedCall, sameCall } from './publishedCall.js';
import { groupOf, publishedGroups } from './publishedGroups.js';

const words = {
  en: {
    title: 'Every published operation',
    intro: [
      'What the published API definitions and the official SDK know of Workspace and of the services beside it that its clients call, and what',
      'becomes of each here. This page is made from the definitions and the routes; a test fails when it is out of date. What Deskplane adds of',
      'its own is in [the API](api.md#operations).',
    ],
    missing: [
      'An operation that is not built is answered like any path that nothing is at: 404 with `APIGW.0101`, also without credentials. Nothing',
      'changes then.',
    ],
    service: 'Service',
    services: {
      workspace: 'Workspace',
      iam: 'IAM',
      vpc: 'VPC',
      ims: 'IMS',
      eps: 'EPS',
      cts: 'CTS',
    },
    published: 'Published',
    built: 'Built',
    columns: ['Operation', 'Call', 'Here'],
    count: (built: number, all: number) => `${built} of ${all} are built.`,
  },
  zh: {
    title: '全部已发布的接口',
    intro: [
      '已发布的API定义和官方SDK中云桌面（Workspace）及其客户端所调用的相关服务的全部接口，以及各接口在此处的情况。本页由定义和路由生成，',
      '过期时测试会失败。Deskplane自有的接口见[API](api.md#操作一览)。',
    ],
    missing: [
      '未实现的接口与不存在的路径返回相同的结果：404和`APIGW.0101`，未携带凭证时也如此，且不做任何更改。',
    ],
    service: '服务',
    services: {
      workspace: '云桌面',
      iam: 'IAM',
      vpc: 'VPC',
      ims: 'IMS',
      eps: 'EPS',
      cts: 'CTS',
    },
    published: '已发布',
    built: '已实现',
    columns: ['接口', '调用', '此处'],
    count: (built: number, all: number) => `已实现${built}个，共${all}个。`,
  },
} as const;

/** The page of all operations, in Markdown. */
export function operationsPage(
  language: Language,
  published: readonly PublishedCall[],
  routes: readonly DescribedRoute[],
): string {
  const text = words[language];
  const routed = new Map(routes.map((route) => [sameCall(route), route]));
  const isBuilt = (call: PublishedCall): boolean => routed.has(sameCall(call));
  return [
    `# ${text.title}`,
    '',
    ...text.intro,
    '',
    ...text.missing,
    '',
    `| ${text.service} | ${text.published} | ${text.built} |`,
    '|---|---|---|',
    ...Object.entries(text.services).map(([service, name]) => {
      const calls = published.filter((call) => call.service === service);
      return `| ${name} | ${calls.length} | ${calls.filter(isBuilt).length} |`;
    }),
    ...publishedGroups.flatMap((group) => {
      const calls = published.filter((call) => groupOf(call) === group.en);
      if (calls.length === 0) return [];
      const built = calls.filter(isBuilt);
      return [
        '',
        `## ${group[language]}`,
        '',
        text.count(built.length, calls.length),
        '',
        `| ${text.columns.join(' | ')} |`,
        '|---|---|---|',
        ...calls.toSorted(byPath).map((call) => row(call, here(language, routed.get(sameCall(call))))),
      ];
    }),
    '',
  ].join('\n');
}

function here(language: Language, route: DescribedRoute | undefined): string {
  if (route === undefined) return '`APIGW.0101`';
  return language === 'zh'
    ? (chineseSummaries.get(route.operation) ?? route.operation)
    : route.summary.replace(/\.$/, '');
}

const chineseSummaries: ReadonlyMap<string, string> = new Map(
  operationSections.flatMap(({ operations }) => Object.entries(operations)),
);

const row = ({ name, method, path }: PublishedCall, does: string): string =>
  `| ${name} | \`${method} ${path}\` | ${does} |`;

function byPath(one: PublishedCall, other: PublishedCall): number {
  return one.path === other.path ? compare(one.method, other.method) : compare(one.path, other.path);
}

const compare = (one: string, other: string): number => (one < other ? -1 : Number(one > other));
