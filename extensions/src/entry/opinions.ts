/** What people think of an entry, as the service tells it: stars and comments. */
import type { Service } from '../request';
import { pathOf, type Opinions } from './api';

export interface Comment {
  id: number;
  author: string;
  at: string;
  edited_at: string | null;
  /** Markdown, written by people. */
  text: string;
  may_edit: boolean;
  may_delete: boolean;
}

/** Give one's star, or take it back. */
export const setStar = (service: Service, name: string, wanted: boolean): Promise<unknown> =>
  wanted ? service.put<Opinions>(pathOf(name, 'star'), {}) : service.delete(pathOf(name, 'star'));

export const fetchComments = (service: Service, name: string): Promise<{ items: Comment[] }> =>
  service.get(pathOf(name, 'comments'));

export const addComment = (service: Service, name: string, text: string): Promise<Comment> =>
  service.post(pathOf(name, 'comments'), { text });

export const editComment = (
  service: Service,
  name: string,
  id: number,
  text: string
): Promise<Comment> => service.put(pathOf(name, 'comments', id), { text });

export const deleteComment = (service: Service, name: string, id: number): Promise<void> =>
  service.delete(pathOf(name, 'comments', id));
