const methods = ['post', 'put', 'patch', 'delete', 'get'];

/**
 * TypeScript of what each audit event is about, in both languages: `eventWords`, by the event's name, from the operations' summaries.
 * @param english the OpenAPI document as it is presented in English
 * @param chinese the same in Chinese
 * @param nameOf what the audit event of an operation is called
 * @param leaves whether calls of an operation leave one; of what is no GET, all do that are asked about
 */
export function describeEvents(english, chinese, nameOf, leaves) {
  const words = new Map();
  for (const [path, item] of Object.entries(english.paths))
    for (const method of methods) {
      const operation = item[method];
      if (operation === undefined || (method === 'get' && !leaves(operation.operationId))) continue;
      const name = nameOf(operation.operationId);
      // Several operations may leave the same event, the older form of one for example: the first speaks for all.
      if (!words.has(name))
        words.set(name, { en: operation.summary, 'zh-CN': chinese.paths[path][method].summary });
    }
  return [
    '// Made by scripts/console from the routes of the service: not to be edited, not kept in git.',
    "export const eventWords: Readonly<Record<string, { readonly en: string; readonly 'zh-CN': string }>> = {",
    ...[...words]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, texts]) => `  ${JSON.stringify(name)}: ${JSON.stringify(texts)},`),
    '};',
    '',
  ].join('\n');
}
