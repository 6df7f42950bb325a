import type { Database } from './database.ts';
import { newId } from './ids.ts';

/** A mail that WorkOS would have sent. It arrives in the inbox on Local WorkOS's own pages. */
export interface Mail {
  id: string;
  recipient: string;
  subject: string;
  body: string;
  code: string | null;
  one_time_code_id: string | null;
  link: string | null;
  link_label: string | null;
  created_at: string;
}

export function sendMail(
  db: Database,
  mail: {
    recipient: string;
    subject: string;
    body: string;
    code?: string;
    one_time_code_id?: string;
    link?: { url: string; label: string };
  },
): void {
  const { link, ...fields } = mail;
  db.insert('mails', {
    ...fields,
    id: newId('mail'),
    link: link?.url,
    link_label: link?.label,
    created_at: db.timestamp(),
  });
}

/** The newest mails first; of one recipient if one is named. */
export function listMails(db: Database, recipient?: string): Mail[] {
  return db.all<Mail>(
    `SELECT * FROM mails WHERE :recipient IS NULL OR recipient = :recipient ORDER BY id DESC LIMIT 200`,
    { recipient },
  );
}

export function findMail(db: Database, id: string): Mail | undefined {
  return db.get<Mail>('SELECT * FROM mails WHERE id = :id', { id });
}
