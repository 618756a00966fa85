/** The body with the values of Kubernetes Secrets masked; their keys stay. What is no Secret is returned as it is. */
export function maskSecrets(body: unknown): unknown {
  if (Array.isArray(body)) return body.map(maskSecrets);
  if (typeof body !== 'object' || body === null) return body;
  const isSecret = 'kind' in body && body.kind === 'Secret';
  return Object.fromEntries(
    Object.entries(body).map(([key, value]) => {
      const holdsValues =
        isSecret && (key === 'data' || key === 'stringData') && typeof value === 'object' && value !== null;
      return [
        key,
        holdsValues ? Object.fromEntries(Object.keys(value).map((name) => [name, '***'])) : maskSecrets(value),
      ];
    }),
  );
}
