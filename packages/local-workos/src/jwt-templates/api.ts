import { Hono } from 'hono';
import { z } from 'zod';
import { ApiError } from '../http/api-error.ts';
import type { LocalWorkOS } from '../http/context.ts';
import { readBody } from '../http/request-body.ts';
import { type JwtTemplate, readJwtTemplate, writeJwtTemplate } from '../store/jwt-template.ts';
import { jwtTemplateProblem } from './validate.ts';

const update = z.object({
  content: z.string().superRefine((content, { addIssue }) => {
    const problem = jwtTemplateProblem(content);
    // The error of a body ends its own sentence.
    if (problem) addIssue({ code: 'custom', message: problem.replace(/\.$/, ''), input: content });
  }),
});

/** `/user_management/jwt_template`: https://workos.com/docs/reference/authkit/jwt-template */
export function jwtTemplateRoutes({ db }: LocalWorkOS): Hono {
  const app = new Hono();

  app.get('/user_management/jwt_template', (c) => {
    const template = readJwtTemplate(db);
    if (!template) {
      throw new ApiError(404, {
        code: 'entity_not_found',
        message: 'JWT template not found: this environment has none.',
      });
    }
    return c.json(serialize(template));
  });

  app.put('/user_management/jwt_template', async (c) => {
    const { content } = await readBody(c, update);
    return c.json(serialize(writeJwtTemplate(db, content)));
  });

  return app;
}

function serialize({ content, created_at, updated_at }: JwtTemplate) {
  return { object: 'jwt_template' as const, content, created_at, updated_at };
}
