import type { DirectoryType } from '@workos-inc/widgets/experimental/api/fetch';

/** The providers that the widgets' API and the public API both know, by the names people know them by. */
export const DIRECTORY_TYPES = {
  'azure scim v2.0': 'Microsoft Entra ID',
  'okta scim v2.0': 'Okta',
  'gsuite directory': 'Google Workspace',
  'onelogin scim v2.0': 'OneLogin',
  'jump cloud scim v2.0': 'JumpCloud',
  'pingfederate scim v2.0': 'PingFederate',
  'cyberark scim v2.0': 'CyberArk',
  'rippling scim v2.0': 'Rippling',
  'sailpoint scim v2.0': 'SailPoint',
  'generic scim v2.0': 'Another SCIM 2.0 provider',
  bamboohr: 'BambooHR',
  'breathe hr': 'Breathe HR',
  'cezanne hr': 'Cezanne HR',
  'fourth hr': 'Fourth',
  hibob: 'HiBob',
  'people hr': 'People HR',
  personio: 'Personio',
  workday: 'Workday',
  'sftp workday': 'Workday (SFTP)',
  s3: 'Amazon S3',
  sftp: 'SFTP',
} as const satisfies Partial<Record<DirectoryType, string>>;

export type KnownDirectoryType = keyof typeof DIRECTORY_TYPES;

/** What a directory counts as until its provider has been chosen. */
export const UNDECIDED_TYPE: KnownDirectoryType = 'generic scim v2.0';

export function isDirectoryType(text: string): text is KnownDirectoryType {
  return Object.hasOwn(DIRECTORY_TYPES, text);
}
