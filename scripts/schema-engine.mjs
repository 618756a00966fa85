// Prisma's schema engine as WebAssembly, for authoring migrations where its binary cannot be downloaded:
//   node scripts/schema-engine.mjs diff   SQL that takes prisma/migrations to prisma/schema.prisma ('' when they agree)
// Needs DATABASE_URL of a PostgreSQL whose role may create databases. It works in a scratch database that it makes and
// drops, because the engine replays all migrations there; nothing else on that server is touched.
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import pg from 'pg';

const root = path.resolve(import.meta.dirname, '..');
const migrations = path.join(root, 'prisma', 'migrations');
const schemaPath = path.join(root, 'prisma', 'schema.prisma');

if (process.argv[2] !== 'diff' || !process.env.DATABASE_URL) {
  console.error('Usage: DATABASE_URL=postgresql://… node scripts/schema-engine.mjs diff');
  process.exit(2);
}
process.stdout.write(await inScratchDatabases(process.env.DATABASE_URL, diff));
process.exit(0); // the engine keeps handles open

async function diff(url, shadowUrl) {
  const content = await readFile(schemaPath, 'utf8');
  const { SchemaEngine } = await loadEngine();
  const main = adapterOn(url);
  const factory = {
    provider: main.provider,
    adapterName: main.adapterName,
    connect: () => main.connect(),
    // ours, because the adapter's own derives the shadow from the connection string and replays on the main database
    connectToShadowDb: () => adapterOn(shadowUrl).connect(),
  };
  const engine = await SchemaEngine.new(
    { datamodels: [[schemaPath, content]] },
    () => {},
    bindMigrationAwareSqlAdapterFactory(factory),
  );
  const answer = await engine.diff({
    from: { tag: 'migrations', ...(await migrationsList()) },
    to: { tag: 'schemaDatamodel', files: [{ path: schemaPath, content }] },
    script: true,
    exitCode: null,
    shadowDatabaseUrl: null,
    filters: { externalTables: [], externalEnums: [] },
  });
  return answer.stdout ?? '';
}

/** The adapter does not know PostgreSQL's internal type "char" (OID 18), in which the catalogue answers: call it text. */
function adapterOn(connectionString) {
  class Client extends pg.Client {
    async query(...args) {
      const result = await super.query(...args);
      for (const field of result?.fields ?? []) if (field.dataTypeID === 18) field.dataTypeID = 25;
      return result;
    }
  }
  const pool = new pg.Pool({ connectionString, Client });
  pool.query = async (query) => {
    const client = await pool.connect();
    try {
      return await client.query(query);
    } finally {
      client.release();
    }
  };
  pool.on('error', () => {}); // dropping the scratch database ends its idle connections
  return new PrismaPg(pool);
}

async function inScratchDatabases(adminUrl, use) {
  const names = ['main', 'shadow'].map((kind) => `schema_${kind}_${randomUUID().replaceAll('-', '')}`);
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    for (const name of names) await admin.query(`CREATE DATABASE ${name}`);
    return await use(...names.map((name) => Object.assign(new URL(adminUrl), { pathname: `/${name}` }).toString()));
  } finally {
    for (const name of names) await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    await admin.end();
  }
}

async function loadEngine() {
  const require = createRequire(import.meta.url);
  const glue = path.join(path.dirname(require.resolve('@prisma/schema-engine-wasm')), 'schema_engine_bg.js');
  const engine = await import(pathToFileURL(glue).href);
  const { instance } = await WebAssembly.instantiate(await readFile(glue.replace(/\.js$/, '.wasm')), {
    './schema_engine_bg.js': engine,
  });
  engine.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  return engine;
}

async function migrationsList() {
  const entries = existsSync(migrations) ? await readdir(migrations, { withFileTypes: true }) : [];
  const names = entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  const lock = path.join(migrations, 'migration_lock.toml');
  return {
    baseDir: migrations,
    lockfile: { path: 'migration_lock.toml', content: existsSync(lock) ? await readFile(lock, 'utf8') : null },
    shadowDbInitScript: '',
    migrationDirectories: await Promise.all(
      names.map(async (name) => ({
        path: name,
        migrationFile: {
          path: 'migration.sql',
          content: { tag: 'ok', value: await readFile(path.join(migrations, name, 'migration.sql'), 'utf8') },
        },
      })),
    ),
  };
}
