/** The tab *Profile*: what the data look like, column by column, beside an earlier version where one wants that. */
import React, { useState } from 'react';

import { commandIds } from '../commands';
import { catalogIcon } from '../icons';
import { Answered, useAnswer } from '../parts/answer';
import { count } from '../parts/quantity';
import { Empty } from '../parts/states';
import { When } from '../parts/time';
import { People } from './groups';
import { fetchVersions } from './history';
import { Making, useMaking, type MakingState } from './making';
import { Measured } from './measured';
import { fetchDrift, fetchProfile, type Profiled } from './profiles';
import type { TabProps } from './tabs';

export function ProfileTab(props: TabProps): JSX.Element {
  const { entry, service } = props;
  const { name, version } = entry;
  const answer = useAnswer(() => fetchProfile(service, name, version), [name, version]);
  const making = useMaking(service, name, version, answer.again);
  if (answer.problem?.details.status === 404 && entry.may?.read !== false) {
    return <None {...props} making={making} />;
  }
  return (
    <Answered answer={answer} what="the profile" height={320}>
      {profiled => <Shown {...props} profiled={profiled} making={making} />}
    </Answered>
  );
}

type MadeProps = TabProps & { making: MakingState };

function None({ entry, commands, making }: MadeProps): JSX.Element {
  return (
    <Empty icon={catalogIcon} title={`Version ${entry.version} has no profile yet`}>
      <p>
        A profile shows of each column its type, what is missing, and how its values are
        distributed. A run of yours reads all rows once to make it.
      </p>
      {entry.may?.manage ? (
        <Making making={making} commands={commands} label="Make a profile" isMain />
      ) : (
        <p>Whoever manages the entry can make one: ask {entry.steward}.</p>
      )}
    </Empty>
  );
}

type ShownProps = MadeProps & { profiled: Profiled };

function Shown(props: ShownProps): JSX.Element {
  const { entry, service, profiled } = props;
  const [since, setSince] = useState<number | null>(null);
  const { profile } = profiled;
  const described = new Map(entry.columns?.map(column => [column.name, column]));
  return (
    <>
      <Summary {...props} />
      <People profile={profile} meaning={name => described.get(name)?.description ?? ''} />
      <section className="lyc-Profile-columns" aria-label="Columns">
        <h2>{count(profile.columns.length, 'column')}</h2>
        <Since {...{ entry, service, since, onChange: setSince }} />
        {since === null ? (
          <Measured profile={profile} described={described} />
        ) : (
          <Compared {...props} since={since} />
        )}
      </section>
    </>
  );
}

function Summary({ entry, commands, profiled, making }: ShownProps): JSX.Element {
  const { profile, run, at, author } = profiled;
  const open = () => void commands.execute(commandIds.openRun, { id: run });
  return (
    <div className="lyc-Profile-head">
      <p>
        <strong>{count(profile.rows, 'row')}</strong> in version {profile.version}, read from{' '}
        {profile.resource}.{' '}
        <span className="lyc-Quiet">
          Made <When instant={at} /> by {author}
          {run && entry.may?.manage && (
            <>
              {' in '}
              <button className="lyc-Link" onClick={open}>
                a run
              </button>
            </>
          )}
          .
        </span>
      </p>
      {entry.may?.manage && <Making making={making} commands={commands} label="Make it again" />}
    </div>
  );
}

interface SinceProps extends Pick<TabProps, 'entry' | 'service'> {
  since: number | null;
  onChange: (since: number | null) => void;
}

/** The choice of another version that has a profile; nothing where there is none. */
function Since({ entry, service, since, onChange }: SinceProps): JSX.Element | null {
  const { found } = useAnswer(() => fetchVersions(service, entry.name), [entry.name]);
  const others = found?.filter(({ version, profiled }) => profiled && version !== entry.version);
  return others?.length ? (
    <label className="lyc-Inline">
      Compare with
      <select
        className="jp-mod-styled lyc-Select"
        value={since ?? ''}
        onChange={event => onChange(event.target.value ? Number(event.target.value) : null)}
      >
        <option value="">no other version</option>
        {others.map(({ version }) => (
          <option key={version} value={version}>
            version {version}
          </option>
        ))}
      </select>
    </label>
  ) : null;
}

function Compared({
  entry,
  service,
  profiled,
  since
}: ShownProps & { since: number }): JSX.Element {
  const { name, version } = entry;
  const ask = () =>
    Promise.all([fetchProfile(service, name, since), fetchDrift(service, name, since, version)]);
  const answer = useAnswer(ask, [name, version, since]);
  const described = new Map(entry.columns?.map(column => [column.name, column]));
  return (
    <Answered answer={answer} what="the comparison" height={240}>
      {([before, drift]) => (
        <Measured
          profile={profiled.profile}
          described={described}
          before={{ profile: before.profile, drift }}
        />
      )}
    </Answered>
  );
}
