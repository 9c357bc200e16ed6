/** The library that snippets are written for: a choice that is remembered. */
import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import { VDomModel } from '@jupyterlab/ui-components';
import { Token } from '@lumino/coreutils';

import type { Entry, Flavour } from './api';

const SETTING = 'flavour';

export class Flavours extends VDomModel {
  preferred: Flavour = 'pandas';
  private settings: ISettingRegistry.ISettings | null = null;

  /** Take the choice from the settings, and keep later ones there. */
  async remember(registry: ISettingRegistry, plugin: string): Promise<void> {
    this.settings = await registry.load(plugin);
    this.settings.changed.connect(() => this.read());
    this.read();
  }

  choose(flavour: Flavour): void {
    this.preferred = flavour;
    this.stateChanged.emit();
    void this.settings?.set(SETTING, flavour);
  }

  /** Return the libraries that an entry can be read with. */
  of(entry: Entry): Flavour[] {
    return Object.keys(entry.snippets ?? {}) as Flavour[];
  }

  /** Return the library that an entry is read with: the preferred one where it can be. */
  for(entry: Entry): Flavour | undefined {
    const offered = this.of(entry);
    return offered.includes(this.preferred) ? this.preferred : offered[0];
  }

  /** Return the lines that load an entry; none where it may not be read. */
  source(entry: Entry): string {
    const flavour = this.for(entry);
    return (flavour && entry.snippets?.[flavour]) ?? entry.snippet ?? '';
  }

  private read(): void {
    this.preferred = this.settings?.composite[SETTING] as Flavour;
    this.stateChanged.emit();
  }
}

export const IFlavours = new Token<Flavours>('lyceum_lab:IFlavours');
