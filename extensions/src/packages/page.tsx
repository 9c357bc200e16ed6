/** The page that lists the packages of this server, and what changed when its environment became another one. */
import React, { useState } from 'react';
import { extensionIcon, InputGroup } from '@jupyterlab/ui-components';

import { LivePage } from '../parts/live';
import { count } from '../parts/quantity';
import { rich } from '../parts/rich';
import { Stale } from '../parts/states';
import { When } from '../parts/time';
import { trans } from '../words';
import { matching, type Change, type Package, type Packages } from './api';
import type { PackagesModel } from './model';

export class PackagesPage extends LivePage<PackagesModel> {
  constructor(model: PackagesModel) {
    const label = trans.__('Packages of this server');
    super(model, { label, icon: extensionIcon, what: trans.__('packages') });
  }

  protected get isLoaded(): boolean {
    return !!this.model.packages;
  }

  protected retitle(): void {
    this.title.caption = this.title.label;
  }

  protected content(): JSX.Element {
    const packages = this.model.packages!;
    return (
      <article className="lyc-Article" aria-label={this.title.label}>
        <Stale problem={this.model.problem} />
        <header className="lyc-Article-head">
          <div>
            <h1>{this.title.label}</h1>
            <p>{packages.image && rich('From the image %1.', <code>{packages.image}</code>)}</p>
          </div>
        </header>
        <Changed packages={packages} />
        <All items={packages.items} />
      </article>
    );
  }
}

function Changed({ packages }: { packages: Packages }): JSX.Element {
  const { since, changed } = packages;
  return (
    <section>
      <h2>{trans.__('What changed')}</h2>
      {since ? (
        <>
          <p>
            {rich(
              '%1, your servers began to have other packages than before.',
              <When instant={since} />
            )}
          </p>
          <Changes changed={changed} />
        </>
      ) : (
        <p className="lyc-Quiet">
          {trans.__('Nothing yet: your servers had no other packages before.')}
        </p>
      )}
    </section>
  );
}

function Changes({ changed }: { changed: Change[] }): JSX.Element {
  return (
    <table className="lyc-Table">
      <thead>
        <tr>
          <th scope="col">{trans.__('Package')}</th>
          <th scope="col">{trans.__('Before')}</th>
          <th scope="col">{trans.__('Now')}</th>
        </tr>
      </thead>
      <tbody>
        {changed.map(({ name, before, now }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{before ?? <span className="lyc-Quiet">{trans.__('not there')}</span>}</td>
            <td>{now ?? <span className="lyc-Quiet">{trans.__('not there')}</span>}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function All({ items }: { items: Package[] }): JSX.Element {
  const [filter, setFilter] = useState('');
  const found = matching(items, filter);
  return (
    <section>
      <h2>{trans.__('All packages')}</h2>
      <InputGroup
        type="search"
        aria-label={trans.__('Filter the packages')}
        placeholder={trans.__('Filter')}
        rightIcon="ui-components:search"
        value={filter}
        onChange={event => setFilter(event.target.value)}
      />
      <p className="lyc-Quiet" role="status">
        {count(found.length, '%1 package', '%1 packages')}
      </p>
      <table className="lyc-Table">
        <thead>
          <tr>
            <th scope="col">{trans.__('Package')}</th>
            <th scope="col">{trans.__('Version')}</th>
          </tr>
        </thead>
        <tbody>
          {found.map(({ name, version }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{version}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
