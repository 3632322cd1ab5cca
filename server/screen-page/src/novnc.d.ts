/** What we use of noVNC 1.7 (docs/API.md of the package). */
declare module '*/core/rfb.js' {
  interface RfbEvents {
    readonly connect: CustomEvent;
    readonly disconnect: CustomEvent<{ readonly clean: boolean }>;
    readonly clipboard: CustomEvent<{ readonly text: string }>;
  }

  export default class RFB {
    constructor(target: HTMLElement, channel: object, options?: { readonly shared?: boolean });
    resizeSession: boolean;
    scaleViewport: boolean;
    clipViewport: boolean;
    focusOnClick: boolean;
    background: string;
    qualityLevel: number;
    compressionLevel: number;
    addEventListener<Name extends keyof RfbEvents>(
      name: Name,
      listener: (event: RfbEvents[Name]) => void,
    ): void;
    sendKey(keysym: number, code: string | null, down?: boolean): void;
    focus(): void;
    blur(): void;
    disconnect(): void;
    clipboardPasteFrom(text: string): void;
  }
}
