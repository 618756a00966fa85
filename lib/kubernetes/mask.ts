import { stringify } from 'yaml';
import { bounded } from '../text/bounded.ts';
import { visibleLines } from '../text/visible.ts';
import type { KubeObject } from './objects.ts';

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';
/** Names that usually hold a secret. KEY alone would hit KEYCLOAK_URL, so it must end a word. */
const SECRET_NAME =
  /(?:^|[^a-z])pass(?:$|[^a-z])|passw|passphrase|pwd|secret|token|credential|api[-_.]?key|access[-_.]?key|private[-_.]?key|(?:^|[-_.])key$|(?:^|[-_.])auth(?:$|[-_.])|authorization|cookie|dsn$|conn(?:ection)?[-_.]?str|connection[-_.]?string/i;
/** Values that are a secret whatever their name: credentials in a URL, tokens, keys, connection strings. */
const SECRET_VALUE =
  /:\/\/[^/\s:@]*:[^/\s@]+@|\beyJ[\w-]{8,}\.[\w-]{8,}\.|-----BEGIN [A-Z ]*PRIVATE KEY|\b(?:AKIA|ASIA)[A-Z0-9]{16}\b|\bgh[pousr]_\w{30,}|\bxox[abprs]-[\w-]{10,}|(?:password|passwd|pwd|secret|accountkey|sharedaccesskey)\s*[=:]\s*[^\s;&]+/i;
const SECRET_FLAG = /^--?[\w.-]*(?:pass(?:word|wd|phrase)?|secret|token|api-?key|credentials?)$/i;

/** Longer texts are cut for display: a single annotation may be 256 kB, a whole object 1.5 MB. */
const MAX_TEXT = 2_000;
const MAX_ENTRIES = 200;
const MAX_DEPTH = 40;
const MAX_YAML = 200_000;

/** Whether a value of this name should not be shown. */
export const looksSecret = (name: string, value: string): boolean => SECRET_NAME.test(name) || SECRET_VALUE.test(value);

/**
 * A copy for people's eyes: values of Secrets, the last-applied annotation, and environment values, arguments, headers and
 * ConfigMap entries that look like secrets are masked; managedFields is left out; long texts and lists are cut and say so. A
 * secret under an innocent name is not found: what is exported as evidence is marked sensitive besides.
 */
export function maskManifest(object: KubeObject): KubeObject {
  const masked = walk(object, 'object', 0);
  if (typeof masked !== 'object' || masked === null || Array.isArray(masked)) return {};
  const result: KubeObject = { ...masked };
  if (object.kind === 'Secret') {
    for (const field of ['data', 'stringData']) if (field in object) result[field] = maskAll(object[field]);
  } else if (object.kind === 'ConfigMap') {
    for (const field of ['data', 'binaryData']) if (field in object) result[field] = maskSuspicious(object[field]);
  }
  return result;
}

/** The masked manifest as YAML, with what is invisible made visible, and at most 200,000 characters. */
export const maskedYaml = (object: KubeObject): string =>
  bounded(visibleLines(stringify(maskManifest(object), { lineWidth: 0, aliasDuplicateObjects: false })), MAX_YAML);

const mask = (text: string) => `(masked, ${text.length.toLocaleString('en-US')} characters)`;

function walk(value: unknown, key: string, depth: number): unknown {
  if (typeof value === 'string') return bounded(value, MAX_TEXT);
  if (typeof value !== 'object' || value === null) return value;
  if (depth > MAX_DEPTH) return '(too deep to show)';
  if (Array.isArray(value)) return list(value, key, depth);
  const entries = Object.entries(value).filter(([name]) => name !== 'managedFields');
  const shown = entries.slice(0, MAX_ENTRIES).map(([name, inner]): [string, unknown] => {
    if (name === LAST_APPLIED && typeof inner === 'string') return [name, mask(inner)];
    if (key === 'annotations' && typeof inner === 'string' && looksSecret(name, inner)) return [name, mask(inner)];
    return [name, walk(inner, name, depth + 1)];
  });
  if (entries.length > MAX_ENTRIES) shown.push(['…', `${entries.length - MAX_ENTRIES} more not shown`]);
  return Object.fromEntries(shown);
}

function list(items: readonly unknown[], key: string, depth: number): unknown[] {
  const kept = items.slice(0, MAX_ENTRIES);
  const shown = kept.map((item, index) => {
    if (key === 'args' || key === 'command') return argument(item, kept[index - 1]);
    const masked = key === 'env' || key === 'httpHeaders' ? namedValue(item) : null;
    return masked ?? walk(item, key, depth + 1);
  });
  return items.length > MAX_ENTRIES ? [...shown, `${items.length - MAX_ENTRIES} more not shown`] : shown;
}

/** `{name, value}` with a value to hide, or null. */
function namedValue(item: unknown): object | null {
  if (typeof item !== 'object' || item === null || !('name' in item) || !('value' in item)) return null;
  const { name, value } = item;
  if (typeof value !== 'string' || value === '' || !looksSecret(String(name), value)) return null;
  return { ...item, value: mask(value) };
}

/** Masks `--password=x`, `--password x` and arguments that are secrets in themselves. */
function argument(item: unknown, before: unknown): unknown {
  if (typeof item !== 'string') return item;
  const equals = item.indexOf('=');
  if (equals > 0 && SECRET_FLAG.test(item.slice(0, equals)))
    return `${item.slice(0, equals + 1)}${mask(item.slice(equals + 1))}`;
  if (typeof before === 'string' && SECRET_FLAG.test(before) && !item.startsWith('-')) return mask(item);
  return SECRET_VALUE.test(item) ? mask(item) : bounded(item, MAX_TEXT);
}

function maskAll(data: unknown): unknown {
  if (typeof data !== 'object' || data === null) return '(masked)';
  return Object.fromEntries(
    Object.entries(data)
      .slice(0, MAX_ENTRIES)
      .map(([name, value]) => [name, mask(String(value))]),
  );
}

function maskSuspicious(data: unknown): unknown {
  if (typeof data !== 'object' || data === null) return data;
  return Object.fromEntries(
    Object.entries(data)
      .slice(0, MAX_ENTRIES)
      .map(([name, value]) => {
        const text = String(value);
        return [name, looksSecret(name, text) ? mask(text) : bounded(text, MAX_TEXT)];
      }),
  );
}
