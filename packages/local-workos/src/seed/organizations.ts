import { z } from 'zod';
import { isConsumerDomain } from '../domains/consumer-domains.ts';
import { NAME_SERVERS } from '../domains/domain-verification.ts';
import { mergeMetadata, metadataSchema } from '../http/metadata.ts';
import { entitlementsSchema } from '../organizations/entitlements.ts';
import { createDomain } from '../store/domains.ts';
import { newId } from '../store/ids.ts';
import { createRole, setRolePermissions } from '../store/roles.ts';
import { at, history, organizationId, type SeedContext } from './context.ts';
import { createdAt, id } from './fields.ts';
import { organizationMembershipSchema } from './memberships.ts';
import { organizationRoleSchema } from './roles.ts';

const domainSchema = z.strictObject({
  domain: z
    .string()
    .max(253)
    .regex(/^([A-Za-z0-9-]+\.)+[A-Za-z0-9-]+$/, 'Use a domain such as example.com.')
    .refine(
      (domain) => !isConsumerDomain(domain),
      'Anyone can have an address at this domain, so no organization can own it.',
    ),
  state: z.enum(['verified', 'pending', 'failed', 'legacy_verified']).default('verified'),
  name_server: z.enum(Object.keys(NAME_SERVERS)).default('Other').describe('Who hosts its DNS.'),
  created_at: createdAt,
});

/** An organization's settings for an integration. */
const integrationOverrideSchema = z.strictObject({
  provider: z.string().describe('The slug of one of `dataIntegrations`; "*" means all.'),
  ownership: z.enum(['userland_user', 'organization']).optional(),
  enabled: z.boolean().optional(),
  client_id: z.string().optional(),
  client_secret: z.string().optional(),
});

export const organizationSchema = z.strictObject({
  id: id.optional().meta({ examples: ['org_01EHZNVPK3SFK441A1RGBFSHRT'] }),
  name: z.string().trim().min(1),
  external_id: z.string().min(1).max(128).optional(),
  stripe_customer_id: z.string().min(1).optional(),
  metadata: metadataSchema.default({}),
  created_at: createdAt,
  allow_profiles_outside_organization: z.boolean().default(false),
  multiple_roles_enabled: z.boolean().default(false).describe('Whether a member can have several roles.'),
  mfa_required: z.boolean().default(false).describe('Whether members need a second factor.'),
  sso_required: z.boolean().default(false).describe('Whether members must sign in through a connection.'),
  entitlements: entitlementsSchema
    .default([])
    .describe('Lookup keys for the claim `entitlements` of access tokens. WorkOS gets them from Stripe.'),
  domains: z.array(domainSchema).default([]),
  roles: z
    .array(organizationRoleSchema)
    .default([])
    .describe('Roles of this organization alone, besides those of the environment. Strongest first.'),
  memberships: z.array(organizationMembershipSchema).default([]),
  data_integrations: z.array(integrationOverrideSchema).default([]),
});

export function seedOrganizations(context: SeedContext): void {
  const { db, seed } = context;
  for (const organization of seed.organizations) {
    db.insert('organizations', {
      id: organization.id ?? newId('org', at(context, organization.created_at)),
      name: organization.name,
      external_id: organization.external_id,
      stripe_customer_id: organization.stripe_customer_id,
      metadata: mergeMetadata(undefined, organization.metadata),
      allow_profiles_outside_organization: Number(organization.allow_profiles_outside_organization),
      multiple_roles_enabled: Number(organization.multiple_roles_enabled),
      mfa_required: Number(organization.mfa_required),
      sso_required: Number(organization.sso_required),
      entitlements: JSON.stringify([...new Set(organization.entitlements)]),
      ...history(context, organization.created_at),
    });
    const owner = organizationId(context, organization.name);
    for (const { permissions, ...role } of organization.roles) {
      setRolePermissions(db, createRole(db, { ...role, organizationId: owner }), permissions);
    }
    for (const { created_at, ...domain } of organization.domains) {
      const { id } = createDomain(db, { ...domain, organization_id: owner });
      db.update('organization_domains', id, {
        verification_strategy: 'dns',
        ...history(context, created_at),
      });
    }
  }
}
