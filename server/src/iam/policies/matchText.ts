/** Whether a text fits. */
export type TextTest = (text: string) => boolean;

/**
 * Makes a test of a pattern in which `*` stands for any number of characters, none included, and, if wanted, `?` for
 * one (of UTF-16). No regular expression is made of what somebody else wrote: each part between two stars is searched
 * once, from the left, so the time is at most the length of the pattern times that of the text.
 */
export function compilePattern(pattern: string, wildcards: '*' | '*?'): TextTest {
  const single = wildcards === '*?' && pattern.includes('?');
  const parts = pattern.split('*');
  const head = parts[0] ?? '';
  if (parts.length === 1)
    return single ? (text) => text.length === head.length && fits(text, head, 0) : (text) => text === head;
  const tail = parts.at(-1) ?? '';
  const middle = parts.slice(1, -1).filter((part) => part !== '');
  if (middle.length === 0 && head === '' && tail === '') return () => true;
  const here = single ? fits : (text: string, part: string, at: number): boolean => text.startsWith(part, at);
  const find = single ? findFitting : (text: string, part: string, from: number) => text.indexOf(part, from);
  return (text) => {
    const end = text.length - tail.length;
    let at = head.length;
    if (end < at || !here(text, head, 0) || !here(text, tail, end)) return false;
    for (const part of middle) {
      const found = find(text, part, at);
      if (found === -1) return false;
      at = found + part.length;
    }
    return at <= end;
  };
}

function fits(text: string, part: string, at: number): boolean {
  for (let index = 0; index < part.length; index += 1) {
    const wanted = part.charAt(index);
    if (wanted !== '?' && text.charAt(at + index) !== wanted) return false;
  }
  return true;
}

function findFitting(text: string, part: string, from: number): number {
  for (let at = from; at + part.length <= text.length; at += 1) if (fits(text, part, at)) return at;
  return -1;
}
