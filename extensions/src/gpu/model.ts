/** One's own GPUs, as fresh as somebody who looks at them wants. */
import { FreshModel } from '../parts/fresh';
import type { Service } from '../request';
import { fetchGpus, type Gpu } from './api';

const EVERY = 3000;
const WITHOUT_ANY = 24 * 3600 * 1000; // a server that has none gets none

export class GpusModel extends FreshModel {
  gpus: Gpu[] = [];

  constructor(private readonly service: Service) {
    super('lyceum:gpus');
  }

  protected async load(): Promise<number> {
    this.gpus = await fetchGpus(this.service);
    return this.gpus.length ? EVERY : WITHOUT_ANY;
  }
}
