import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { type OutgoingMail, sendMail } from './mail.server.ts';
import { mailServer } from './testing/receivers.ts';

const server = await mailServer();
afterAll(server.close);
beforeEach(() => {
  Object.assign(process.env, { SMTP_URL: server.url, SMTP_FROM: 'War room <room@example.com>' });
  server.set({});
});

const MAIL: OutgoingMail = {
  to: 'a@example.com, b@example.com',
  subject: 'Case 42',
  text: 'What we know\n- x',
  id: 'r1',
};
const lastMail = () => server.received.at(-1);

test('a mail reaches the mail server as it is', async () => {
  expect(await sendMail(MAIL)).toEqual({ outcome: 'succeeded', words: 'Taken by the mail server for 2 people.' });
  expect(lastMail()).toMatchObject({ from: 'room@example.com', to: ['a@example.com', 'b@example.com'] });
  expect(lastMail()?.raw).toMatch(/^From: War room <room@example.com>\r?$/m);
  expect(lastMail()?.raw).toMatch(/^Message-ID: <r1@example.com>\r?$/m);
  expect(lastMail()?.raw).toContain('What we know\r\n- x');
});

test('a title cannot add a header or a recipient', async () => {
  await sendMail({
    ...MAIL,
    subject: 'Case 42\r\nBcc: all@example.com\r\n\r\nhello',
    text: '.\r\nMAIL FROM:<x@y>\r\n',
  });
  const head = lastMail()?.raw.split('\r\n\r\n')[0];
  expect(head).not.toMatch(/^Bcc:/im);
  expect(head).toContain('Case 42\\r\\nBcc');
  expect(lastMail()?.to).toEqual(['a@example.com', 'b@example.com']);
});

describe('what became of it', () => {
  test('an address that is refused is said, without saying which', async () => {
    server.set({ refuses: (address) => address.startsWith('b@') });
    expect(await sendMail(MAIL)).toEqual({
      outcome: 'failed',
      words: 'The mail server refused 1 of 2 addresses. It took the mail for the others.',
    });
  });

  test('all addresses refused', async () => {
    server.set({ refuses: () => true });
    const { outcome, words } = await sendMail(MAIL);
    expect({ outcome, words }).toEqual({
      outcome: 'failed',
      words: expect.stringMatching(/refused it: 550 no mailbox …/),
    });
  });

  test('refused after its text was sent', async () => {
    server.set({ end: 'refused' });
    expect(await sendMail(MAIL)).toMatchObject({ outcome: 'failed', words: expect.stringMatching(/554 not today/) });
  });

  test('no answer after its text was sent is unknown', async () => {
    server.set({ end: 'silence' });
    expect(await sendMail(MAIL, { stepMs: 400 })).toMatchObject({ outcome: 'unknown' });
  });

  test('no mail server there', async () => {
    process.env.SMTP_URL = 'smtp://127.0.0.1:1';
    expect(await sendMail(MAIL)).toMatchObject({ outcome: 'failed', words: expect.stringMatching(/Nothing was sent/) });
  });

  test('none is set up', async () => {
    process.env.SMTP_URL = '';
    expect((await sendMail(MAIL)).words).toMatch(/SMTP_URL is not set/);
  });

  test('a password is not sent in the clear to another machine', async () => {
    const other = await mailServer({ host: '127.0.0.2' });
    process.env.SMTP_URL = other.url.replace('smtp://', 'smtp://me:secret@');
    expect(await sendMail(MAIL)).toMatchObject({ outcome: 'failed', words: expect.stringMatching(/STARTTLS/) });
    expect(other.received).toEqual([]);
    process.env.SMTP_URL = other.url;
    expect(await sendMail(MAIL)).toMatchObject({ outcome: 'succeeded' });
    await other.close();
  });
});
