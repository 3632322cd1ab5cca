import { permissions } from '../access/permissions/table.js';
import { furtherStatuses } from '../errors/describeCatalogued.js';
import { type ErrorCode, errorCatalogue, type Language } from '../errors/errors.js';
import { operationSections } from '../http/openapi/operationSections.js';
import type { DescribedRoute } from './describedRoute.js';

const words = {
  en: {
    columns: ['Operation', 'Call', 'Needs', 'Does'],
    signedIn: 'being signed in',
    nothing: 'no credentials',
    codes: ['Code', 'HTTP', 'Whose', 'Text'],
    origins: { huawei: "Huawei's", deskplane: 'Deskplane' },
    and: ', ',
  },
  zh: {
    columns: ['操作', '调用', '所需权限', '说明'],
    signedIn: '已登录',
    nothing: '无需登录',
    codes: ['错误码', 'HTTP', '来源', '文本'],
    origins: { huawei: '华为云', deskplane: 'Deskplane' },
    and: '、',
  },
} as const;

/**
 * A page with what stands between `<!-- made: name -->` and `<!-- end -->` replaced.
 * @throws {Error} when the page has no such place
 */
export function withMadePart(page: string, name: string, text: string): string {
  const [before, rest] = cut(page, `<!-- made: ${name} -->\n`);
  const [, after] = cut(rest, '<!-- end -->');
  return `${before}<!-- made: ${name} -->\n\n${text}\n\n<!-- end -->${after}`;
}

function cut(text: string, mark: string): readonly [string, string] {
  const at = text.indexOf(mark);
  if (at === -1) throw new Error(`The page has no line ${mark.trim()}.`);
  return [text.slice(0, at), text.slice(at + mark.length)];
}

/** Tables of all operations by section, in Markdown. */
export function operationTables(language: Language, routes: readonly DescribedRoute[]): string {
  const text = words[language];
  const byOperation = new Map<string, DescribedRoute>(routes.map((route) => [route.operation, route]));
  return operationSections
    .map((section) => {
      const rows = Object.entries(section.operations).flatMap(([operation, chinese]) => {
        const route = byOperation.get(operation);
        if (route === undefined) return [];
        const does = language === 'zh' ? chinese : route.summary.replace(/\.$/, '');
        return [row([operation, `\`${route.method} ${route.path}\``, neededFor(route, text), does])];
      });
      return [`### ${section[language]}`, '', ...head(text.columns), ...rows].join('\n');
    })
    .join('\n\n');
}

function neededFor({ operation, open }: DescribedRoute, text: (typeof words)[Language]): string {
  const { action } = permissions[operation];
  if (action !== undefined) return `\`${action}\``;
  return open ? text.nothing : text.signedIn;
}

/** The table of error codes, in Markdown; codes of one family with the same sentence share a row. */
export function errorTable(language: Language): string {
  const text = words[language];
  const rows = new Map<string, { readonly codes: ErrorCode[]; readonly rest: readonly string[] }>();
  for (const [code, entry] of errorEntries()) {
    const statuses = [entry.status, ...(furtherStatuses[code] ?? [])].join(text.and);
    const rest = [statuses, text.origins[entry.origin], entry[language]];
    const key = [code.split('.')[0], ...rest].join();
    const known = rows.get(key);
    if (known === undefined) rows.set(key, { codes: [code], rest });
    else known.codes.push(code);
  }
  const lines = [...rows.values()].map(({ codes, rest }) => row([span(codes), ...rest]));
  return [...head(text.codes), ...lines].join('\n');
}

function span(codes: readonly ErrorCode[]): string {
  const [first = '', last = ''] = [codes[0], codes.at(-1)];
  return first === last ? `\`${first}\`` : `\`${first}\` … \`${last}\``;
}

const errorEntries = (): [ErrorCode, (typeof errorCatalogue)[ErrorCode]][] =>
  Object.keys(errorCatalogue)
    .filter(isErrorCode)
    .sort()
    .map((code) => [code, errorCatalogue[code]]);

const isErrorCode = (code: string): code is ErrorCode => Object.hasOwn(errorCatalogue, code);

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

const head = (columns: readonly string[]): readonly string[] => [
  row(columns),
  `|${'---|'.repeat(columns.length)}`,
];
