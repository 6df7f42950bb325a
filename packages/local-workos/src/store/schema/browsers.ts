/** A sign-in is finished in the browser that began it. */
export const browsers = 'ALTER TABLE authorization_requests ADD COLUMN browser_hash TEXT';
