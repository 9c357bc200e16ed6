/** The tab *Versions*: what was published of an entry, each to open or to pin, and what differs between two. */
import React, { useState } from 'react';
import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';

import { commandIds } from '../commands';
import { Answered, useAnswer } from '../parts/answer';
import { count } from '../parts/quantity';
import { When } from '../parts/time';
import type { Service } from '../request';
import { Change } from '../review/difference';
import { fetchChanges, fetchVersions, type Version } from './history';
import type { TabProps } from './tabs';

export function VersionsTab(props: TabProps): JSX.Element {
  const { entry, service } = props;
  const answer = useAnswer(() => fetchVersions(service, entry.name), [entry.name, entry.version]);
  return (
    <Answered answer={answer} what="the versions" height={160}>
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
      <table className="lyc-Table lyc-Versions" aria-label={count(versions.length, 'version')}>
        <thead>
          <tr>
            <th scope="col">Version</th>
            <th scope="col">Published</th>
            <th scope="col">By</th>
            <th scope="col">What changed</th>
            <th scope="col">
              <span className="lyc-Hidden">Use it</span>
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
        {isPresent && <span className="lyc-Quiet"> (present)</span>}
      </th>
      <td>
        <When instant={version.published_at} />
      </td>
      <td>
        {version.author}
        {version.approved_by && <div className="lyc-Quiet">approved by {version.approved_by}</div>}
      </td>
      <td>{version.summary || <span className="lyc-Quiet">–</span>}</td>
      <td>
        <span className="lyc-Buttons">
          {!isPresent && (
            <button className="lyc-Link" aria-label={`Open version ${number}`} onClick={open}>
              Open
            </button>
          )}
          {insert && (
            <button
              className="lyc-Link"
              aria-label={`Insert version ${number}`}
              title="Puts lines into the notebook that go on reading this version"
              onClick={insert}
            >
              Insert
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
    <section className="lyc-Compare" aria-label="Compare versions">
      <h2>Compare</h2>
      <p className="lyc-Inline">
        <Choice label="Version before" value={since} of={numbers} onChange={setSince} />
        with
        <Choice label="Version after" value={now} of={numbers} onChange={setNow} />
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
          version {number}
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
    <Answered answer={answer} what="the difference" height={96}>
      {({ fields, notebook }) =>
        fields.length || notebook ? (
          <div className="lyc-Changes">
            {fields.map(change => (
              <section key={change.field} className="lyc-Changes-field" aria-label={change.label}>
                <h3>{change.label}</h3>
                <Change change={change} isNew={false} rendermime={rendermime} />
              </section>
            ))}
            {notebook && <p>The notebook changed too. Open both versions to see it.</p>}
          </div>
        ) : (
          <p className="lyc-Quiet">They say the same.</p>
        )
      }
    </Answered>
  );
}
