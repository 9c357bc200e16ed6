/** What one's own server is asked about its GPUs, and what it answers. */
import type { Service } from '../request';

export interface Gpu {
  model: string;
  /** Percent of the time; null where the device does not tell. */
  busy: number | null;
  /** Bytes. */
  memory: { used: number; total: number };
  /** How much of it is one's own: 1 is all. */
  share: number;
}

export async function fetchGpus(service: Service): Promise<Gpu[]> {
  return (await service.get<{ items: Gpu[] }>('gpus')).items;
}
