/** A canonical request in its parts, so that each can be written in another way. */
export interface CanonicalParts {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  /** Each line with its end. */
  readonly headers: readonly string[];
  readonly signedHeaders: string;
  readonly payloadHash: string;
}

/** The text that is hashed, as `canonicalRequest` writes it. */
export function joinParts(parts: CanonicalParts): string {
  return [
    parts.method,
    parts.path,
    parts.query,
    parts.headers.join(''),
    parts.signedHeaders,
    parts.payloadHash,
  ].join('\n');
}

/** The parts of a canonical request; `joinParts` gives the same text again. */
export function splitParts(canonical: string): CanonicalParts {
  const lines = canonical.split('\n');
  const [method = '', path = '', query = ''] = lines;
  // The empty line between headers and their list, which some clients forget.
  const hasGap = lines.length > 5 && lines.at(-3) === '';
  const headers = lines.slice(3, hasGap ? -3 : -2);
  return {
    method,
    path,
    query,
    headers: headers.map((line, index) => (hasGap || index < headers.length - 1 ? `${line}\n` : line)),
    signedHeaders: lines.at(-2) ?? '',
    payloadHash: lines.at(-1) ?? '',
  };
}

export type Part = 'method' | 'path' | 'query' | 'header' | 'signed_headers' | 'payload_hash';

export interface Difference {
  readonly part: Part;
  /** Of the service's canonical request, the first is 1; null for one that it has not. */
  readonly line: number | null;
  /** What the service has there; null: no such line. */
  readonly expected: string | null;
  /** What was signed; null: no such line. */
  readonly signed: string | null;
}

/** In which lines two canonical requests differ; header lines are paired by name. */
export function differencesOf(ours: CanonicalParts, theirs: CanonicalParts): readonly Difference[] {
  const headerLine = (index: number): number => 4 + index;
  const last = headerLine(ours.headers.length);
  const plain = (part: Part, line: number, expected: string, signed: string): Difference[] =>
    expected === signed ? [] : [{ part, line, expected, signed }];
  const byName = new Map(theirs.headers.map((line) => [nameOf(line), line]));
  const ourNames = new Set(ours.headers.map(nameOf));
  return [
    ...plain('method', 1, ours.method, theirs.method),
    ...plain('path', 2, ours.path, theirs.path),
    ...plain('query', 3, ours.query, theirs.query),
    ...ours.headers.flatMap((line, index): Difference[] => {
      const signed = byName.get(nameOf(line));
      if (signed === line) return [];
      const [expected, other] = [line.trimEnd(), signed?.replace(/\n$/, '') ?? null];
      return [{ part: 'header', line: headerLine(index), expected, signed: other }];
    }),
    ...theirs.headers.flatMap((line): Difference[] =>
      ourNames.has(nameOf(line))
        ? []
        : [{ part: 'header', line: null, expected: null, signed: line.replace(/\n$/, '') }],
    ),
    ...plain('signed_headers', last + 1, ours.signedHeaders, theirs.signedHeaders),
    ...plain('payload_hash', last + 2, ours.payloadHash, theirs.payloadHash),
  ];
}

const nameOf = (line: string): string => line.slice(0, line.indexOf(':')).toLowerCase();
