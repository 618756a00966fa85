import type { LabelSelector } from './objects.ts';

export type Labels = Readonly<Record<string, string>>;

/** A requirement on one label, as `matchExpressions` writes it; `Gt` and `Lt` occur in selector strings and node affinity only. */
export interface Requirement {
  key: string;
  operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist' | 'Gt' | 'Lt';
  values: readonly string[];
}

/** A requirement on one field: `metadata.name=web`. */
export interface FieldRequirement {
  path: string;
  operator: '=' | '!=';
  value: string;
}

export type Parsed<T> = { ok: true; value: T } | { ok: false; error: string };

/**
 * Whether a LabelSelector selects these labels. An empty selector (`{}`) selects everything; an absent one (null) selects
 * nothing, as `metav1.LabelSelectorAsSelector` has it. Where absence means something else in a field (a NetworkPolicy
 * peer without podSelector), the caller says so.
 */
export function selects(selector: LabelSelector | null | undefined, labels: Labels | null | undefined): boolean {
  if (!selector) return false;
  return requirementsOf(selector).every((requirement) => meets(labels ?? {}, requirement));
}

/** What a LabelSelector asks for, as one list. An unknown operator is kept, and is met by nothing. */
export function requirementsOf(selector: LabelSelector): Requirement[] {
  const equals = Object.entries(selector.matchLabels ?? {}).map(
    ([key, value]): Requirement => ({ key, operator: 'In', values: [value] }),
  );
  const expressions = (selector.matchExpressions ?? []).map(
    // the API server admits no other operator; `meets` refuses what it does not know
    ({ key, operator, values }): Requirement => ({
      key,
      operator: operator as Requirement['operator'],
      values: values ?? [],
    }),
  );
  return [...equals, ...expressions];
}

/** `NotIn` is met by a label that is absent, as in Kubernetes. */
export function meets(labels: Labels, { key, operator, values }: Requirement): boolean {
  const present = Object.hasOwn(labels, key);
  const value = present ? labels[key] : undefined;
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return present;
    case 'DoesNotExist':
      return !present;
    case 'Gt':
    case 'Lt':
      return compareIntegers(value, operator, values[0]);
    default:
      return false;
  }
}

const INTEGER = /^[+-]?\d{1,18}$/;

function compareIntegers(value: string | undefined, operator: 'Gt' | 'Lt', bound: string | undefined): boolean {
  if (value === undefined || bound === undefined || !INTEGER.test(value) || !INTEGER.test(bound)) return false;
  const [left, right] = [BigInt(value), BigInt(bound)];
  return operator === 'Gt' ? left > right : left < right;
}

/** Words for a selector: `app=web, tier in (a, b), !canary`; an empty one is "all". */
export function selectorWords(selector: LabelSelector | null | undefined): string {
  if (!selector) return 'none';
  const parts = requirementsOf(selector).map(({ key, operator, values }) => {
    switch (operator) {
      case 'In':
        return values.length === 1 ? `${key}=${values[0]}` : `${key} in (${values.join(', ')})`;
      case 'NotIn':
        return values.length === 1 ? `${key}!=${values[0]}` : `${key} notin (${values.join(', ')})`;
      case 'Exists':
        return key;
      case 'DoesNotExist':
        return `!${key}`;
      default:
        return `${key} ${operator} ${values.join(', ')}`;
    }
  });
  return parts.length === 0 ? 'all' : parts.join(', ');
}

const LABEL_KEY = /^(?:[a-z0-9](?:[-a-z0-9.]*[a-z0-9])?\/)?[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;
const LABEL_VALUE = /^(?:[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/;

/** Parses a `labelSelector` query parameter: `a=b,c!=d,e in (x,y),f notin (z),g,!h,i>3`. An empty text selects everything. */
export function parseLabelSelector(text: string): Parsed<Requirement[]> {
  const requirements: Requirement[] = [];
  for (const clause of splitClauses(text)) {
    const requirement = parseClause(clause.trim());
    if (!requirement) return { ok: false, error: `unable to parse requirement: ${JSON.stringify(clause.trim())}` };
    if (!LABEL_KEY.test(requirement.key)) {
      return { ok: false, error: `invalid label key ${JSON.stringify(requirement.key)}` };
    }
    const bad = requirement.values.find((value) => !LABEL_VALUE.test(value));
    if (bad !== undefined) return { ok: false, error: `invalid label value ${JSON.stringify(bad)}` };
    requirements.push(requirement);
  }
  return { ok: true, value: requirements };
}

/** Commas separate requirements, except inside the brackets of a set. */
function splitClauses(text: string): string[] {
  if (text.trim() === '') return [];
  const clauses: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '(') depth++;
    else if (text[at] === ')') depth--;
    else if (text[at] === ',' && depth === 0) {
      clauses.push(text.slice(start, at));
      start = at + 1;
    }
  }
  return [...clauses, text.slice(start)];
}

function parseClause(clause: string): Requirement | null {
  const set = /^(\S+)\s+(in|notin)\s*\(([^()]*)\)$/.exec(clause);
  if (set) {
    const values = (set[3] ?? '').split(',').map((value) => value.trim());
    return { key: set[1] ?? '', operator: set[2] === 'in' ? 'In' : 'NotIn', values };
  }
  const compared = /^([^\s!=<>()]+)\s*(==|=|!=|>|<)\s*([^\s!=<>()]*)$/.exec(clause);
  if (compared) {
    const [key, sign, value] = [compared[1] ?? '', compared[2] ?? '', compared[3] ?? ''];
    if (sign === '>' || sign === '<') {
      return INTEGER.test(value) ? { key, operator: sign === '>' ? 'Gt' : 'Lt', values: [value] } : null;
    }
    return { key, operator: sign === '!=' ? 'NotIn' : 'In', values: [value] };
  }
  const absent = /^!\s*([^\s!=<>()]+)$/.exec(clause);
  if (absent) return { key: absent[1] ?? '', operator: 'DoesNotExist', values: [] };
  return /^[^\s!=<>()]+$/.test(clause) ? { key: clause, operator: 'Exists', values: [] } : null;
}

/** Parses a `fieldSelector` query parameter: `metadata.name=web,spec.nodeName!=n1`. `\,` `\=` and `\\` are escapes. */
export function parseFieldSelector(text: string): Parsed<FieldRequirement[]> {
  const requirements: FieldRequirement[] = [];
  for (const term of text.match(/(?:\\.|[^,\\])+/gs) ?? []) {
    const match = /^((?:\\.|[^=!\\])+)(==|!=|=)((?:\\.|[^=\\])*)$/s.exec(term);
    if (!match) return { ok: false, error: `invalid selector: '${term}'; can't understand '${term}'` };
    requirements.push({
      path: (match[1] ?? '').trim(),
      operator: match[2] === '!=' ? '!=' : '=',
      value: (match[3] ?? '').replace(/\\(.)/gs, '$1'),
    });
  }
  return { ok: true, value: requirements };
}

/** Whether an object meets field requirements. An absent field counts as the empty text, as in Kubernetes. */
export function meetsFields(object: object, requirements: readonly FieldRequirement[]): boolean {
  return requirements.every(({ path, operator, value }) => (fieldText(object, path) === value) === (operator === '='));
}

function fieldText(object: object, path: string): string {
  let at: unknown = object;
  for (const step of path.split('.')) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, step)) return '';
    at = Reflect.get(at, step);
  }
  return at === null || at === undefined || typeof at === 'object' ? '' : String(at);
}
