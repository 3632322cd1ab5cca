/**
 * What a desktop may ask of the kernel, after the model of Docker's default profile and stricter. What is not named is refused with
 * EPERM. Not named, beside what Docker leaves out: key rings, new namespaces and entering others, mounts, ptrace and reading
 * other processes' memory, bpf, io_uring, userfaultfd, perf events, opening files by handle. A call younger than this list
 * is answered with ENOSYS by runc, so that libraries fall back.
 *
 * Only the machine's own ABI is let in: the kernel kills a program that makes a call of i386 or x32.
 */
const allowed = `
accept accept4 access alarm bind brk capget capset chdir chmod chown clock_getres clock_gettime clock_nanosleep close close_range
connect copy_file_range creat dup dup2 dup3 epoll_create epoll_create1 epoll_ctl epoll_ctl_old epoll_pwait epoll_pwait2 epoll_wait
epoll_wait_old eventfd eventfd2 execve execveat exit exit_group faccessat faccessat2 fadvise64 fallocate fchdir fchmod
fchmodat fchmodat2 fchown fchownat fcntl fdatasync fgetxattr flistxattr flock fork fremovexattr fsetxattr fstat fstatfs fsync ftruncate
futex futex_waitv futimesat get_robust_list get_thread_area getcpu getcwd getdents getdents64 getegid geteuid getgid getgroups
getitimer getpeername getpgid getpgrp getpid getppid getpriority getrandom getresgid getresuid getrlimit getrusage getsid getsockname
getsockopt gettid gettimeofday getuid getxattr inotify_add_watch inotify_init inotify_init1 inotify_rm_watch io_cancel io_destroy
io_getevents io_setup io_submit ioctl ioprio_get ioprio_set kill landlock_add_rule landlock_create_ruleset landlock_restrict_self lchown
lgetxattr link linkat listen listxattr llistxattr lremovexattr lseek lsetxattr lstat madvise membarrier memfd_create memfd_secret
mincore mkdir mkdirat mknod mknodat mlock mlock2 mlockall mmap mprotect mq_getsetattr mq_notify mq_open mq_timedreceive mq_timedsend
mq_unlink mremap msgctl msgget msgrcv msgsnd msync munlock munlockall munmap name_to_handle_at nanosleep newfstatat open openat
openat2 pause pidfd_open pidfd_send_signal pipe pipe2 pkey_alloc pkey_free pkey_mprotect poll ppoll prctl pread64 preadv preadv2
prlimit64 process_mrelease pselect6 pwrite64 pwritev pwritev2 read readahead readlink readlinkat readv recvfrom recvmmsg
recvmsg remap_file_pages removexattr rename renameat renameat2 restart_syscall rmdir rseq rt_sigaction rt_sigpending rt_sigprocmask
rt_sigqueueinfo rt_sigreturn rt_sigsuspend rt_sigtimedwait rt_tgsigqueueinfo sched_get_priority_max sched_get_priority_min
sched_getaffinity sched_getattr sched_getparam sched_getscheduler sched_rr_get_interval sched_setaffinity sched_setattr sched_setparam
sched_setscheduler sched_yield seccomp select semctl semget semop semtimedop sendfile sendmmsg sendmsg sendto set_robust_list
set_thread_area set_tid_address setfsgid setfsuid setgid setgroups setitimer setpgid setpriority setregid setresgid setresuid setreuid
setrlimit setsid setsockopt setuid setxattr shmat shmctl shmdt shmget shutdown sigaltstack signalfd signalfd4 splice stat
statfs statx symlink symlinkat sync sync_file_range syncfs sysinfo tee tgkill time timer_create timer_delete timer_getoverrun
timer_gettime timer_settime timerfd_create timerfd_gettime timerfd_settime times tkill truncate umask uname unlink unlinkat utime
utimensat utimes vfork wait4 waitid write writev
`;

const enoSys = 38;
const ePerm = 1;
/** CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID and NEWNET. */
const namespaceFlags = 0x7e02_0000;

/** Families a socket may have; so none of AF_VSOCK, AF_ALG, AF_PACKET, AF_XDP … */
const families = { unix: 1, inet: 2, inet6: 10 } as const;
const netlink = 16;
/** NETLINK_ROUTE to read one's own addresses, NETLINK_KOBJECT_UEVENT for libudev. */
const netlinkProtocols = [0, 15] as const;
/** What Docker lets personality() be: Linux, UNAME26, both with and without PER_LINUX32, and the question. */
const personalities = [0, 8, 0x2_0000, 0x2_0008, 0xffff_ffff] as const;

const abis = {
  x64: { architecture: 'SCMP_ARCH_X86_64', calls: ['arch_prctl', 'modify_ldt'] },
  arm64: { architecture: 'SCMP_ARCH_AARCH64', calls: [] },
} as const;

/** What must hold of an argument of a call. */
export interface Condition {
  readonly index: number;
  readonly value: number;
  readonly valueTwo?: number;
  readonly op: 'SCMP_CMP_EQ' | 'SCMP_CMP_MASKED_EQ';
}

/**
 * The seccomp part of config.json.
 * @throws {RangeError} for a machine with neither of the two kinds of processors
 */
export function seccompProfile(architecture: NodeJS.Architecture) {
  if (architecture !== 'x64' && architecture !== 'arm64') {
    throw new RangeError(`desktops run on x64 and arm64, not on ${architecture}`);
  }
  const { architecture: abi, calls } = abis[architecture];
  return {
    defaultAction: 'SCMP_ACT_ERRNO',
    defaultErrnoRet: ePerm,
    architectures: [abi],
    syscalls: [
      allow([...allowed.trim().split(/\s+/), ...calls]),
      allow(['clone'], { index: 0, value: namespaceFlags, valueTwo: 0, op: 'SCMP_CMP_MASKED_EQ' }),
      // Its flags lie in memory, where no filter can look; the C library then takes clone.
      { names: ['clone3'], action: 'SCMP_ACT_ERRNO', errnoRet: enoSys },
      ...personalities.map((value) => allow(['personality'], equal(0, value))),
      ...Object.values(families).map((family) => allow(['socket'], equal(0, family))),
      ...netlinkProtocols.map((protocol) => allow(['socket'], equal(0, netlink), equal(2, protocol))),
      allow(['socketpair'], equal(0, families.unix)),
    ],
  };
}

function allow(names: readonly string[], ...args: Condition[]) {
  return { names, action: 'SCMP_ACT_ALLOW', args };
}

function equal(index: number, value: number): Condition {
  return { index, value, op: 'SCMP_CMP_EQ' };
}
