import { ApiError } from '../errors/errors.js';

/** One member of the list, which may be empty, and what follows it (RFC 9110 §5.6.1, §8.8.3). Header texts come as Latin-1. */
const member = /[ \t]*(?:(W\/)?"([\x21\x23-\x7e\x80-\xff]*)"[ \t]*)?(?:,|$)/y;

/**
 * The entity tags that an If-Match header agrees to, without their quotes (RFC 9110 §13.1.1). Comparison is strong, so weak
 * tags are left out: they match nothing. An empty list is one that nothing matches.
 * @param header all lines of the header, joined by commas
 * @returns undefined: any representation will do, since there is no header or it is `*`
 * @throws {ApiError} APIGW.0201 for what is neither `*` nor a list of entity tags
 */
export function readIfMatch(header: string | undefined): readonly string[] | undefined {
  if (header === undefined || /^[ \t]*\*[ \t]*$/.test(header)) return undefined;
  const strong: string[] = [];
  let tags = 0;
  member.lastIndex = 0;
  while (member.lastIndex < header.length) {
    const found = member.exec(header);
    if (found === null) throw malformed();
    const [, weak, tag] = found;
    if (tag === undefined) continue;
    tags += 1;
    if (weak === undefined) strong.push(tag);
  }
  if (tags === 0) throw malformed();
  return strong;
}

function malformed(): ApiError {
  return new ApiError('APIGW.0201', [
    {
      en: 'If-Match must be * or a list of entity tags in double quotes, such as "abc", "def"',
      zh: 'If-Match必须为*，或由带双引号的实体标签组成的列表，例如"abc", "def"',
    },
  ]);
}
