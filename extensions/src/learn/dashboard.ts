/** What the page of a workshop knows: where its people stand, asked again while somebody looks. */
import { FreshModel } from '../parts/fresh';
import type { Service } from '../request';
import { endWorkshop, fetchDashboard, type Dashboard } from './api';

const FRESH_FOR = 5000;

export class DashboardModel extends FreshModel {
  workshop: Dashboard | null = null;

  constructor(
    readonly code: string,
    private readonly service: Service
  ) {
    super(`lyceum:workshop-${code}`);
  }

  async end(): Promise<void> {
    await endWorkshop(this.service, this.code);
    await this.refresh();
  }

  protected async load(): Promise<number> {
    this.workshop = await fetchDashboard(this.service, this.code);
    return FRESH_FOR;
  }
}
