/** What the local engine needs of Debian: the package and the program that shows it is there. */
export const localEngineNeeds = [
  { package: 'runc', program: 'runc' },
  { package: 'lxcfs', program: 'lxcfs' },
  { package: 'e2fsprogs', program: 'mkfs.ext4' },
  { package: 'xfsprogs', program: 'xfs_io' },
  { package: 'nftables', program: 'nft' },
  { package: 'skopeo', program: 'skopeo' },
  { package: 'umoci', program: 'umoci' },
  { package: 'iproute2', program: 'ip' },
  { package: 'procps', program: 'sysctl' },
  { package: 'tigervnc-standalone-server', program: 'Xtigervnc' },
  { package: 'openbox', program: 'openbox' },
  { package: 'xterm', program: 'xterm' },
] as const;

/**
 * What makes a desktop of the image `host` whole: its panel, its pointer and its background. The start installs them, but the engine
 * runs without them.
 */
export const hostDesktopNeeds = [
  { package: 'tint2', program: 'tint2' },
  { package: 'x11-xserver-utils', program: 'xsetroot' },
] as const;
