import { z } from 'zod';
import { apiKeySchema } from './api-keys.ts';
import { auditLogStreamSchema } from './audit-log-streams.ts';
import { connectionSchema } from './connections.ts';
import { directorySchema } from './directories.ts';
import {
  authenticationSchema,
  continueAsSchema,
  corsOriginSchema,
  jwtTemplateSchema,
  redirectUriSchema,
  signInEndpointSchema,
} from './environment.ts';
import { featureFlagSchema } from './feature-flags.ts';
import { invitationSchema } from './invitations.ts';
import { organizationSchema } from './organizations.ts';
import { connectedAccountSchema, dataIntegrationSchema } from './pipes.ts';
import { permissionSchema, roleSchema } from './roles.ts';
import { userSchema } from './users.ts';
import { webhookEndpointSchema } from './webhook-endpoints.ts';

/**
 * The schema of a seed file. Sections and most fields are named as in the seed file of the public
 * `workos/emulate`. Other fields are named as in WorkOS's API.
 */
export const seedSchema = z
  .strictObject({
    $schema: z.string().optional().describe('The JSON Schema of this file, for editors.'),
    redirectUris: z
      .array(redirectUriSchema)
      .default([])
      .describe('Allowed redirect URIs, besides /callback of each --origin. Wildcards work as in WorkOS.'),
    corsOrigins: z
      .array(corsOriginSchema)
      .default([])
      .describe('Origins whose pages can call Local WorkOS, besides each --origin.'),
    signInEndpoint: signInEndpointSchema
      .optional()
      .describe('Where your app starts sign-in. Defaults to /sign-in of the first --origin.'),
    jwtTemplate: jwtTemplateSchema
      .optional()
      .describe('Adds claims to access tokens, such as {"email": "{{ user.email }}"}.'),
    defaultPassword: z
      .string()
      .min(1)
      .optional()
      .describe('The password of people in `users` who have none of their own.'),
    authentication: authenticationSchema.optional().describe('How people can sign in.'),
    permissions: z.array(permissionSchema).default([]),
    roles: z
      .array(roleSchema)
      .default([])
      .describe('Strongest first. Defaults to admin and member. member always exists.'),
    organizations: z.array(organizationSchema).default([]),
    users: z.array(userSchema).default([]),
    invitations: z.array(invitationSchema).default([]),
    continueAs: z
      .array(continueAsSchema)
      .optional()
      .describe('People who get a button on the sign-in page. Defaults to the first six of `users`.'),
    apiKeys: z
      .array(apiKeySchema)
      .default([])
      .describe('Secret keys of the environment, and keys of organizations and their members.'),
    featureFlags: z.array(featureFlagSchema).default([]),
    connections: z.array(connectionSchema).default([]).describe('Single sign-on.'),
    directories: z.array(directorySchema).default([]).describe('Directory Sync.'),
    auditLogStreams: z.array(auditLogStreamSchema).default([]),
    dataIntegrations: z.array(dataIntegrationSchema).default([]).describe('Pipes: providers.'),
    webhookEndpoints: z.array(webhookEndpointSchema).default([]),
    connectedAccounts: z.array(connectedAccountSchema).default([]).describe('Pipes: connected accounts.'),
  })
  .meta({ title: 'Local WorkOS seed file' });

/** The JSON Schema that editors use to check and complete a seed file. */
export function seedJsonSchema() {
  return z.toJSONSchema(seedSchema, { io: 'input', target: 'draft-7' });
}

/** A seed as written, in a file or as an object. */
export type SeedInput = z.input<typeof seedSchema>;

/** A validated seed. */
export type Seed = z.output<typeof seedSchema>;
