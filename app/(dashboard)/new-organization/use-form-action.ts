'use client';

import { type FormEvent, useActionState, useState, useTransition } from 'react';
import type { Viewer } from '@/lib/viewer';
import { useNotice } from '../notice';
import { explain, isNavigation } from '../use-server-action';
import { useViewer } from '../viewer';
import type { FormProblem } from './actions';

type FormAction = (
  viewer: Viewer,
  previous: FormProblem | undefined,
  form: FormData,
) => Promise<FormProblem | undefined>;

/**
 * Runs a form's server action, with or without JavaScript. With it, no failure is silent: problems with the session
 * become a notice above the page, problems with the input appear beside it, and what was typed stays.
 * @param failed What didn't work if the form can't be sent, as a sentence.
 */
export function useFormAction(failed: string, action: FormAction) {
  const viewer = useViewer();
  const { say } = useNotice();
  const [posted, post] = useActionState(action.bind(null, viewer), undefined);
  const [problem, setProblem] = useState(typeof posted === 'string' ? posted : undefined);
  const [pending, startTransition] = useTransition();

  function send(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setProblem(undefined);
    startTransition(async () => {
      try {
        const refused = await action(viewer, undefined, form);
        if (typeof refused !== 'object') setProblem(refused);
        else if (refused.reason === 'sign-in') location.assign(refused.url);
        else say({ kind: 'action', problem: refused, viewer });
      } catch (error) {
        if (!isNavigation(error)) setProblem(explain(error, failed).text);
      }
    });
  }

  return { problem, pending, form: { action: post, onSubmit: send } };
}
