/** Whether a text fits. */
export type TextTest = (text: string) => boolean;

/** A piece of a text of a policy. No character of a literal one is a wildcard or a separator. */
export interface Piece {
  readonly text: string;
  readonly literal: boolean;
}

/** What stands between two stars. */
interface Segment {
  readonly text: string;
  /** The places in it where any character will do. */
  readonly open: ReadonlySet<number>;
}

/**
 * Makes a test of a pattern in which `*` stands for any number of characters, none included, and, if wanted, `?` for
 * one (of UTF-16). No regular expression is made of what somebody else wrote: each part between two stars is searched
 * once, from the left, so the time is at most the length of the pattern times that of the text.
 */
export function compilePattern(pattern: string | readonly Piece[], wildcards: '*' | '*?'): TextTest {
  const segments = segmentsOf(
    typeof pattern === 'string' ? [{ text: pattern, literal: false }] : pattern,
    wildcards,
  );
  const [head = nothing] = segments;
  if (segments.length === 1) return (text) => text.length === head.text.length && fits(text, head, 0);
  const tail = segments.at(-1) ?? nothing;
  const middle = segments.slice(1, -1).filter(({ text }) => text !== '');
  if (middle.length === 0 && head.text === '' && tail.text === '') return () => true;
  return (text) => {
    const end = text.length - tail.text.length;
    let at = head.text.length;
    if (end < at || !fits(text, head, 0) || !fits(text, tail, end)) return false;
    for (const segment of middle) {
      const found = find(text, segment, at);
      if (found === -1) return false;
      at = found + segment.text.length;
    }
    return at <= end;
  };
}

const nothing: Segment = { text: '', open: new Set() };

function segmentsOf(pieces: readonly Piece[], wildcards: '*' | '*?'): Segment[] {
  const segments: Segment[] = [];
  let text = '';
  let open = new Set<number>();
  for (const piece of pieces)
    for (const [place, part] of (piece.literal ? [piece.text] : piece.text.split('*')).entries()) {
      if (place > 0) {
        segments.push({ text, open });
        text = '';
        open = new Set();
      }
      if (!piece.literal && wildcards === '*?')
        for (let at = part.indexOf('?'); at !== -1; at = part.indexOf('?', at + 1))
          open.add(text.length + at);
      text += part;
    }
  return [...segments, { text, open }];
}

function fits(text: string, { text: part, open }: Segment, at: number): boolean {
  if (open.size === 0) return text.startsWith(part, at);
  for (let index = 0; index < part.length; index += 1)
    if (!open.has(index) && text.charAt(at + index) !== part.charAt(index)) return false;
  return true;
}

function find(text: string, segment: Segment, from: number): number {
  if (segment.open.size === 0) return text.indexOf(segment.text, from);
  for (let at = from; at + segment.text.length <= text.length; at += 1)
    if (fits(text, segment, at)) return at;
  return -1;
}
