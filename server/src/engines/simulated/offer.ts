import type { EngineOffer } from '../contract.js';

/** What the simulated engine offers: one zone named after the region, two images that nothing is behind. */
export function simulatedOffer(region: string): EngineOffer {
  return {
    architecture: 'x86',
    diskSpeeds: true,
    availabilityZones: [{ id: `${region}a`, nameEn: 'Simulated zone A', nameZh: '模拟可用区A' }],
    images: [
      {
        id: '6f1c2a5e-0d3b-4b7c-9a53-2f5d6f8c1b01',
        name: 'Simulated Linux desktop',
        osType: 'Linux',
        osVersion: 'Debian GNU/Linux 12',
        minimumDiskGiB: 10,
        minimumMemoryMiB: 512,
        createdAt: '2026-01-01T00:00:00Z',
      },
      {
        id: '6f1c2a5e-0d3b-4b7c-9a53-2f5d6f8c1b02',
        name: 'Simulated Windows desktop',
        osType: 'Windows',
        osVersion: 'Windows 11',
        minimumDiskGiB: 80,
        minimumMemoryMiB: 4096,
        createdAt: '2026-01-01T00:00:00Z',
      },
    ],
  };
}
