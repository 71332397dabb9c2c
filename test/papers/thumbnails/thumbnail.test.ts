import { describe, expect, it } from 'vitest';
import { imageTypeOf, isAllowed, thumbnailUrl } from '../../../src/papers/thumbnails/thumbnail.ts';

const CDN = 'https://cdn-thumbnails.huggingface.co';

describe('the address of a thumbnail', () => {
  it.each([`${CDN}/social-thumbnails/papers/2606.00467.png`, 'https://huggingface.co/a.png?b=c'])(
    'is allowed on a host of the source: %s',
    (address) => {
      expect(thumbnailUrl(address, undefined)?.href).toBe(address);
    },
  );

  it.each([
    'http://huggingface.co/a.png',
    'https://huggingface.co:8443/a.png',
    'https://user:password@huggingface.co/a.png',
    'https://huggingface.co.example.org/a.png',
    'https://example.org/huggingface.co/a.png',
    'https://127.0.0.1/a.png',
    'https://[::1]/a.png',
    'https://huggingface.co@127.0.0.1/a.png',
    'file:///etc/passwd',
    'data:image/png;base64,AAAA',
    '//huggingface.co/a.png',
    '',
  ])('is refused elsewhere, also with a mirror: %s', (address) => {
    expect(thumbnailUrl(address, undefined)).toBeNull();
    expect(thumbnailUrl(address, 'https://mirror.example.org')).toBeNull();
  });

  it('leads to the mirror by the same path, and nowhere else', () => {
    const mirror = 'http://127.0.0.1:4000';
    expect(thumbnailUrl(`${CDN}/papers/a.png?b=c`, mirror)?.href).toBe(`${mirror}/papers/a.png?b=c`);
    // As a reference, this path would name another host.
    expect(thumbnailUrl(`${CDN}//127.0.0.1:5000/a.png`, mirror)?.origin).toBe(mirror);
    expect(isAllowed(new URL('http://127.0.0.1:4000/b.png'), mirror)).toBe(true);
    expect(isAllowed(new URL('http://127.0.0.1:5000/b.png'), mirror)).toBe(false);
    expect(isAllowed(new URL(`${CDN}/b.png`), mirror)).toBe(false);
  });
});

describe('the type of an image', () => {
  it.each([
    ['image/png', Buffer.from('\x89PNG\r\n\x1a\n....', 'latin1')],
    ['image/jpeg', Buffer.from('\xff\xd8\xff\xe0....', 'latin1')],
    ['image/webp', Buffer.from('RIFF....WEBPVP8 ', 'latin1')],
    [null, Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')],
    [null, Buffer.from('<!doctype html><script>alert(1)</script>')],
    [null, Buffer.from('GIF89a')],
    [null, Buffer.from('RIFF....WAVE')],
    [null, Buffer.from('\x89PNG')],
    [null, Buffer.alloc(0)],
  ])('is %s by its first bytes', (type, bytes) => {
    expect(imageTypeOf(bytes)).toBe(type);
  });
});
