/** Every HTTP request the front end makes, and the problems they can end in. */
import { URLExt } from '@jupyterlab/coreutils';
import { ServerConnection } from '@jupyterlab/services';

import { languageCode, trans } from './words';

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** A page of a longer list. */
export interface Page<T> {
  items: T[];
  total: number;
}

/** What is wrong with one field. */
export interface FieldError {
  field: string;
  message: string;
  remedy?: string;
}

/** What the service says when it cannot do something (RFC 9457). */
export interface ProblemDetails {
  title: string;
  status: number;
  detail: string;
  field?: string;
  remedy?: string;
  errors?: FieldError[];
}

/** A request that was not granted; its message is meant for people. */
export class Problem extends Error {
  constructor(readonly details: ProblemDetails) {
    super([details.detail || details.title, details.remedy].filter(Boolean).join(' '));
  }

  /** Whether nobody answered, so that asking again later may help. */
  get isOffline(): boolean {
    return [0, 502, 503, 504].includes(this.details.status);
  }

  get isForbidden(): boolean {
    return [401, 403].includes(this.details.status);
  }

  /** Return what is wrong with each field the answer names, and the rest under ''. */
  byField(): Record<string, string> {
    const { field, errors } = this.details;
    const named: FieldError[] = errors?.length
      ? errors
      : [{ field: field ?? '', message: this.message }];
    return Object.fromEntries(
      named.map(({ field, message, remedy }) => [
        field,
        sentence(remedy ? `${message} ${remedy}` : message)
      ])
    );
  }
}

type Query = Record<string, string | number | undefined>;

/** The server half of this extension, which passes `api/…` on to the Lyceum service. */
export class Service {
  constructor(private readonly settings: ServerConnection.ISettings) {}

  get<T>(path: string, query: Query = {}): Promise<T> {
    const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
    const text = new URLSearchParams(
      given.map(([name, value]) => [name, String(value)])
    ).toString();
    return this.send<T>(text ? `${path}?${text}` : path, { method: 'GET' });
  }

  post<T>(path: string, body: unknown = {}): Promise<T> {
    return this.send<T>(path, { method: 'POST', body: JSON.stringify(body) });
  }

  patch<T>(path: string, body: unknown): Promise<T> {
    return this.send<T>(path, { method: 'PATCH', body: JSON.stringify(body) });
  }

  put<T = void>(path: string, body: unknown): Promise<T> {
    return this.send<T>(path, { method: 'PUT', body: JSON.stringify(body) });
  }

  delete(path: string): Promise<void> {
    return this.send<void>(path, { method: 'DELETE' });
  }

  private async send<T>(path: string, init: RequestInit): Promise<T> {
    const response = await this.reach(path, init);
    if (!response.ok) {
      throw await problemOf(response);
    }
    return (response.status === 204 ? undefined : await response.json()) as T;
  }

  private async reach(path: string, init: RequestInit): Promise<Response> {
    const prefix = path.startsWith('api/') ? 'lyceum/service/' : 'lyceum/';
    const url = URLExt.join(this.settings.baseUrl, prefix) + path;
    try {
      const headers = { 'Accept-Language': languageCode.replace('_', '-') };
      return await ServerConnection.makeRequest(url, { ...init, headers }, this.settings);
    } catch {
      throw new Problem({
        status: 0,
        title: trans.__('Your Lab server does not answer'),
        detail: trans.__('Your Lab server does not answer just now.')
      });
    }
  }
}

async function problemOf(response: Response): Promise<Problem> {
  const told = (await response.json().catch(() => ({}))) as Partial<ProblemDetails>;
  return new Problem({
    ...told,
    status: response.status,
    title: told.title ?? response.statusText,
    detail:
      told.detail ?? trans.__('The server answered “%1”.', response.statusText || response.status)
  });
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Return any error as a problem, so that views need to know one kind only. */
export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) {
    return error;
  }
  const detail = error instanceof Error ? error.message : String(error);
  return new Problem({ status: 500, title: trans.__('That did not work'), detail });
}
