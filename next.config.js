/** @type {import('next').NextConfig} */
export default {
  // These load native code, read files beside themselves, or must be one instance for pages, routes and instrumentation.
  serverExternalPackages: ['pg', '@prisma/adapter-pg', '@prisma/client', '@kubernetes/client-node', 'rate-limiter-flexible'],
  turbopack: { root: import.meta.dirname },
  poweredByHeader: false,
  reactStrictMode: true,
};
