/** Redirect URIs and CORS origins get ids with WorkOS's prefixes. */
export const listedUrls = `
  UPDATE redirect_uris SET id = 'redir_' || substr(id, 6) WHERE id GLOB 'ruri_*';
  UPDATE cors_origins SET id = 'cors_origin_' || substr(id, 6)
    WHERE id GLOB 'cors_*' AND id NOT GLOB 'cors_origin_*';
`;
