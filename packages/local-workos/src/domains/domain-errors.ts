import { ApiError, unprocessable } from '../http/api-error.ts';
import type { DomainFailure, DomainProblem } from './domain-verification.ts';

/** Converts a failure to add a domain to the error of the operations. */
export function domainError({ problem, message }: DomainFailure): ApiError {
  return PROBLEMS[problem](message);
}

const PROBLEMS: Record<DomainProblem, (message: string) => ApiError> = {
  invalid: unprocessable,
  consumer: unprocessable,
  already_added: domainExists,
  taken: domainExists,
};

function domainExists(message: string): ApiError {
  return new ApiError(409, { code: 'domain_already_exists', message });
}
