import { Kv } from '@/components/ui/kv';
import type { OidcSettings } from '@/lib/config';
import { Section } from './section';

const groups = (names: readonly string[]) => (names.length === 0 ? 'nobody' : names.join(', '));

/** How people sign in with their company account, as the settings of the server have it. The secret is never shown. */
export const ProviderSection = ({ oidc, authUrl }: { oidc: OidcSettings | null; authUrl: string }) => (
  <Section
    id="provider"
    title="Identity provider"
    lead={
      oidc
        ? 'Role and name are taken from there at every sign-in. Who is in none of these groups does not get in.'
        : 'None is set up: people sign in with a password. Set OIDC_ISSUER and the variables that README names, then start again.'
    }
  >
    {oidc ? (
      <Kv
        facts={[
          ['Name', oidc.name],
          [
            'Issuer',
            <span key="issuer" className="mono">
              {oidc.issuer}
            </span>,
          ],
          [
            'Client',
            <span key="client" className="mono">
              {oidc.clientId}
            </span>,
          ],
          ['Redirect address', <span key="redirect" className="mono">{`${authUrl}/api/auth/callback/oidc`}</span>],
          [
            'Groups are read from',
            <span key="claim" className="mono">
              {oidc.groupsClaim}
            </span>,
          ],
          ['Commander', groups(oidc.roles.commander)],
          ['Analyst', groups(oidc.roles.analyst)],
          ['Manager', groups(oidc.roles.manager)],
        ]}
      />
    ) : (
      <p className="meta">
        Redirect address for the client there: <span className="mono">{`${authUrl}/api/auth/callback/oidc`}</span>
      </p>
    )}
  </Section>
);
