/**
 * What every answer carries, whatever it says and whoever asks: nobody keeps it, guesses another type of it, runs anything of it or
 * shows it in a frame. Pages and files set their own.
 */
export const answerHeaders = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
} as const;
