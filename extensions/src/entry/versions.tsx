/** The tab *Versions*: what was published of an entry, each to open or to pin, and what differs between two. */
import React, { useState } from 'react';
import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';

import { commandIds } from '../commands';
import { Answered, useAnswer } from '../parts/answer';
import { count } from '../parts/quantity';
import { When } from '../parts/time';
import type { Service } from '../request';
import { Change } from '../review/difference';
import { trans } from '../words';
import { rich } from '../parts/rich';
import { fetchChanges, fetchVersions, type Version } from './history';
import type { TabProps } from './tabs';

export function VersionsTab(props: TabProps): JSX.Element {
  const { entry, service } = props;
  const answer = useAnswer(() => fetchVersions(service, entry.name), [entry.name, entry.version]);
  return (
    <Answered answer={answer} what={trans.__('the versions')} height={160}>
      {versions => (
        <>
          <List {...props} versions={versions} />
          {versions.length > 1 && <Compare {...props} versions={versions} />}
        </>
      )}
    </Answered>
  );
}

type ListProps = TabProps & { versions: Version[] };

function List({ entry, commands, versions }: ListProps): JSX.Element {
  const { name } = entry;
  const isLoaded = entry.kind === 'dataset' && !!entry.snippet;
  const run = (id: string, version: number) => () => void commands.execute(id, { name, version });
  return (
    <div className="lyc-Wide">
      <table
        className="lyc-Table lyc-Versions"
        aria-label={count(versions.length, '%1 version', '%1 versions')}
      >
        <thead>
          <tr>
            <th scope="col">{trans.__('Version')}</th>
            <th scope="col">{trans.__('Published')}</th>
            <th scope="col">{trans.__('By')}</th>
            <th scope="col">{trans.__('What changed')}</th>
            <th scope="col">
              <span className="lyc-Hidden">{trans.__('Use it')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {versions.map(version => (
            <Row
              key={version.version}
              version={version}
              isPresent={version === versions[0]}
              open={run(commandIds.openEntry, version.version)}
              insert={isLoaded ? run(commandIds.insertEntry, version.version) : undefined}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface RowProps {
  version: Version;
  isPresent: boolean;
  open: () => void;
  insert?: () => void;
}

function Row({ version, isPresent, open, insert }: RowProps): JSX.Element {
  const number = version.version;
  return (
    <tr>
      <th scope="row">
        {number}
        {isPresent && <span className="lyc-Quiet"> {trans.__('(present)')}</span>}
      </th>
      <td>
        <When instant={version.published_at} />
      </td>
      <td>
        {version.author}
        {version.approved_by && (
          <div className="lyc-Quiet">{rich('approved by %1', version.approved_by)}</div>
        )}
      </td>
      <td>{version.summary || <span className="lyc-Quiet">–</span>}</td>
      <td>
        <span className="lyc-Buttons">
          {!isPresent && (
            <button
              className="lyc-Link"
              aria-label={trans.__('Open version %1', number)}
              onClick={open}
            >
              {trans.__('Open')}
            </button>
          )}
          {insert && (
            <button
              className="lyc-Link"
              aria-label={trans.__('Insert version %1', number)}
              title={trans.__('Puts lines into the notebook that go on reading this version')}
              onClick={insert}
            >
              {trans.__('Insert')}
            </button>
          )}
        </span>
      </td>
    </tr>
  );
}

/** Two versions side by side; the newest change at first. */
function Compare({ entry, service, rendermime, versions }: ListProps): JSX.Element {
  const [now, setNow] = useState(versions[0].version);
  const [since, setSince] = useState(versions[1].version);
  const numbers = versions.map(({ version }) => version);
  return (
    <section className="lyc-Compare" aria-label={trans.__('Compare versions')}>
      <h2>{trans.__('Compare')}</h2>
      <p className="lyc-Inline">
        <Choice label={trans.__('Version before')} value={since} of={numbers} onChange={setSince} />
        {trans.__('with')}
        <Choice label={trans.__('Version after')} value={now} of={numbers} onChange={setNow} />
      </p>
      <Changed {...{ name: entry.name, service, rendermime, now, since }} />
    </section>
  );
}

interface ChoiceProps {
  label: string;
  value: number;
  of: number[];
  onChange: (version: number) => void;
}

function Choice({ label, value, of, onChange }: ChoiceProps): JSX.Element {
  return (
    <select
      className="jp-mod-styled lyc-Select"
      aria-label={label}
      value={value}
      onChange={event => onChange(Number(event.target.value))}
    >
      {of.map(number => (
        <option key={number} value={number}>
          {rich('version %1', number)}
        </option>
      ))}
    </select>
  );
}

interface ChangedProps {
  name: string;
  service: Service;
  rendermime: IRenderMimeRegistry;
  now: number;
  since: number;
}

function Changed({ name, service, rendermime, now, since }: ChangedProps): JSX.Element {
  const ask = () => fetchChanges(service, name, now, since);
  const answer = useAnswer(ask, [name, now, since]);
  return (
    <Answered answer={answer} what={trans.__('the difference')} height={96}>
      {({ fields, notebook }) =>
        fields.length || notebook ? (
          <div className="lyc-Changes">
            {fields.map(change => (
              <section key={change.field} className="lyc-Changes-field" aria-label={change.label}>
                <h3>{change.label}</h3>
                <Change change={change} isNew={false} rendermime={rendermime} />
              </section>
            ))}
            {notebook && (
              <p>{trans.__('The notebook changed too. Open both versions to see it.')}</p>
            )}
          </div>
        ) : (
          <p className="lyc-Quiet">{trans.__('They say the same.')}</p>
        )
      }
    </Answered>
  );
}
