import type { Limit } from './cgroups.js';

/** Everything that the configuration of a desktop's container follows from. */
export interface ContainerPlan {
  readonly uid: number;
  readonly hostName: string;
  /** `zh_CN`; undefined: none in particular. */
  readonly language: string | undefined;
  /** `Asia/Shanghai`; undefined: UTC. */
  readonly timeZone: string | undefined;
  readonly vcpus: number;
  readonly memoryMiB: number;
  /** Network namespace to enter; undefined: one of its own without any interface. */
  readonly namespacePath: string | undefined;
  /** `/deskplane-<instance>/<item>`, below the root of every hierarchy. */
  readonly cgroupsPath: string;
  /** Directory of the bundle. It holds `rootfs`, `etc`, `run` and `screen`. */
  readonly bundle: string;
  /** `host`: the host's /usr below a read-only root; `image`: a root of its own, written to its system disk. */
  readonly root: 'host' | 'image';
  /** Directories of the host that the desktop sees at the same place, read-only. */
  readonly hostDirectories: readonly string[];
  /** Becomes the home directory. */
  readonly home: string;
  readonly dataDisks: readonly { readonly device: string; readonly dir: string }[];
  /** Files of lxcfs that stand in for those of /proc. */
  readonly figures: readonly { readonly source: string; readonly destination: string }[];
  /** The limits that this machine can set. */
  readonly limits: readonly Limit[];
  /** The machine's cores that may be used. */
  readonly cores: readonly number[];
  /** How many files a program of ours may raise its limit to; no machine lets a desktop have more. */
  readonly openFiles: number;
  readonly architecture: NodeJS.Architecture;
  /** The first program. */
  readonly args: readonly string[];
}
