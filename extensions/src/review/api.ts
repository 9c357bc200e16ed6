/** Proposals, requests for access and the inbox, as the service tells them. */
import type { INotebookContent } from '@jupyterlab/nbformat';

import { pathOf } from '../entry/api';
import type { Json, Page, Service } from '../request';
import type { Difference } from '../runs/difference';
import type { Readiness } from './readiness';

export type ProposalState = 'draft' | 'in_review' | 'published' | 'withdrawn';

/** A new version of an entry, or a new entry, before it is published. */
export interface Proposal {
  id: string;
  entry: string;
  kind: string;
  author: string;
  state: ProposalState;
  /** Grows with every change. */
  revision: number;
  /** The version that it changes; null where the entry is new. */
  base_version: number | null;
  present_version: number | null;
  content_hash: string;
  /** What the author says of it. */
  summary: string;
  /** Only where one proposal is asked for. */
  record?: Record<string, Json>;
  created_at: string;
  updated_at: string;
  decided_at: string | null;
  decided_by: string | null;
  /** Why it was sent back. */
  reason: string | null;
  /** The version that it became. */
  version: number | null;
  comments: number;
  may: { edit: boolean; submit: boolean; approve: boolean; send_back: boolean; withdraw: boolean };
}

/** A field as it was and as it is to be. */
export interface FieldChange {
  field: string;
  label: string;
  before: Json;
  now: Json;
  kind: 'text' | 'markdown' | 'list' | 'table' | 'value';
}

export interface Changes {
  fields: FieldChange[];
  /** Whether the notebook changes too. */
  notebook: boolean;
}

export interface Comment {
  id: number;
  at: string;
  author: string;
  /** What it is about; empty: the whole. */
  field: string;
  text: string;
}

export interface Message {
  id: number;
  at: string;
  kind: string;
  entry: string;
  /** The proposal or request that it is about. */
  about: string | null;
  text: string;
  read: boolean;
}

export interface Inbox {
  items: Message[];
  unread: number;
  /** How many proposals wait for this person. */
  reviews: number;
}

/** Somebody asks to read an entry. */
export interface AccessRequest {
  id: string;
  entry: string;
  person: string;
  purpose: string;
  /** For how long it is asked. */
  days: number | null;
  state: 'asked' | 'granted' | 'refused' | 'revoked' | 'expired';
  asked_at: string;
}

const path = (id: string, ...rest: string[]): string => ['api/proposals', id, ...rest].join('/');

export const fetchProposals = (
  service: Service,
  query: { state?: ProposalState; mine?: 1; entry?: string; limit?: number }
): Promise<Page<Proposal>> => service.get('api/proposals', query);

export const fetchProposal = (service: Service, id: string): Promise<Proposal> =>
  service.get(path(id));

export const fetchChanges = (service: Service, id: string): Promise<Changes> =>
  service.get(path(id, 'difference'));

/** Return what is known of a notebook, and how the person's own run of it went. */
export const lookAtNotebook = (service: Service, notebook: INotebookContent): Promise<Readiness> =>
  service.post('api/templates/readiness', { notebook });

/** Return the same of the notebook that a proposal holds, as run by its author. */
export const fetchReadiness = (service: Service, id: string): Promise<Readiness> =>
  service.get(`api/proposals/${id}/readiness`);

/** How the notebook changes, by the server half of this extension. */
export const fetchNotebookChanges = (service: Service, id: string): Promise<Difference> =>
  service.get(`proposals/${id}/notebook`);

export const fetchComments = (service: Service, id: string): Promise<Page<Comment>> =>
  service.get(path(id, 'comments'));

export const addComment = (
  service: Service,
  id: string,
  comment: { field?: string; text: string }
): Promise<Comment> => service.post(path(id, 'comments'), comment);

/** Publish exactly the content of this hash; refused when the proposal is another by now. */
export const approve = (service: Service, id: string, content_hash: string): Promise<Proposal> =>
  service.post(path(id, 'approve'), { content_hash });

export const sendBack = (service: Service, id: string, reason: string): Promise<Proposal> =>
  service.post(path(id, 'send-back'), { reason });

export const withdraw = (service: Service, id: string): Promise<Proposal> =>
  service.post(path(id, 'withdraw'));

export const submit = (service: Service, id: string, revision: number): Promise<Proposal> =>
  service.post(path(id, 'submit'), { revision });

export const fetchInbox = (service: Service, limit: number): Promise<Inbox> =>
  service.get('api/inbox', { limit });

/** Mark messages as read; all of them where none is named. */
export const markRead = (service: Service, ids: number[] | null): Promise<void> =>
  service.post('api/inbox/read', { ids });

export const fetchRequests = (service: Service): Promise<Page<AccessRequest>> =>
  service.get('api/requests', { state: 'asked' });

export const grant = (service: Service, id: string, days: number): Promise<AccessRequest> =>
  service.post(`api/requests/${id}/grant`, { days });

export const refuse = (service: Service, id: string, reason: string): Promise<AccessRequest> =>
  service.post(`api/requests/${id}/refuse`, { reason });

/** Who and what depends on an entry. */
export interface Dependents {
  people: { person: string; loads: number; last_at: string }[];
  jobs: { name: string; owner: string; schedule: string | null; last_at: string }[];
  entries: string[];
}

export const fetchDependents = (service: Service, entry: string): Promise<Dependents> =>
  service.get(pathOf(entry, 'dependents'));

export type Step = 'deprecate' | 'retire' | 'restore' | 'confirm';

/** Move an entry along its life. */
export const move = (
  service: Service,
  entry: string,
  step: Step,
  body: { reason?: string; successor?: string; tell?: boolean } = {}
): Promise<unknown> => service.post(pathOf(entry, step), body);
