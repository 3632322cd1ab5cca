import { describeSettings } from '../config/describeSettings.js';
import type { Environment } from '../config/readConfig.js';
import type { Installation } from '../installation/installation.js';
import { readTestConfig } from './forkService.js';

/** What a service in a test is told of its place. */
export function testInstallation(
  dataDir: string,
  { environment = {}, certificate }: { environment?: Environment; certificate?: string | undefined } = {},
): Installation {
  return {
    id: '0123abcd',
    startedAt: new Date(),
    dataDir,
    settingsFile: undefined,
    settings: describeSettings(readTestConfig(dataDir, environment)),
    embeddedDatabase: false,
    certificate: () => certificate,
  };
}
