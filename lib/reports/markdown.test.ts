import fc from 'fast-check';
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { describe, expect, test } from 'vitest';
import { hostile } from '../testing/hostile.ts';
import { visible } from '../text/visible.ts';
import { markdownCode, markdownText } from './markdown.ts';

const render = (markdown: string) => micromark(markdown, { extensions: [gfm()], htmlExtensions: [gfmHtml()] });
const unescaped = (html: string) =>
  html.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
/** What a reader sees of an item, if it holds nothing but text and code; else the HTML. */
const seen = (item: string) => {
  const html = render(`- ${item}\n- end`);
  const inner = /^<ul>\n<li>([\s\S]*?)<\/li>\n<li>end<\/li>\n<\/ul>$/.exec(html)?.[1] ?? html;
  const text = inner.replaceAll(/<\/?code>/g, '');
  return /[<>]/.test(text) ? html : unescaped(text);
};

describe('text of a cluster in Markdown', () => {
  test.each([
    [
      'a plain sentence stays readable',
      'A shell ran in finance/payment (T+7:25).',
      'A shell ran in finance/payment (T+7:25).',
    ],
    ['HTML', '<img src=x onerror=alert(1)>', '\\<img src=x onerror=alert(1)\\>'],
    ['a link', '[click](javascript:alert(1))', '\\[click\\](javascript:alert(1))'],
    ['a bare address stands in code', 'see https://evil.example/x now', 'see `https://evil.example/x` now'],
    ['a mention', 'ask @channel', 'ask `@channel`'],
    ['a heading', '# owned', '\\# owned'],
    ['a numbered list', '1. owned', '1\\. owned'],
    ['an entity', '&lt;b&gt;', '\\&lt;b\\&gt;'],
    ['a line break', 'a\nb', 'a\\\\nb'],
  ])('%s', (_, text, markdown) => expect(markdownText(text)).toBe(markdown));

  const nasty = fc
    .array(
      fc.oneof(
        hostile,
        fc.constantFrom(
          '`',
          '``',
          '*',
          '_',
          '[',
          ']',
          '(',
          ')',
          '<',
          '>',
          '#',
          '\\',
          '|',
          '~~',
          '&amp;',
          '!',
          ' ',
          '1.',
        ),
        fc.constantFrom('http://e.example', 'www.e.example', 'a@e.example', 'mailto:a@e.example', '<b>', '<!--', '$x$'),
      ),
      { maxLength: 12 },
    )
    .map((parts) => parts.join(''));

  test('whatever it is, a reader sees that text and nothing else', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        const shown = visible(text).trim();
        fc.pre(shown !== '');
        expect(seen(markdownText(text))).toBe(shown);
      }),
      { numRuns: 2_000 },
    );
  });

  test('the same in code', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        fc.pre(visible(text).trim() !== '');
        expect(seen(`x${markdownCode(text)}`)).toBe(`x${visible(text)}`);
      }),
      { numRuns: 1_000 },
    );
  });
});
