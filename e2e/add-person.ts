import { hashPassword } from '../lib/auth/password.server.ts';
import { db } from '../lib/db/client.server.ts';

// node --conditions=react-server e2e/add-person.ts NAME EMAIL ROLE PASSWORD, with DATABASE_URL: an account without clicking.
const [name = '', email = '', role = '', password = ''] = process.argv.slice(2);
if (role !== 'commander' && role !== 'analyst' && role !== 'manager') throw new Error(`There is no role ${role}.`);
await db.person.create({ data: { name, email, role, passwordHash: await hashPassword(password) } });
process.exit(0); // the pool would keep the process up
