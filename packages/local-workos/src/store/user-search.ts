import type { Database } from './database.ts';
import { listPage, type Page, type PageQuery } from './pagination.ts';
import { searchIndexJoin, searchPosition, userText } from './search-index.ts';
import { termsToFind } from './search-terms.ts';
import type { User } from './users.ts';

/** The users whose email or name contains a text. An empty text finds everyone. */
export function searchUsers(db: Database, search: string, query: PageQuery): Page<User> {
  if (search === '') {
    return listPage<User>(db, query, { select: 'SELECT * FROM users WHERE true', parameters: {} });
  }
  return listPage<User>(db, query, {
    // The index proposes, the condition decides.
    select: `SELECT users.* FROM ${searchIndexJoin('user')} CROSS JOIN users ON users.id = document.id
      WHERE instr(${userText('users')}, lower(:search)) > 0 AND user_terms MATCH :terms`,
    parameters: { search, terms: termsToFind('', { needle: search }) },
    idColumn: 'users.id',
    position: searchPosition('user'),
  });
}
