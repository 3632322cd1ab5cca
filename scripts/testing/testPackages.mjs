import { existsSync } from 'node:fs';

/** Debian packages that tests need and the product does not, each with the file that shows it is there. */
const testPackages = [
  { name: 'nginx-light', program: '/usr/sbin/nginx' },
  // The README's commands are run as they are written.
  { name: 'curl', program: '/usr/bin/curl' },
  // Desktops are tried out from inside.
  { name: 'python3', program: '/usr/bin/python3' },
  { name: 'keyutils', program: '/usr/bin/keyctl' },
  { name: 'chromium-headless-shell', program: '/usr/bin/chromium-headless-shell' },
  // Desktops greet in Chinese only where there are letters for it.
  { name: 'fonts-droid-fallback', program: '/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf' },
  // Copies and pastes inside a desktop.
  { name: 'xclip', program: '/usr/bin/xclip' },
  // Builds the ready-made image.
  { name: 'mmdebstrap', program: '/usr/bin/mmdebstrap' },
];

/** Those that are not installed here. */
export function missingTestPackages() {
  return testPackages.filter(({ program }) => !existsSync(program)).map(({ name }) => name);
}
