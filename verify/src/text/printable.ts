/** A text that came from elsewhere, made harmless for a terminal: control and direction-changing characters become `?`. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069\u2028\u2029]/gu, '?');
}
