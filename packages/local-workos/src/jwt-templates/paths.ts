/** A value, an object with these attributes, or one whose attributes anybody may choose. */
type Shape = 'value' | 'any' | { readonly [attribute: string]: Shape } | { readonly each: Shape };

const timestamps = { created_at: 'value', updated_at: 'value' } as const;

/** What a template can name: the attributes that the API documents for these objects. */
const SHAPES: Shape = {
  user: {
    object: 'value',
    id: 'value',
    email: 'value',
    email_verified: 'value',
    name: 'value',
    first_name: 'value',
    last_name: 'value',
    profile_picture_url: 'value',
    last_sign_in_at: 'value',
    locale: 'value',
    external_id: 'value',
    metadata: 'any',
    ...timestamps,
  },
  organization: {
    object: 'value',
    id: 'value',
    name: 'value',
    allow_profiles_outside_organization: 'value',
    domains: {
      each: {
        object: 'value',
        id: 'value',
        organization_id: 'value',
        domain: 'value',
        state: 'value',
        verification_prefix: 'value',
        verification_token: 'value',
        verification_strategy: 'value',
        ...timestamps,
      },
    },
    stripe_customer_id: 'value',
    external_id: 'value',
    metadata: 'any',
    ...timestamps,
  },
  organization_membership: {
    object: 'value',
    id: 'value',
    user_id: 'value',
    organization_id: 'value',
    organization_name: 'value',
    status: 'value',
    directory_managed: 'value',
    role: { slug: 'value' },
    roles: { each: { slug: 'value' } },
    custom_attributes: 'any',
    ...timestamps,
  },
};

/** Whether the API documents such an attribute. Below metadata, every name is one. */
export function isPath(path: string): boolean {
  return shapeOf(path) !== undefined;
}

/** Whether the path is an object or a list for certain. */
export function isObjectPath(path: string): boolean {
  const shape = shapeOf(path);
  return typeof shape === 'object' || /\.(metadata|custom_attributes)$/.test(path);
}

function shapeOf(path: string): Shape | undefined {
  return path.split('.').reduce<Shape | undefined>((shape, name) => {
    if (shape === undefined || shape === 'value') return undefined;
    if (shape === 'any') return 'any';
    if ('each' in shape) return /^\d+$/.test(name) ? shape.each : undefined;
    return Object.hasOwn(shape, name) ? shape[name] : undefined;
  }, SHAPES);
}
