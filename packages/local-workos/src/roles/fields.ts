import { z } from 'zod';

/** What can be changed about a role or a permission. */
export const roleChanges = z.object({
  name: z.string().min(1).max(48).optional(),
  description: z.string().max(150).nullish(),
});

/** All permissions of a role. */
export const permissionsBody = z.object({ permissions: z.array(z.string()) });

/** One permission more. */
export const permissionBody = z.object({ slug: z.string() });
