/** What the form offers to choose from; asked for when it is first needed. */
import { fetchDatasets } from '../catalog/api';
import type { EntrySummary } from '../entry/api';
import { asProblem, type Service } from '../request';
import { fetchSchedules, type Schedule } from '../runs/api';
import {
  fetchGroups,
  fetchProfiles,
  fetchSecrets,
  forgetSecret,
  keepSecret,
  type Profile
} from './api';

const MOST_ENTRIES = 200;

export class Offers {
  profiles: Profile[] = [];
  secrets: string[] = [];
  groups: string[] = [];
  schedules: Schedule[] = [];
  entries: EntrySummary[] = [];
  /** Why there is nothing to choose from. */
  trouble = '';

  private readonly asked = new Set<string>();

  constructor(
    private readonly service: Service,
    private readonly changed: () => void
  ) {}

  async loadProfiles(): Promise<void> {
    const { items } = await fetchProfiles(this.service).catch(() => ({ items: [] }));
    this.profiles = items;
  }

  /** Ask for what *After another* offers. */
  loadCauses(): void {
    this.once('schedules', async () => {
      this.schedules = (await fetchSchedules(this.service)).items;
    });
    this.once('entries', async () => {
      this.entries = (await fetchDatasets(this.service, MOST_ENTRIES)).items;
    });
  }

  /** Ask for what *More* offers. */
  loadOptions(): void {
    this.once('secrets', () => this.loadSecrets());
    this.once('groups', async () => {
      this.groups = (await fetchGroups(this.service)).groups ?? [];
    });
  }

  /** Keep a secret in the home folder; the service never sees it. */
  async keepSecret(name: string, value: string): Promise<void> {
    await keepSecret(this.service, name, value);
    await this.loadSecrets();
  }

  async forgetSecret(name: string): Promise<void> {
    await forgetSecret(this.service, name);
    await this.loadSecrets();
  }

  private async loadSecrets(): Promise<void> {
    this.secrets = (await fetchSecrets(this.service)).items;
    this.changed();
  }

  private once(what: string, load: () => Promise<void>): void {
    if (this.asked.has(what)) {
      return;
    }
    this.asked.add(what);
    load()
      .catch(error => {
        this.asked.delete(what);
        this.trouble = asProblem(error).message;
      })
      .finally(this.changed);
  }
}
