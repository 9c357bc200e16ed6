/** The packages of the environment that this server runs in. */
import { FreshModel } from '../parts/fresh';
import type { Service } from '../request';
import { fetchPackages, type Packages } from './api';

const EVERY = 300000;

export class PackagesModel extends FreshModel {
  packages: Packages | null = null;

  constructor(private readonly service: Service) {
    super('lyceum:packages');
  }

  protected async load(): Promise<number> {
    this.packages = await fetchPackages(this.service);
    return EVERY;
  }
}
