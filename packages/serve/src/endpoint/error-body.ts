import type { ServerFailure } from '@skinr1/server';

const types: Readonly<Record<ServerFailure['status'], string>> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  403: 'permission_error',
  404: 'not_found_error',
  409: 'conflict_error',
  413: 'invalid_request_error',
  429: 'rate_limit_error',
  500: 'server_error',
  503: 'server_error',
};

/** A failure in OpenAI's shape: `param` is the field it is about. */
export function openAiErrorBody({ status, message, place }: ServerFailure): object {
  return { error: { message, type: types[status], param: place ?? null, code: null } };
}
