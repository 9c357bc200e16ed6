/** The tab *Profile*: what the data look like, column by column, beside an earlier version where one wants that. */
import React, { useState } from 'react';

import { commandIds } from '../commands';
import { catalogIcon } from '../icons';
import { Answered, useAnswer } from '../parts/answer';
import { count } from '../parts/quantity';
import { Empty } from '../parts/states';
import { When } from '../parts/time';
import { trans } from '../words';
import { rich } from '../parts/rich';
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
    <Answered answer={answer} what={trans.__('the profile')} height={320}>
      {profiled => <Shown {...props} profiled={profiled} making={making} />}
    </Answered>
  );
}

type MadeProps = TabProps & { making: MakingState };

function None({ entry, commands, making }: MadeProps): JSX.Element {
  return (
    <Empty icon={catalogIcon} title={trans.__('Version %1 has no profile yet', entry.version)}>
      <p>
        {trans.__(
          'A profile shows of each column its type, what is missing, and how its values are distributed. A run of yours reads all rows once to make it.'
        )}
      </p>
      {entry.may?.manage ? (
        <Making making={making} commands={commands} label={trans.__('Make a profile')} isMain />
      ) : (
        <p>{rich('Whoever manages the entry can make one: ask %1.', entry.steward)}</p>
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
      <section className="lyc-Profile-columns" aria-label={trans.__('Columns')}>
        <h2>{count(profile.columns.length, '%1 column', '%1 columns')}</h2>
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
        {rich(
          '%1 in version %2, read from %3. %4',
          <strong>{count(profile.rows, '%1 row', '%1 rows')}</strong>,
          profile.version,
          profile.resource,
          <span className="lyc-Quiet">
            {run && entry.may?.manage
              ? rich(
                  'Made %1 by %2 in %3.',
                  <When instant={at} />,
                  author,
                  <button className="lyc-Link" onClick={open}>
                    {trans.__('a run')}
                  </button>
                )
              : rich('Made %1 by %2.', <When instant={at} />, author)}
          </span>
        )}
      </p>
      {entry.may?.manage && (
        <Making making={making} commands={commands} label={trans.__('Make it again')} />
      )}
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
      {trans.__('Compare with')}
      <select
        className="jp-mod-styled lyc-Select"
        value={since ?? ''}
        onChange={event => onChange(event.target.value ? Number(event.target.value) : null)}
      >
        <option value="">{trans.__('no other version')}</option>
        {others.map(({ version }) => (
          <option key={version} value={version}>
            {rich('version %1', version)}
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
    <Answered answer={answer} what={trans.__('the comparison')} height={240}>
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
