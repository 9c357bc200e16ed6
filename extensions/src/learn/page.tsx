/** A workshop as its instructor sees it: the code to show, who is stuck at which exercise, and its end. */
import React from 'react';

import { tutorialIcon } from '../icons';
import { LivePage } from '../parts/live';
import { count } from '../parts/quantity';
import { Stale } from '../parts/states';
import { exact } from '../parts/time';
import { trans } from '../words';
import type { Dashboard, Standing } from './api';
import type { DashboardModel } from './dashboard';

export class WorkshopPage extends LivePage<DashboardModel> {
  constructor(
    model: DashboardModel,
    private readonly end: (workshop: Dashboard) => void
  ) {
    super(model, {
      label: trans.__('Workshop'),
      icon: tutorialIcon,
      what: trans.__('workshops')
    });
  }

  protected get isLoaded(): boolean {
    return !!this.model.workshop;
  }

  protected retitle(): void {
    this.title.label = this.model.workshop!.title;
  }

  protected content(): JSX.Element {
    const workshop = this.model.workshop!;
    return (
      <article className="lyc-Article" aria-label={workshop.title}>
        <Stale problem={this.model.problem} />
        <Head workshop={workshop} end={() => this.end(workshop)} />
        {workshop.over ? (
          <p>{trans.__('It is over: nobody joins any more, and who stands where is not shown.')}</p>
        ) : (
          <>
            <Checks workshop={workshop} />
            <People workshop={workshop} />
          </>
        )}
      </article>
    );
  }
}

function Head({ workshop, end }: { workshop: Dashboard; end: () => void }): JSX.Element {
  const { code, ends_at, over, title } = workshop;
  return (
    <header className="lyc-Article-head">
      <div>
        <h1>{title}</h1>
        {!over && (
          <>
            <p>
              {trans.__('Until %1, people join in the panel Learn with the code', exact(ends_at))}
            </p>
            <p className="lyc-Workshop-code">{`${code.slice(0, 4)}-${code.slice(4)}`}</p>
          </>
        )}
      </div>
      {!over && (
        <div className="lyc-Buttons">
          <button className="jp-mod-styled lyc-Button" onClick={end}>
            {trans.__('End the workshop…')}
          </button>
        </div>
      )}
    </header>
  );
}

function Checks({ workshop }: { workshop: Dashboard }): JSX.Element {
  const passed = (name: string) =>
    workshop.people.filter(({ checks }) => stateOf(checks, name) === 'passed').length;
  return (
    <section>
      <h2>{trans.__('Exercises')}</h2>
      <table className="lyc-Table">
        <thead>
          <tr>
            <th scope="col">{trans.__('Module')}</th>
            <th scope="col">{trans.__('Exercise')}</th>
            <th scope="col" className="lyc-mod-number">
              {trans.__('Stuck')}
            </th>
            <th scope="col" className="lyc-mod-number">
              {trans.__('Right')}
            </th>
          </tr>
        </thead>
        <tbody>
          {workshop.checks.map(({ name, module, question, stuck }) => (
            <tr key={name} className={stuck ? 'lyc-mod-stuck' : undefined}>
              <td>{module}</td>
              <th scope="row">{question || name}</th>
              <td className="lyc-mod-number">{stuck || '–'}</td>
              <td className="lyc-mod-number">{passed(name) || '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function People({ workshop }: { workshop: Dashboard }): JSX.Element {
  const { checks, people } = workshop;
  const question = (name: string) => checks.find(check => check.name === name)?.question || name;
  return (
    <section>
      <h2>{count(people.length, '%1 person', '%1 people')}</h2>
      {people.length === 0 ? (
        <p className="lyc-Quiet">{trans.__('Whoever joins with the code appears here.')}</p>
      ) : (
        <table className="lyc-Table">
          <thead>
            <tr>
              <th scope="col">{trans.__('Name')}</th>
              <th scope="col" className="lyc-mod-number">
                {trans.__('Right')}
              </th>
              <th scope="col">{trans.__('Stuck at')}</th>
            </tr>
          </thead>
          <tbody>
            {people.map(person => (
              <tr key={person.name}>
                <th scope="row">{person.name}</th>
                <td className="lyc-mod-number">{`${right(person.checks)} / ${checks.length}`}</td>
                <td>{person.checks.filter(isStuck).map(stuckAt(question)).join(' · ') || '–'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

const isStuck = ({ state }: Standing): boolean => state === 'tried';

const right = (checks: Standing[]): number =>
  checks.filter(({ state }) => state === 'passed').length;

const stateOf = (checks: Standing[], name: string) =>
  checks.find(check => check.name === name)?.state;

/** Return what says where somebody is stuck, and how often they tried. */
const stuckAt =
  (question: (name: string) => string) =>
  ({ name, tries }: Standing): string =>
    `${question(name)} (${count(tries, '%1 try', '%1 tries')})`;
