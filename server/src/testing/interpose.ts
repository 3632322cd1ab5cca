import type { Engine, ItemKind } from '../engines/contract.js';
import type { DesktopId } from '../ids.js';

/** A call to an engine, as far as a test tells calls apart. */
export interface EngineCall {
  readonly verb:
    | 'create'
    | 'findByName'
    | 'observe'
    | 'remove'
    | 'power'
    | 'resize'
    | 'connect'
    | 'plug'
    | 'replace'
    | 'restore'
    | 'setSpeed';
  readonly kind: ItemKind;
  /** For whom, where the call says so: creations do. */
  readonly desktopId?: DesktopId;
}

/** Stands between the service and its engine: may wait, fail, or call on, and do something before and after. */
export type Around = <Result>(call: EngineCall, run: () => Promise<Result>) => Promise<Result>;

/** The same engine with something standing around every call. */
export function interpose(engine: Engine, around: Around): Engine {
  return {
    ...engine,
    create: (spec, notAfter) =>
      around({ verb: 'create', kind: spec.kind, desktopId: spec.desktopId }, () =>
        engine.create(spec, notAfter),
      ),
    findByName: (kind, name, how) =>
      around({ verb: 'findByName', kind }, () => engine.findByName(kind, name, how)),
    observe: (ref) => around({ verb: 'observe', kind: ref.kind }, () => engine.observe(ref)),
    remove: (ref, how) => around({ verb: 'remove', kind: ref.kind }, () => engine.remove(ref, how)),
    power: (ref, action, mode) =>
      around({ verb: 'power', kind: ref.kind }, () => engine.power(ref, action, mode)),
    resizeServer: (ref, size) =>
      around({ verb: 'resize', kind: ref.kind }, () => engine.resizeServer(ref, size)),
    resizeVolume: (ref, size) =>
      around({ verb: 'resize', kind: ref.kind }, () => engine.resizeVolume(ref, size)),
    setVolumeSpeed: (ref, speed) =>
      around({ verb: 'setSpeed', kind: ref.kind }, () => engine.setVolumeSpeed(ref, speed)),
    plugVolume: (ref, volume) =>
      around({ verb: 'plug', kind: ref.kind }, () => engine.plugVolume(ref, volume)),
    restoreSnapshot: (ref, notAfter) =>
      around({ verb: 'restore', kind: ref.kind }, () => engine.restoreSnapshot(ref, notAfter)),
    connectServer: (ref, ports) =>
      around({ verb: 'connect', kind: ref.kind }, () => engine.connectServer(ref, ports)),
    replaceSystemDisk: (ref, volume, imageId, notAfter) =>
      around({ verb: 'replace', kind: ref.kind }, () =>
        engine.replaceSystemDisk(ref, volume, imageId, notAfter),
      ),
  };
}

/** A gate in a call's way: whoever comes waits there until it is opened. */
export interface Gate {
  /** Waits at the gate. */
  pass(): Promise<void>;
  /** How many came so far. */
  readonly came: number;
  open(): void;
}

export function createGate(): Gate {
  let came = 0;
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return {
    pass: () => {
      came += 1;
      return opened;
    },
    get came() {
      return came;
    },
    open: () => open(),
  };
}
