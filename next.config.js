/** @type {import('next').NextConfig} */
export default {
  // These load native code, read files beside themselves, or must be one instance for pages, routes and instrumentation.
  serverExternalPackages: [
    'pg',
    '@prisma/adapter-pg',
    '@prisma/client',
    '@kubernetes/client-node',
    'rate-limiter-flexible',
    'nodemailer',
    'pdfkit',
  ],
  turbopack: { root: import.meta.dirname },
  poweredByHeader: false,
  reactStrictMode: true,
  // `npm test` checks the types, of all files; a build on somebody's machine need not do it again.
  typescript: { ignoreBuildErrors: true },
  // Behind a proxy that changes Host, Next would take our own pages for foreign ones. `app/action.ts` asks once more.
  experimental: { serverActions: { allowedOrigins: process.env.AUTH_URL ? [new URL(process.env.AUTH_URL).host] : [] } },
};
