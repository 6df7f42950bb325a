/** Finds the deliveries of one endpoint whose time has come. */
export const deliveriesByEndpoint = `
  DROP INDEX webhook_deliveries_due;
  CREATE INDEX webhook_deliveries_due ON webhook_deliveries (webhook_endpoint_id, next_attempt_at, id)
    WHERE status = 'pending';
`;
